/* tree: normal */

static void toy_account(struct address_space *mapping, struct mm_struct *mm, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (IS_ERR(folio))
	/*  ^^^^^^^^^^^^^ step 2: this does not hold */
		return;
	folio_put(folio);
     /* ^^^^^^^^^^^^^^^^ step 3: reference dropped (0) */
	add_mm_counter(mm, mm_counter_file(folio), 1);
	/*                 ^^^^^^^^^^^^^^^^^^^^^^ use-after-put */
	/*                 ^^^^^^^^^^^^^^^^^^^^^^ step 4: used here */
}
