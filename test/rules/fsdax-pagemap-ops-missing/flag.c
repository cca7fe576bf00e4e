/* tree: series */

static const struct dev_pagemap_ops toy_failure_ops = {
	.memory_failure = toy_memory_failure,
};

static int no_ops(struct device *dev, struct dev_pagemap *pgmap)
{
	pgmap->type = MEMORY_DEVICE_FS_DAX;
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ fsdax-pagemap-ops-missing */
	return toy_map(dev, pgmap);
}

static int no_hook(struct toy *toy)
{
	toy->pgmap.type = MEMORY_DEVICE_FS_DAX;
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ fsdax-pagemap-ops-missing */
	toy->pgmap.ops = &toy_failure_ops;
	return toy_map(toy->dev, &toy->pgmap);
}
