/* tree: normal */

static void *read_all(struct folio *folio, struct page *page)
{
	toy_use(folio->page.pgmap->ops);
	return page->pgmap->owner;
}
