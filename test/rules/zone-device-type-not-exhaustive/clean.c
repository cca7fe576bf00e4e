/* tree: normal */

/* One type, asked for by name. */
static bool is_private(struct dev_pagemap *pgmap)
{
	return pgmap->type == MEMORY_DEVICE_PRIVATE;
}

static void one_type(struct dev_pagemap *pgmap)
{
	if (pgmap->type == MEMORY_DEVICE_FS_DAX)
		put_dev_pagemap(pgmap);
}

static void every_type(struct folio *folio, struct dev_pagemap *pgmap)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_COHERENT:
	case MEMORY_DEVICE_PCI_P2PDMA:
	case MEMORY_DEVICE_FS_DAX:
		put_dev_pagemap(pgmap);
		break;
	case MEMORY_DEVICE_GENERIC:
		folio_set_count(folio, 1);
		break;
	}
}

/* No count is decided here. */
static void name_it(struct dev_pagemap *pgmap)
{
	if (pgmap->type == MEMORY_DEVICE_PRIVATE)
		toy_name("private");
	else
		toy_name("other");
}
