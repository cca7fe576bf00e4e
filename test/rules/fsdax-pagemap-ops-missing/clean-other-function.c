/* tree: series */

static void toy_set_ops(struct dev_pagemap *pgmap)
{
	pgmap->ops = &toy_ops;
}

static int toy_attach(struct toy *toy, struct dev_pagemap *pgmap)
{
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	toy_set_ops(pgmap);
	return toy_map(toy, pgmap);
}
