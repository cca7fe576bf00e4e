/* Toy free path of a converted tree: it wakes DAX waiters itself. */
void toy_free_device_page(struct folio *folio, struct dev_pagemap *pgmap)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_COHERENT:
	case MEMORY_DEVICE_PCI_P2PDMA:
		pgmap->ops->folio_free(folio);
		break;
	case MEMORY_DEVICE_FS_DAX:
		wake_up_var(&folio->page);
		break;
	case MEMORY_DEVICE_GENERIC:
		folio_set_count(folio, 1);
		break;
	}
}
