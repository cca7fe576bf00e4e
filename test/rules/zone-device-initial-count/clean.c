/* tree: normal */

static const struct dev_pagemap_ops toy_ops = {
	.page_free = toy_page_free,
};

static int toy_probe(struct dev_pagemap *pgmap)
{
	pgmap->type = MEMORY_DEVICE_PRIVATE;
	pgmap->ops = &toy_ops;
	return toy_map(pgmap);
}

static struct page *toy_alloc(struct toy *toy)
{
	struct page *page = toy_pop(toy);

	zone_device_page_init(page);
	return page;
}

static void core_free(struct folio *folio, struct dev_pagemap *pgmap)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_GENERIC:
		folio_set_count(folio, 1);
		break;
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_COHERENT:
	case MEMORY_DEVICE_PCI_P2PDMA:
	case MEMORY_DEVICE_FS_DAX:
		set_page_count(&folio->page, 0);
		break;
	}
}
