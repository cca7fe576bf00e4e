/* tree: normal */
#include <linux/dax.h>

/* Pages of the generic type start at count one. */
static vm_fault_t map(struct vm_fault *vmf, unsigned long pfn, bool write)
{
	return vmf_insert_page_mkwrite(vmf, pfn_to_page(pfn), write);
}

static void probe(struct dev_pagemap *pgmap)
{
	pgmap->type = MEMORY_DEVICE_GENERIC;
}
