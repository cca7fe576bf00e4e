/* tree: normal */
static unsigned long chosen(struct vm_area_struct *vma)
{
	return vma_is_dax(vma) ? PAGE_SIZE : vma_kernel_pagesize(vma);
}

static bool left(struct vm_area_struct *vma, unsigned long addr)
{
	if (vma_is_dax(vma))
		return false;
	return IS_ALIGNED(addr, vma_kernel_pagesize(vma));
}

static int of_device(struct vm_area_struct *vma, unsigned long addr)
{
	if (vma_is_dax(vma) && !vma_is_fsdax(vma) && !IS_ALIGNED(addr, vma_kernel_pagesize(vma)))
		return -EINVAL;
	return 0;
}

static void reported(struct seq_file *m, struct vm_area_struct *vma)
{
	seq_printf(m, "%lu kB\n", vma_kernel_pagesize(vma) >> 10);
	if (vma_is_dax(vma))
		seq_puts(m, "dax\n");
}
