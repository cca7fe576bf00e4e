/* tree: normal */

static int toy_mmap(struct file *file, struct vm_area_struct *vma)
{
#if 0
	vm_flags_set(vma, VM_MIXEDMAP);
#endif
	vma->vm_ops = &toy_vm_ops;
	return 0;
}

static const struct file_operations toy_fops = {
	.mmap = toy_mmap,
};

static vm_fault_t toy_fault(struct vm_fault *vmf)
{
	return vmf_insert_mixed(vmf->vma, vmf->address, toy_pfn(vmf));
	/*     ^^^^^^^^^^^^^^^^ mixed-insert-without-mixedmap */
}
