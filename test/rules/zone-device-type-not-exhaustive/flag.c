/* tree: normal */

static void two_named(struct folio *folio, struct dev_pagemap *pgmap)
{
	if (pgmap->type == MEMORY_DEVICE_PRIVATE ||
	/* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ zone-device-type-not-exhaustive */
	    pgmap->type == MEMORY_DEVICE_COHERENT)
		put_dev_pagemap(pgmap);
}

static void all_others(struct page *page, struct dev_pagemap *pgmap)
{
	if (pgmap->type == MEMORY_DEVICE_PRIVATE)
	/* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ zone-device-type-not-exhaustive */
		put_dev_pagemap(pgmap);
	else
		set_page_count(page, 1);
}
