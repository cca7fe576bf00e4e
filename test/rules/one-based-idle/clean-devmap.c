/* tree: devmap */

static bool toy_dax_is_busy(struct page *page, struct dax_device *device)
{
	return page_ref_count(page) > 1;
}
