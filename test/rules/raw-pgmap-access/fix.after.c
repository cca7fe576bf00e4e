/* tree: normal */

static void *read_all(struct folio *folio, struct page *page)
{
	toy_use(page_pgmap(&folio->page)->ops);
	return page_pgmap(page)->owner;
}
