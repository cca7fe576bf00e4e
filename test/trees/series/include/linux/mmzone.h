/* Toy zone header. */
static inline struct dev_pagemap *page_dev_pagemap(const struct page *page)
{
	return page_folio(page)->page.pgmap;
}
