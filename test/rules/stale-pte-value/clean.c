/* tree: series */
static void set(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
		unsigned long pfn, bool write)
{
	pte_t entry = pfn_pte(pfn, vma->vm_page_prot);

	if (write)
		entry = pte_mkyoung(pte_mkdirty(entry));
	set_pte_at(vma->vm_mm, addr, pte, entry);
}

/* What was built is for the entry that is there; the new one is another. */
static int upgraded(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
		    unsigned long pfn)
{
	pte_t entry = ptep_get(pte);

	if (pte_present(entry)) {
		entry = pte_mkyoung(entry);
		return ptep_set_access_flags(vma, addr, pte, entry, 1);
	}
	set_pte_at(vma->vm_mm, addr, pte, pfn_pte(pfn, vma->vm_page_prot));
	return 0;
}

/* Of two entries each is set. */
static void two(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
		unsigned long pfn, pte_t *other)
{
	pte_t entry = pte_mkdirty(pfn_pte(pfn, vma->vm_page_prot));

	set_pte_at(vma->vm_mm, addr, other, pfn_pte(pfn + 1, vma->vm_page_prot));
	set_pte_at(vma->vm_mm, addr, pte, entry);
}

static pte_t returned(struct vm_area_struct *vma, pte_t *pte,
		      unsigned long addr, unsigned long pfn)
{
	pte_t entry = pte_mkdirty(pfn_pte(pfn, vma->vm_page_prot));

	set_pte_at(vma->vm_mm, addr, pte, pfn_pte(pfn, vma->vm_page_prot));
	return entry;
}
