/* tree: normal */

static void toy_account(struct address_space *mapping, struct mm_struct *mm, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);

	if (IS_ERR(folio))
		return;
	add_mm_counter(mm, mm_counter_file(folio), 1);
	folio_put(folio);
}
