/* Toy free path: it calls the hook of the pagemap. */
void toy_free_device_page(struct folio *folio, struct dev_pagemap *pgmap)
{
	pgmap->ops->page_free(folio_page(folio, 0));
}
