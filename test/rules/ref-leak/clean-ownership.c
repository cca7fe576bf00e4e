/* tree: normal */

/* Returned. */
static struct page *toy_find(struct address_space *mapping, pgoff_t index)
{
	struct page *page = find_get_page(mapping, index);

	if (!page)
		return ERR_PTR(-ENOENT);
	toy_look(mapping);
	return page;
}

/* Stored, in a structure or through a pointer. */
static int toy_store(struct toy *toy, struct page **out, struct address_space *mapping, pgoff_t index)
{
	struct page *page = find_get_page(mapping, index);

	if (!page)
		return -ENOENT;
	if (toy->wants_page) {
		toy->page = page;
		return 0;
	}
	*out = page;
	return 0;
}

/* Listed. */
static int toy_list(struct toy *toy, struct list_head *pages)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	list_add(&page->lru, pages);
	return 0;
}

/* Given to a function that keeps it where it succeeds. */
static int toy_give(struct toy *toy)
{
	struct page *page = alloc_page(GFP_KERNEL);
	int err;

	if (!page)
		return -ENOMEM;
	err = toy_consume(toy, page);
	if (err)
		put_page(page);
	return err;
}

/* Another name for the same. */
static int toy_alias(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	struct page *page;
	int err;

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	page = folio_page(folio, 0);
	err = toy_check(mapping);
	put_page(page);
	return err;
}

/* Dropped at the end of the scope. */
static int toy_scope(struct address_space *mapping, pgoff_t index)
{
	struct page *page __free(put_page) = find_get_page(mapping, index);
	int err;

	if (!page)
		return -ENOENT;
	err = toy_check(mapping);
	if (err)
		return err;
	return 0;
}

/* Leaves locked: lock and reference go together. */
static int toy_locked(struct address_space *mapping, pgoff_t index, struct toy *toy)
{
	struct folio *folio = filemap_get_folio(mapping, index);

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	if (!folio_trylock(folio)) {
		folio_put(folio);
		return 0;
	}
	toy->pfn = folio_pfn(folio);
	return 0;
}

/* Found again by its pfn. */
static int toy_number(struct toy *toy)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	if (toy->is_small) {
		__free_page(page);
		return 0;
	}
	toy->pfn = page_to_pfn(page);
	return 0;
}

/* That there is at least one the caller knows. */
static int toy_fill(struct page **pages, int nr)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	int i;

	if (!page)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		pages[i] = page + i;
	return 0;
}

/* Helpers of the same file: one looks, one drops, one takes. */
static bool toy_is_old(struct page *page)
{
	return page->private < 4;
}

static void toy_drop(struct page *page)
{
	unlock_page(page);
	put_page(page);
}

static int toy_helpers(struct address_space *mapping, pgoff_t index)
{
	struct page *page = find_lock_page(mapping, index);

	if (!page)
		return -ENOENT;
	if (toy_is_old(page)) {
		toy_drop(page);
		return -EAGAIN;
	}
	toy_drop(page);
	return 0;
}
