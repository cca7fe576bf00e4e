/* tree: series */

static int toy_break_layout(struct page *page, struct inode *inode)
{
	return ___wait_var_event(&page->_refcount,
				 atomic_read(&page->_refcount) == 1,
				 TASK_INTERRUPTIBLE, 0, 0,
				 toy_wait_dax_page(inode));
}

static bool toy_dax_is_busy(struct page *page, struct dax_device *device)
{
	return page_ref_count(page) > 1;
}
