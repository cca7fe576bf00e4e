/* tree: normal */

static int toy_fill(struct toy *toy, int n)
{
	struct page **pages = kcalloc(n, sizeof(*pages), GFP_KERNEL);
	struct page *page;
	int i, err = 0;

	if (!pages)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		page = alloc_page(GFP_KERNEL);
		if (!page) {
			err = -ENOMEM;
			goto out;
		}
		pages[i] = page;
	}
	toy_copy(toy, pages, n);
out:
	while (i--)
		put_page(pages[i]);
	kfree(pages);
	return err;
}

/* Gaps are skipped. */
static int toy_gaps(struct toy *toy, int n)
{
	struct folio *folios[TOY_MOST] = {};
	int i, err = 0;

	for (i = 0; i < n; i++) {
		folios[i] = folio_alloc(GFP_KERNEL, 0);
		if (!folios[i]) {
			err = -ENOMEM;
			break;
		}
	}
	for (i = 0; i < n; i++) {
		if (!folios[i])
			break;
		folio_put(folios[i]);
	}
	return err;
}

/* The array is the caller's, or somebody's who was given it. */
static int toy_lent(struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		if (!pages[i])
			return i;
	}
	return n;
}

static int toy_shared(struct toy *toy, int n)
{
	struct page **pages = kcalloc(n, sizeof(*pages), GFP_KERNEL);
	int i;

	if (!pages)
		return -ENOMEM;
	toy->pages = pages;
	for (i = 0; i < n; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		if (!pages[i])
			return -ENOMEM;
	}
	return 0;
}

/* A helper that drops every element. */
static void toy_put_all(struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++)
		put_page(pages[i]);
}

static int toy_helped(struct toy *toy, int n)
{
	struct page *pages[TOY_MOST];
	int i, err = 0;

	for (i = 0; i < n; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		if (!pages[i]) {
			err = -ENOMEM;
			break;
		}
	}
	toy_put_all(pages, i);
	return err;
}

/* A helper that keeps what it is given. */
static void toy_keep(struct toy *toy, struct folio *folio)
{
	toy->page = &folio->page;
}

static int toy_kept(struct toy *toy, struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	if (toy_check(mapping)) {
		folio_put(folio);
		return -EIO;
	}
	toy_keep(toy, folio);
	return 0;
}
