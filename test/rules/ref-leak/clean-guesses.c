/* tree: normal */

/* What a readahead adds to the page cache it drops itself. */
static void toy_readahead(struct readahead_control *ractl, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		struct folio *folio = folio_alloc(GFP_KERNEL, 0);

		if (!folio)
			break;
		if (filemap_add_folio(ractl->mapping, folio, i, GFP_KERNEL) < 0) {
			folio_put(folio);
			break;
		}
		ractl->_nr_pages++;
	}
}

/* Who fails takes it back and drops it; who succeeds leaves it there. */
static int toy_add(struct toy *toy)
{
	struct page *page = alloc_page(GFP_KERNEL);
	int err;

	if (!page)
		return -ENOMEM;
	err = toy_insert(toy, page);
	if (err) {
		put_page(page);
		return err;
	}
	err = toy_start(toy);
	if (err) {
		toy_remove(toy, page);
		put_page(page);
		return err;
	}
	return 0;
}

/* A structure carries the page on to who drops it. */
static int toy_truncate(struct inode *inode, pgoff_t index)
{
	struct toy_position position;
	struct page *page = alloc_page(GFP_KERNEL);
	int err;

	if (!page)
		return -ENOMEM;
	if (index == 0) {
		__free_page(page);
		return 0;
	}
	toy_set_position(&position, inode, page);
	err = toy_find(&position, index);
	if (err)
		return err;
	toy_put_position(&position);
	return 0;
}

/* A helper drops it on some of its paths, and nothing tells on which. */
static int toy_convert(struct toy *toy, struct page *page)
{
	int err = toy_check(toy);

	if (toy->is_broken) {
		put_page(page);
		return err;
	}
	return toy_write(toy);
}

static int toy_make_room(struct toy *toy)
{
	struct page *page = alloc_page(GFP_KERNEL);
	int err;

	if (!page)
		return -ENOMEM;
	if (toy_has_room(toy)) {
		__free_page(page);
		return 0;
	}
	err = toy_convert(toy, page);
	if (err)
		return err;
	__free_page(page);
	return 0;
}

/* One element is dropped by its number: which are left is not known. */
static int toy_walk(struct toy *toy, int depth)
{
	struct page *pages[4];
	int i;

	for (i = 0; i < depth; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		if (!pages[i])
			goto release;
		toy->current_page = pages[i];
	}
	return 0;
release:
	if (i > 1)
		put_page(pages[0]);
	return -ENOMEM;
}

/* Who drops the structure drops what is in it. */
static int toy_open(struct toy *toy)
{
	struct toy_place place;

	place.page = alloc_page(GFP_KERNEL);
	if (!place.page)
		return -ENOMEM;
	if (toy->is_small) {
		__free_page(place.page);
		return 0;
	}
	if (toy_fill(toy)) {
		toy_put_place(&place);
		return -EIO;
	}
	toy_put_place(&place);
	return 0;
}
