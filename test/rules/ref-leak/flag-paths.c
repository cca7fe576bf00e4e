/* tree: normal */

/* The goto jumps past the release. */
static int toy_goto(struct address_space *mapping, pgoff_t index)
{
	struct page *page = find_get_page(mapping, index);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int err = -ENOENT;

	if (!page)
	/*   ^^^^ step 2: page is not NULL */
		goto out;
	err = toy_check(mapping);
	if (err)
	/*  ^^^ step 3: err is not 0 */
		goto out;
	     /* ^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^ step 4: the path leaves here */
	err = toy_use(mapping);
	put_page(page);
out:
	return err;
}

/* Of a switch one case forgets. */
static int toy_switch(struct address_space *mapping, pgoff_t index, int what)
{
	struct page *page = find_get_page(mapping, index);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (!page)
	/*   ^^^^ step 2: page is not NULL */
		return -ENOENT;
	switch (what) {
	case TOY_READ:
		toy_read(mapping);
		put_page(page);
		break;
	case TOY_WRITE:
		return -EROFS;
	     /* ^^^^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^^^^ step 3: the path leaves here */
	default:
		put_page(page);
		break;
	}
	return 0;
}

/* A loop is left early. */
static int toy_loop(struct address_space *mapping, pgoff_t index, pgoff_t end)
{
	struct folio *folio;
	int err = 0;

	for (; index < end; index++) {
		folio = filemap_lock_folio(mapping, index);
		/*      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
		if (IS_ERR(folio))
		/*  ^^^^^^^^^^^^^ step 2: IS_ERR(folio) is false */
			continue;
		folio_unlock(folio);
		err = toy_check(mapping);
		if (err)
		/*  ^^^ step 3: err is not 0 */
			break;
		     /* ^^^^^^ ref-leak */
		     /* ^^^^^^ step 4: the path leaves here */
		folio_put(folio);
	}
	return err;
}

/* Taken by argument, and tested. */
static int toy_try(struct folio *folio, struct toy *toy)
{
	if (!folio_try_get(folio))
	/*   ^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	/*   ^^^^^^^^^^^^^^^^^^^^ step 2: folio_try_get(folio) is true */
		return -EAGAIN;
	if (toy_is_busy(toy))
	/*  ^^^^^^^^^^^^^^^^ step 3: toy_is_busy(toy) is true */
		return -EBUSY;
	     /* ^^^^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^^^^ step 4: the path leaves here */
	toy_use(toy);
	folio_put(folio);
	return 0;
}

/* Nothing ever drops it. */
static bool toy_is_cached(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ref-leak */
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	return !IS_ERR(folio);
}

/* The only name is overwritten. */
static int toy_twice(struct address_space *mapping, pgoff_t index)
{
	struct page *page = find_get_page(mapping, index);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ref-leak */
	/*                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (!page)
	/*   ^^^^ step 2: page is not NULL */
		return 0;
	page = find_get_page(mapping, index + 1);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: its last name is overwritten here */
	if (page)
		put_page(page);
	return 0;
}
