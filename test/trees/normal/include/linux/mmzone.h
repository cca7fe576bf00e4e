/* Toy zone header of a converted tree. */
static inline struct dev_pagemap *page_pgmap(const struct page *page)
{
	return page_folio(page)->pgmap;
}
