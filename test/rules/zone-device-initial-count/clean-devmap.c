/* tree: devmap */

static void core_free(struct folio *folio, struct dev_pagemap *pgmap)
{
	if (pgmap->type != MEMORY_DEVICE_PRIVATE &&
	    pgmap->type != MEMORY_DEVICE_COHERENT)
		folio_set_count(folio, 1);
}
