/* tree: normal */

/* The same question has the same answer. */
static int toy_flag(struct address_space *mapping, pgoff_t index, unsigned int flags)
{
	struct page *page = NULL;
	int err;

	if (flags & TOY_WANT)
		page = find_get_page(mapping, index);
	err = toy_check(mapping);
	if (page)
		put_page(page);
	return err;
}

static int toy_bool(struct folio *folio, struct toy *toy)
{
	bool held = folio_try_get(folio);
	int err;

	if (!held)
		return -EAGAIN;
	err = toy_use(toy);
	if (held)
		folio_put(folio);
	return err;
}

/* A constant that was set is still set. */
static vm_fault_t toy_constant(struct address_space *mapping, pgoff_t index, struct vm_fault *vmf)
{
	vm_fault_t ret = VM_FAULT_LOCKED;
	struct page *page = find_get_page(mapping, index);

	if (!page)
		return VM_FAULT_OOM;
	if (toy_check(mapping)) {
		ret = VM_FAULT_SIGBUS;
		goto out;
	}
	vmf->page = page;
out:
	if (ret != VM_FAULT_LOCKED)
		put_page(page);
	return ret;
}

/* Only what is not the other one is dropped. */
static void toy_other(struct address_space *mapping, pgoff_t index, struct page *other)
{
	struct page *page = other;

	if (index != other->index)
		page = find_get_page(mapping, index);
	if (!page)
		return;
	toy_use(page);
	if (page != other)
		put_page(page);
}

/* What does not return leaks nothing. */
static void toy_stop(struct address_space *mapping, pgoff_t index)
{
	struct page *page = find_get_page(mapping, index);

	BUG_ON(!page);
	if (toy_check(mapping))
		panic("toy");
	put_page(page);
}

/* Of a conditional one side is built. */
static int toy_config(struct address_space *mapping, pgoff_t index)
{
	struct page *page = find_get_page(mapping, index);

	if (!page)
		return -ENOENT;
#ifdef CONFIG_TOY
	toy_use(page);
	put_page(page);
#else
	put_page(page);
#endif
	return 0;
}
