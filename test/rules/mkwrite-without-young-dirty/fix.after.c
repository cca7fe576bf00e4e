/* tree: series */
static void toy_map(struct vm_area_struct *vma, pte_t *ptep,
		    unsigned long addr, unsigned long pfn)
{
	pte_t entry = pfn_pte(pfn, vma->vm_page_prot);

	entry = maybe_mkwrite(pte_mkyoung(pte_mkdirty(entry)), vma);
	set_pte_at(vma->vm_mm, addr, ptep, entry);
}
