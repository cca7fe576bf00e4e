/* tree: series */

static int toy_break_layout(struct page *page, struct inode *inode)
{
	return dax_wait_page_idle(page, toy_wait_dax_page, inode);
}

static bool toy_dax_is_busy(struct page *page, struct dax_device *device)
{
	return page_ref_count(page) > 0;
}
