/* tree: devmap */

/* The page of a folio is its head, and this tree has no function to ask. */
static struct dev_pagemap *toy_pagemap(struct folio *folio)
{
	return folio->page.pgmap;
}
