/* tree: normal */

/* Pins of an array are given back before the array goes. */
static int toy_pin_all(struct toy *toy, unsigned long start, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int pinned, err;

	if (!pages)
		return -ENOMEM;
	pinned = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	if (pinned < 0) {
		kvfree(pages);
		return pinned;
	}
	err = toy_prepare(toy, nr);
	if (err) {
		unpin_user_pages(pages, pinned);
		kvfree(pages);
		return err;
	}
	toy_copy(toy, pinned);
	unpin_user_pages(pages, pinned);
	kvfree(pages);
	return 0;
}

/* What is there of what was asked for is given back. */
static int toy_pin_some(struct toy *toy, unsigned long start, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int pinned;

	if (!pages)
		return -ENOMEM;
	pinned = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	if (pinned != nr) {
		if (pinned > 0)
			unpin_user_pages(pages, pinned);
		kvfree(pages);
		return -EFAULT;
	}
	toy_copy(toy, pinned);
	unpin_user_pages(pages, pinned);
	kvfree(pages);
	return 0;
}

/* summary of toy_find: takes a reference on what it writes through its third argument, if it succeeds (told only where another path gives it back); argument 1 is only looked at; argument 2 may go anywhere; argument 3 may go anywhere */
/* summary of toy_hold: takes a reference on its first argument (told only where another path gives it back); argument 1 may go anywhere */

/* What a callee writes through a pointer. */
static int toy_peek(struct toy *toy, unsigned long start)
{
	struct page *page;
	int got = get_user_pages_fast(start, 1, 0, &page);

	if (got != 1)
		return -EFAULT;
	if (toy->is_closed) {
		put_page(page);
		return -EPIPE;
	}
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

	if (err)
		return err;
	if (toy->is_closed) {
		put_page(page);
		return -EPIPE;
	}
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
	err = toy_check(toy);
	if (err) {
		put_page(page);
		return err;
	}
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
		toy_clear(toy, 1);
	if (b)
		toy_clear(toy, 2);
	if (c)
		toy_clear(toy, 3);
	if (d)
		toy_clear(toy, 4);
	if (e)
		toy_clear(toy, 5);
	if (f)
		toy_clear(toy, 6);
	if (g)
		toy_clear(toy, 7);
	if (h)
		toy_clear(toy, 8);
	if (i)
		toy_clear(toy, 9);
	if (j)
		toy_clear(toy, 10);
	__free_page(page);
	return 0;
}

/* With all that was asked for in hand nothing is partial; a page of which one was asked for is there or is not. */
static int toy_one(struct toy *toy, unsigned long start)
{
	struct page *page;

	if (get_user_pages_fast(start, 1, 0, &page) != 1)
		return -EFAULT;
	toy_read(toy);
	put_page(page);
	return 0;
}

/* The count says that there are none. */
static int toy_rounds(struct toy *toy, unsigned long start, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int pinned;

	if (!pages)
		return -ENOMEM;
	pinned = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	if (pinned > 0)
		toy_copy(toy, pinned);
	if (pinned > 0)
		unpin_user_pages(pages, pinned);
	kvfree(pages);
	return pinned < 0 ? pinned : 0;
}

/* A fresh structure holds nothing: what is asked of its member is known. */
static int toy_fresh(struct toy_ring *ring, unsigned long start)
{
	struct toy *toy = kzalloc(sizeof(*toy), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	if (!toy || !page) {
		kfree(toy);
		if (page)
			__free_page(page);
		return -ENOMEM;
	}
	if (toy_bad(ring)) {
		if (!toy->page)
			__free_page(page);
		kfree(toy);
		return -EINVAL;
	}
	toy->page = page;
	list_add(&toy->node, &ring->toys);
	return 0;
}

/* A switch goes to the label that a comparison before it named. */
static int toy_twice(struct toy *toy, struct folio *folio)
{
	int rc = toy_convert(toy);

	if (rc == -EAGAIN)
		folio_get(folio);
	toy_unlock(toy);
	switch (rc) {
	case -EAGAIN:
		folio_wait_writeback(folio);
		folio_put(folio);
		return -EAGAIN;
	case -EBUSY:
		return -EBUSY;
	}
	return rc;
}

/* Its address, and a number made of it, are as good as the page to who keeps them. */
static void *toy_buffer(struct toy *toy, gfp_t gfp)
{
	struct page *page = alloc_pages(gfp, 2);
	void *address;

	if (!page)
		return NULL;
	address = page_address(page + 1);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ state: live 1 page by address address */
	if (toy_refuses(toy)) {
		free_pages((unsigned long)page_address(page), 2);
		return NULL;
	}
	toy->bus = __pa(address) | TOY_VALID;
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ state: live 1 page by address address; escaped */
	return address;
}
