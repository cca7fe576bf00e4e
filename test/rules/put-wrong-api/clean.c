/* tree: normal */

static int toy_map(unsigned long start, struct page **pages)
{
	int pinned = pin_user_pages_fast(start, 1, FOLL_WRITE, pages);

	if (pinned != 1)
		return -EFAULT;
	unpin_user_page(pages[0]);
	return 0;
}
