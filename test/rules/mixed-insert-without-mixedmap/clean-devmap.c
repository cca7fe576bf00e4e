/* tree: devmap */

/* A devmap pfn needs no flag on the area. */
static vm_fault_t toy_fault(struct vm_fault *vmf)
{
	pfn_t pfn = phys_to_pfn_t(toy_address(vmf), PFN_DEV | PFN_MAP);

	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}

static int toy_mmap(struct file *file, struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_HUGEPAGE);
	return 0;
}

static const struct file_operations toy_fops = {
	.mmap = toy_mmap,
};
