/* tree: normal */

static int toy_walk(unsigned long pfn)
{
	struct dev_pagemap *pgmap = get_dev_pagemap(pfn, NULL);
	/*                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: pgmap reference taken here */
	int err;

	if (!pgmap)
	/*   ^^^^^ step 2: pgmap is not NULL */
		return -ENXIO;
	err = toy_check(pfn);
	if (err)
	/*  ^^^ step 3: err is not 0 */
		return err;
	     /* ^^^^^^^^^^^ pgmap-ref-lifetime */
	     /* ^^^^^^^^^^^ step 4: the path leaves here */
	put_dev_pagemap(pgmap);
	return 0;
}
