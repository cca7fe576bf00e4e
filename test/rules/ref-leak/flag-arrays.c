/* tree: normal */

/* What an earlier turn took is held where a later one fails. */
static int toy_fill(struct toy *toy, int n)
{
	struct page *pages[TOY_MOST];
	int i;

	for (i = 0; i < n; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		/*         ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
		if (!pages[i])
		/*   ^^^^^^^^ step 2: pages[i] is false */
			return -ENOMEM;
		     /* ^^^^^^^^^^^^^^^ ref-leak */
		     /* ^^^^^^^^^^^^^^^ step 3: the path leaves here */
	}
	toy_copy(toy, pages, n);
	for (i = 0; i < n; i++)
		put_page(pages[i]);
	return 0;
}

/* The caller does not look at what it is given where the call fails. */
static int toy_write_begin(struct address_space *mapping, pgoff_t index, struct folio **foliop)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int err;

	if (IS_ERR(folio))
	/*  ^^^^^^^^^^^^^ step 2: IS_ERR(folio) is false */
		return PTR_ERR(folio);
	*foliop = folio;
     /* ^^^^^^^^^^^^^^^ step 3: stored, or given to who keeps it */
	err = toy_check(mapping);
	if (err)
	/*  ^^^ step 4: err is not 0 */
		return err;
	     /* ^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^ step 5: the path leaves here */
	return 0;
}

/* Who failed took nothing. */
static int toy_publish(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_alloc_folio(GFP_KERNEL, 0);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int err;

	if (!folio)
	/*   ^^^^^ step 2: folio is not NULL */
		return -ENOMEM;
	err = toy_insert_cached(mapping, folio, index, GFP_KERNEL);
	/*    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: given to toy_insert_cached(), which may take it over */
	if (err)
	/*  ^^^ step 4: err is not 0 */
		return err;
	     /* ^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^ step 5: the path leaves here */
	folio_unlock(folio);
	return 0;
}
