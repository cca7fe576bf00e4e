/* tree: normal */

static const struct dev_pagemap_ops toy_ops = {
	.page_free = toy_page_free,
};

static int toy_probe(struct dev_pagemap *pgmap)
{
	pgmap->type = MEMORY_DEVICE_PCI_P2PDMA;
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ zone-device-initial-count */
	pgmap->ops = &toy_ops;
	return toy_map(pgmap);
}
