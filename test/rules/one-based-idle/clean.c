/* tree: normal */

static bool toy_dax_is_idle(struct page *page, struct dax_device *device)
{
	return page_ref_count(page) == 0;
}

/* The references that a page cache folio is expected to have. */
static bool toy_dax_expected(struct folio *folio)
{
	return folio_ref_count(folio) == folio_mapcount(folio) + 1;
}

/* A page-table page, and no DAX page. */
static void toy_free_table(struct page *table)
{
	if (page_ref_dec_return(table) == 1)
		toy_release(table);
}

static bool toy_exclusive(struct folio *folio)
{
	return folio_ref_count(folio) == 1;
}
