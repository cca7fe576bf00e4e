/* tree: normal */

static int toy_map(unsigned long start, struct page **pages)
{
	int pinned = pin_user_pages_fast(start, 1, FOLL_WRITE, pages);
	/*           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: pinned here */

	if (pinned != 1)
		return -EFAULT;
	put_page(pages[0]);
     /* ^^^^^^^^^^^^^^^^^^ put-wrong-api */
	return 0;
}
