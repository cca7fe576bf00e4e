/* tree: devmap */

static vm_fault_t toy_fault(struct vm_fault *vmf)
{
	pfn_t pfn = toy_lookup(vmf->pgoff);

	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}

static int toy_mmap(struct file *file, struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_DONTEXPAND | VM_MIXEDMAP);
	vma->vm_ops = &toy_vm_ops;
	return 0;
}

static const struct file_operations toy_fops = {
	.mmap = toy_mmap,
};
