/* tree: normal */

/* The core of this tree wakes waiters itself. */
static int no_ops(struct device *dev, struct dev_pagemap *pgmap)
{
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	return toy_map(dev, pgmap);
}
