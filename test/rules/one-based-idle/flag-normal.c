/* tree: normal */

static bool toy_dax_is_busy(struct folio *folio, struct dax_device *device)
{
	return folio_ref_count(folio) > 1;
	/*     ^^^^^^^^^^^^^^^^^^^^^^^^^^ one-based-idle */
}

static void toy_put(struct folio *folio, struct dev_pagemap *pgmap)
{
	if (pgmap->type == MEMORY_DEVICE_FS_DAX) {
		if (folio_ref_sub_return(folio, 1) == 1)
		/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one-based-idle */
			wake_up_var(&folio->_refcount);
	}
}

static void toy_wait(struct page *page)
{
	wait_var_event(&page->_refcount, page_ref_count(page) == 1);
     /* ^^^^^^^^^^^^^^ one-based-idle */
}
