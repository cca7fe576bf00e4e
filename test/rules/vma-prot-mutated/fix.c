/* tree: series */
static int toy_map(struct vm_area_struct *vma, pte_t *ptep, pfn_t pfn)
{
	unsigned long addr = vma->vm_start;

	track_pfn_insert(vma, &vma->vm_page_prot, pfn);
	set_pte_at(vma->vm_mm, addr, ptep, pfn_t_pte(pfn, vma->vm_page_prot));
	return 0;
}
