/* tree: devmap */

/* What is given is dropped when another one is found. */
static int toy_walk(unsigned long pfn, unsigned long end)
{
	struct dev_pagemap *pgmap = NULL;

	for (; pfn < end; pfn++) {
		pgmap = get_dev_pagemap(pfn, pgmap);
		if (!pgmap)
			return -ENXIO;
		toy_use(pfn);
	}
	if (pgmap)
		put_dev_pagemap(pgmap);
	return 0;
}
