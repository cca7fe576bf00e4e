/* tree: normal */
static int by_result(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	int ret = huge_pmd_unshare(vma->vm_mm, vma, addr, ptep);

	if (ret)
		flush_tlb_mm(vma->vm_mm);
	return ret;
}
