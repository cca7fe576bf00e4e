/* tree: normal */

static void toy_account(struct address_space *mapping, struct mm_struct *mm, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (IS_ERR(folio))
	/*  ^^^^^^^^^^^^^ step 2: IS_ERR(folio) is false */
		return;
	folio_put(folio);
     /* ^^^^^^^^^^^^^^^^ step 3: reference dropped (0) */
	add_mm_counter(mm, mm_counter_file(folio), 1);
	/*                 ^^^^^^^^^^^^^^^^^^^^^^ use-after-put */
	/*                 ^^^^^^^^^^^^^^^^^^^^^^ step 4: used here */
}

/* The mapping's reference, in the shape of patch 07: the folio is looked up in the entry, dropped, and asked what it counts as. */
static void toy_split_pud_locked(struct vm_area_struct *vma, pud_t *pud, unsigned long haddr)
{
	struct folio *folio;
	struct page *page;
	pud_t old_pud;

	old_pud = pudp_huge_clear_flush(vma, haddr, pud);
	if (!vma_is_dax(vma))
		return;
	page = pud_page(old_pud);
	folio = page_folio(page);
	/*      ^^^^^^^^^^^^^^^^ step 1: it comes from here */
	folio_remove_rmap_pud(folio, page, vma);
	folio_put(folio);
     /* ^^^^^^^^^^^^^^^^ step 2: reference dropped (0) */
	add_mm_counter(vma->vm_mm, mm_counter_file(folio), -HPAGE_PUD_NR);
	/*                         ^^^^^^^^^^^^^^^^^^^^^^ use-after-put */
	/*                         ^^^^^^^^^^^^^^^^^^^^^^ step 3: used here */
}
