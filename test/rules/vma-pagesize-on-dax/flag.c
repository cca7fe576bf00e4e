/* tree: normal */
static pmd_t *shared(struct vm_area_struct *vma, unsigned long addr)
{
	if (!vma_is_dax(vma))
		return NULL;
	return toy_offset(vma->vm_mm, addr, vma_mmu_pagesize(vma));
	/*                                  ^^^^^^^^^^^^^^^^^^^^^ vma-pagesize-on-dax */
}
