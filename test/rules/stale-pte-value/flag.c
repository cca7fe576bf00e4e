/* tree: series */
static void anew(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
		 struct page *page, pgprot_t prot, bool mkwrite)
{
	struct folio *folio = page_folio(page);
	pte_t entry = ptep_get(pte);

	if (!pte_none(entry))
		return;
	folio_get(folio);
	if (mkwrite)
		entry = maybe_mkwrite(pte_mkyoung(pte_mkdirty(mk_pte(page, prot))), vma);
	     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the entry is built here */
	else
		entry = mk_pte(page, prot);
	inc_mm_counter(vma->vm_mm, mm_counter_file(folio));
	folio_add_file_rmap_pte(folio, page, vma);
	set_pte_at(vma->vm_mm, addr, pte, mk_pte(page, prot));
	/*                                ^^^^^^^^^^^^^^^^^^ stale-pte-value */
}

static void huge(struct vm_area_struct *vma, pud_t *pud, unsigned long addr,
		 unsigned long pfn)
{
	pud_t entry = pud_mkhuge(pfn_pud(pfn, vma->vm_page_prot));

	entry = pud_mkdirty(entry);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the entry is built here */
	set_pud_at(vma->vm_mm, addr, pud, pfn_pud(pfn, vma->vm_page_prot));
	/*                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-pte-value */
}

static pte_t dropped(pte_t entry, struct vm_area_struct *vma)
{
	pte_mkdirty(entry);
     /* ^^^^^^^^^^^^^^^^^^ stale-pte-value */
	return maybe_mkwrite(pte_mkyoung(entry), vma);
}
