/* tree: normal */

static void toy_account(struct address_space *mapping, struct mm_struct *mm, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);

	if (IS_ERR(folio))
		return;
	add_mm_counter(mm, mm_counter_file(folio), 1);
	folio_put(folio);
}

/* The mapping's reference, dropped last. */
static void toy_split_pud_locked(struct vm_area_struct *vma, pud_t *pud, unsigned long haddr)
{
	struct page *page = pud_page(pudp_huge_clear_flush(vma, haddr, pud));
	struct folio *folio = page_folio(page);

	folio_remove_rmap_pud(folio, page, vma);
	add_mm_counter(vma->vm_mm, mm_counter_file(folio), -HPAGE_PUD_NR);
	folio_put(folio);
}
