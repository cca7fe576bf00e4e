/* tree: normal */

static void core_free(struct folio *folio, struct dev_pagemap *pgmap)
{
	if (pgmap->type != MEMORY_DEVICE_PRIVATE &&
	    pgmap->type != MEMORY_DEVICE_COHERENT)
		folio_set_count(folio, 1);
	     /* ^^^^^^^^^^^^^^^^^^^^^^^^^ zone-device-initial-count */
}

static void core_init(struct page *page, struct dev_pagemap *pgmap)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_GENERIC:
		set_page_count(page, 0);
	     /* ^^^^^^^^^^^^^^^^^^^^^^^ zone-device-initial-count */
		break;
	case MEMORY_DEVICE_FS_DAX:
		init_page_count(page);
	     /* ^^^^^^^^^^^^^^^^^^^^^ zone-device-initial-count */
		break;
	}
}
