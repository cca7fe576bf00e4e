/* tree: normal */

static int toy_walk(unsigned long pfn)
{
	struct dev_pagemap *pgmap = get_dev_pagemap(pfn, NULL);
	int err;

	if (!pgmap)
		return -ENXIO;
	err = toy_check(pfn);
	if (err)
		return err;
	put_dev_pagemap(pgmap);
	return 0;
}
