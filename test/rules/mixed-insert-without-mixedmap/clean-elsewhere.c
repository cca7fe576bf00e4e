/* tree: devmap */

/* The mmap handler is in another file: what it sets is not known. */
vm_fault_t toy_fault(struct vm_fault *vmf, pfn_t pfn)
{
	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}
