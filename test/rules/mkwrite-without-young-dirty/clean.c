/* tree: series */
static void both(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
		 unsigned long pfn, bool mkwrite)
{
	pte_t entry = pfn_pte(pfn, vma->vm_page_prot);

	if (mkwrite) {
		entry = pte_mkyoung(entry);
		entry = maybe_mkwrite(pte_mkdirty(entry), vma);
	}
	set_pte_at(vma->vm_mm, addr, pte, entry);
}

/* The bits of the old entry. */
static void carried(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
		    unsigned long pfn, bool write, bool dirty)
{
	pte_t entry = pfn_pte(pfn, vma->vm_page_prot);

	if (write)
		entry = pte_mkwrite(entry, vma);
	if (dirty)
		entry = pte_mkdirty(entry);
	set_pte_at(vma->vm_mm, addr, pte, entry);
}

/* An entry that was there keeps its bits. */
static void changed(struct vm_area_struct *vma, pte_t *pte, unsigned long addr)
{
	pte_t entry = pte_mkwrite(ptep_get(pte), vma);

	set_pte_at(vma->vm_mm, addr, pte, entry);
}
