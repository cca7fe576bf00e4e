/* tree: normal */

/* Pins of an array that an error path loses with the array. */
static int toy_pin_all(struct toy *toy, unsigned long start, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int pinned, err;

	if (!pages)
		return -ENOMEM;
	pinned = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	/*       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: pin taken here */
	if (pinned < 0) {
	/*  ^^^^^^^^^^ step 2: pinned >= 0 */
		kvfree(pages);
		return pinned;
	}
	err = toy_prepare(toy, nr);
	if (err) {
	/*  ^^^ step 3: err is not 0 */
		kvfree(pages);
		return err;
	     /* ^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^ step 4: the path leaves here */
	}
	toy_copy(toy, pinned);
	unpin_user_pages(pages, pinned);
	kvfree(pages);
	return 0;
}

/* Some of what was asked for is pinned, and only the array goes. */
static int toy_pin_some(struct toy *toy, unsigned long start, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int pinned;

	if (!pages)
		return -ENOMEM;
	pinned = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	/*       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: pin taken here */
	if (pinned != nr) {
	/*  ^^^^^^^^^^^^ step 2: pinned != nr */
		kvfree(pages);
		return -EFAULT;
	     /* ^^^^^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^^^^^ step 3: the path leaves here */
	}
	toy_copy(toy, pinned);
	unpin_user_pages(pages, pinned);
	kvfree(pages);
	return 0;
}

/* What a callee writes through a pointer. */
static int toy_peek(struct toy *toy, unsigned long start)
{
	struct page *page;
	int got = get_user_pages_fast(start, 1, 0, &page);
	/*        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (got != 1)
	/*  ^^^^^^^^ step 2: got == 1 */
		return -EFAULT;
	if (toy->is_closed)
	/*  ^^^^^^^^^^^^^^ step 3: toy->is_closed is true */
		return -EPIPE;
	     /* ^^^^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^^^^ step 4: the path leaves here */
	toy_read(toy);
	put_page(page);
	return 0;
}

static int toy_find(struct toy *toy, unsigned long index, struct page **found)
{
	struct page *page = find_get_page(toy->mapping, index);

	if (!page)
		return -ENOENT;
	*found = page;
	return 0;
}

/* A helper of the file writes it. */
static int toy_show(struct toy *toy, unsigned long index)
{
	struct page *page;
	int err = toy_find(toy, index, &page);
	/*        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (err)
	/*  ^^^ step 2: err is 0 */
		return err;
	if (toy->is_closed)
	/*  ^^^^^^^^^^^^^^ step 3: toy->is_closed is true */
		return -EPIPE;
	     /* ^^^^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^^^^ step 4: the path leaves here */
	toy_read(toy);
	put_page(page);
	return 0;
}

static void toy_hold(struct page *page)
{
	get_page(page);
}

/* A helper of the file takes on what it is given. */
static int toy_lend(struct toy *toy, struct page *page)
{
	int err;

	toy_hold(page);
     /* ^^^^^^^^^^^^^^ step 1: reference taken here */
	err = toy_check(toy);
	if (err)
	/*  ^^^ step 2: err is not 0 */
		return err;
	     /* ^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^ step 3: the path leaves here */
	err = toy_start(toy);
	if (err) {
		put_page(page);
		return err;
	}
	toy->page = page;
	return 0;
}

/* Ten flags that are asked twice are more paths than are walked, and each of them is one. */
static int toy_flags(struct toy *toy, bool a, bool b, bool c, bool d, bool e, bool f, bool g, bool h, bool i, bool j)
{
	struct page *page = alloc_page(GFP_KERNEL);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (!page)
		return -ENOMEM;
	if (a)
		toy_set(toy, 1);
	if (b)
		toy_set(toy, 2);
	if (c)
		toy_set(toy, 3);
	if (d)
		toy_set(toy, 4);
	if (e)
		toy_set(toy, 5);
	if (f)
		toy_set(toy, 6);
	if (g)
		toy_set(toy, 7);
	if (h)
		toy_set(toy, 8);
	if (i)
		toy_set(toy, 9);
	if (j)
		toy_set(toy, 10);
	if (a)
	/*  ^ step 2: a is false */
		toy_clear(toy, 1);
	if (b)
	/*  ^ step 3: b is false */
		toy_clear(toy, 2);
	if (c)
	/*  ^ step 4: c is false */
		toy_clear(toy, 3);
	if (d)
	/*  ^ step 5: d is false */
		toy_clear(toy, 4);
	if (e)
	/*  ^ step 6: e is false */
		toy_clear(toy, 5);
	if (f)
	/*  ^ step 7: f is false */
		toy_clear(toy, 6);
	if (g)
	/*  ^ step 8: g is false */
		toy_clear(toy, 7);
	if (h)
	/*  ^ step 9: h is false */
		toy_clear(toy, 8);
	if (i)
	/*  ^ step 10: i is false */
		toy_clear(toy, 9);
	if (j)
	/*  ^ step 11: j is true */
		return -EINVAL;
	     /* ^^^^^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^^^^^ step 12: the path leaves here */
	__free_page(page);
	return 0;
}
