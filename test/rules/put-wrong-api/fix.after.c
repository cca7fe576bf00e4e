/* tree: normal */

static int toy_map(unsigned long start, struct page **pages, int n)
{
	int pinned = pin_user_pages_fast(start, n, FOLL_WRITE, pages);

	if (pinned == 1)
		unpin_user_page(pages[0]);
	else
		unpin_user_pages(pages, pinned);
	return 0;
}

static int toy_got(unsigned long start, struct page **pages, int n)
{
	int got = get_user_pages_fast(start, n, FOLL_WRITE, pages);

	release_pages(pages, got);
	return 0;
}
