/* tree: normal */

static int toy_map(unsigned long start, struct page **pages)
{
	int pinned = pin_user_pages_fast(start, 1, FOLL_WRITE, pages);
	/*           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: pin taken here */

	if (pinned != 1)
	/*  ^^^^^^^^^^^ step 2: pinned == 1 */
		return -EFAULT;
	put_page(pages[0]);
     /* ^^^^^^^^^^^^^^^^^^ put-wrong-api */
     /* ^^^^^^^^^^^^^^^^^^ step 3: given to put_page(), which gives back something else */
	return 0;
}
