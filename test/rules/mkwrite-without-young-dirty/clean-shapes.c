/* tree: series */
static pte_t used(pte_t entry)
{
	return pte_mkyoung(pte_mkdirty(entry));
}

static void by_a_helper(struct vm_area_struct *vma, pte_t *ptep,
			unsigned long addr, unsigned long pfn)
{
	pte_t entry = pfn_pte(pfn, vma->vm_page_prot);

	entry = maybe_mkwrite(entry, vma);
	entry = used(entry);
	set_pte_at(vma->vm_mm, addr, ptep, entry);
}
