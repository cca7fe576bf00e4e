/* tree: normal */

/* Who called drops what stands in its structure. */
static int toy_load(struct toy *toy)
{
	toy->page = alloc_page(GFP_KERNEL);
	if (!toy->page)
		return -ENOMEM;
	return toy_start(toy, toy->device);
}

/* Who gets rid of the structure drops what stands in it. */
static struct toy *toy_create(struct toy_device *device)
{
	struct toy *toy = kzalloc(sizeof(*toy), GFP_KERNEL);
	int err;

	if (!toy)
		return ERR_PTR(-ENOMEM);
	toy->page = alloc_page(GFP_KERNEL);
	if (!toy->page) {
		kfree(toy);
		return ERR_PTR(-ENOMEM);
	}
	err = toy_start(toy, device);
	if (err) {
		toy_release_pages(toy);
		kfree(toy);
		return ERR_PTR(err);
	}
	return toy;
}

/* Somebody else has it by then. */
static int toy_move(struct toy *toy, struct toy_device *device)
{
	toy->page = alloc_page(GFP_KERNEL);
	if (!toy->page)
		return -ENOMEM;
	device->page = toy->page;
	toy->page = NULL;
	if (toy_start(toy, device))
		return -EIO;
	kfree(toy);
	return 0;
}

static struct page *toy_zero;

/* A global stays. */
static int toy_init(void)
{
	toy_zero = alloc_page(GFP_KERNEL);
	if (!toy_zero)
		return -ENOMEM;
	return toy_register();
}

/* What stands beside it was there before: it says nothing of this. */
static int toy_replace(struct toy *toy)
{
	toy->page = alloc_page(GFP_KERNEL);
	if (!toy->page)
		return -ENOMEM;
	if (toy_start(toy, toy->device)) {
		__free_page(toy->old);
		return -EIO;
	}
	return 0;
}

/* Under its own name. */
static int toy_swap(struct toy *toy)
{
	struct page *page;

	toy->page = alloc_page(GFP_KERNEL);
	if (!toy->page)
		return -ENOMEM;
	page = toy->page;
	if (toy_start(toy, toy->device)) {
		toy->page = NULL;
		__free_page(page);
		return -EIO;
	}
	return 0;
}
