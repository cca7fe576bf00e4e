/* tree: normal */

static inline struct dev_pagemap *page_pgmap(const struct page *page)
{
	return page->pgmap;
}

/* Set-up writes the member itself. */
static void toy_init(struct page *page, struct dev_pagemap *pgmap)
{
	page->pgmap = pgmap;
}

/* Members of the same name in other structures, and the folio's own. */
static void others(struct toy *toy, struct folio *folio, struct dev_dax *dev_dax)
{
	toy_use(toy->pgmap);
	toy_use(folio->pgmap);
	toy_use(dev_dax->pgmap);
}
