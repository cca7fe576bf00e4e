/* tree: series */
static void toy_map(struct vm_area_struct *vma, pte_t *ptep,
		    unsigned long addr, unsigned long pfn, bool write)
{
	pte_t entry = pfn_pte(pfn, vma->vm_page_prot);

	if (write)
		entry = pte_mkyoung(pte_mkdirty(entry));
	set_pte_at(vma->vm_mm, addr, ptep, pfn_pte(pfn, vma->vm_page_prot));
}
