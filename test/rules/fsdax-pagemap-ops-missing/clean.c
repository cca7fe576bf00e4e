/* tree: series */

static const struct dev_pagemap_ops toy_ops = {
	.page_free = dax_page_free,
};

static int with_hook(struct toy *toy)
{
	toy->pgmap.type = MEMORY_DEVICE_FS_DAX;
	toy->pgmap.ops = &toy_ops;
	return toy_map(toy->dev, &toy->pgmap);
}

/* Ops that another file defines are taken to be complete. */
static int ops_from_elsewhere(struct dev_pagemap *pgmap)
{
	pgmap->ops = &shared_toy_ops;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	return 0;
}

static int another_type(struct dev_pagemap *pgmap)
{
	pgmap->type = MEMORY_DEVICE_GENERIC;
	return 0;
}
