/* Toy types: the folio has the pgmap. */
struct folio {
	unsigned long flags;
	struct dev_pagemap *pgmap;
};
