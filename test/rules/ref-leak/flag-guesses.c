/* tree: normal */

/* The page cache takes a reference of its own. */
static int toy_symlink(struct address_space *mapping, char *name)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 0);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int err;

	if (!folio)
	/*   ^^^^^ step 2: folio is not NULL */
		return -ENOMEM;
	memcpy(folio_address(folio), name, 8);
	err = filemap_add_folio(mapping, folio, 0, GFP_KERNEL);
	if (err) {
	/*  ^^^ step 3: err is 0 */
		folio_put(folio);
		return err;
	}
	folio_unlock(folio);
	return 0;
     /* ^^^^^^^^^ ref-leak */
     /* ^^^^^^^^^ step 4: the path leaves here */
}

/* What has the address reads and writes, and holds no page by it. */
static int toy_parse(struct toy *toy)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 0);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ ref-leak */
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int err;

	if (!folio)
	/*   ^^^^^ step 2: folio is not NULL */
		return -ENOMEM;
	err = memcmp(folio_address(folio), toy->magic, sizeof(toy->magic));
	return err;
}

/* A function whose name says that it may take the page has not: the other way that succeeds drops it after that. */
static int toy_cache(struct toy *toy)
{
	struct page *page = alloc_page(GFP_KERNEL);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int err;

	if (!page)
	/*   ^^^^ step 2: page is not NULL */
		return -ENOMEM;
	err = toy_insert(toy, page);
	/*    ^^^^^^^^^^^^^^^^^^^^^ step 3: given to toy_insert(), which may take it over */
	if (err) {
	/*  ^^^ step 4: err is 0 */
		put_page(page);
		return err;
	}
	if (toy->quiet)
	/*  ^^^^^^^^^^ step 5: toy->quiet is true */
		return 0;
	     /* ^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^ step 6: the path leaves here */
	toy_tell(toy);
	put_page(page);
	return 0;
}

/* The request is on the stack: nothing has the page any more. */
static int toy_read_sync(struct block_device *bdev)
{
	struct page *page = alloc_page(GFP_KERNEL);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	struct bio bio;
	int err;

	if (!page)
	/*   ^^^^ step 2: page is not NULL */
		return -ENOMEM;
	bio_init(&bio, bdev, NULL, 1, REQ_OP_READ);
	__bio_add_page(&bio, page, PAGE_SIZE, 0);
	err = submit_bio_wait(&bio);
	if (err)
	/*  ^^^ step 3: err is not 0 */
		return err;
	     /* ^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^ step 4: the path leaves here */
	__free_page(page);
	return 0;
}

/* The loop searches: it may find nothing. */
static void toy_forget(struct toy *toy, struct page *page)
{
	struct toy *other;

	get_page(page);
     /* ^^^^^^^^^^^^^^ step 1: reference taken here */
	list_for_each_entry(other, &toy->others, node) {
		if (other->key != toy->key)
			continue;
		list_del(&other->node);
		put_page(page);
		break;
	}
	toy_wake(toy);
     /* ^^^^^^^^^^^^^ ref-leak */
     /* ^^^^^^^^^^^^^ step 2: the path leaves here */
}

/* Not the loop drops it, but where its failures go: those that succeed keep it. */
static struct toy *toy_decode(struct toy *toy, int count)
{
	struct page *scratch = alloc_page(GFP_KERNEL);
	/*                     ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int i;

	if (!scratch)
	/*   ^^^^^^^ step 2: scratch is not NULL */
		return NULL;
	for (i = 0; i < count; i++) {
	/*          ^^^^^^^^^ step 3: i >= count */
		if (toy_decode_one(toy, i))
			goto fail;
	}
	return toy;
     /* ^^^^^^^^^^^ ref-leak */
     /* ^^^^^^^^^^^ step 4: the path leaves here */
fail:
	__free_page(scratch);
	return NULL;
}
