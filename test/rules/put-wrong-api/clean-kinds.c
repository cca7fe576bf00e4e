/* tree: normal */
/* effects: mm,core */

/* A folio's release of a folio. */
static int toy_fold(struct address_space *mapping, unsigned long index)
{
	struct folio *folio = filemap_get_folio(mapping, index);

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	folio_put(folio);
	return 0;
}

/* A user of an mm. */
static int toy_count(struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);

	if (!mm)
		return -ESRCH;
	toy_walk(task);
	mmput(mm);
	return 0;
}

/* A pin on one page. */
static int toy_poke(unsigned long start)
{
	struct page *page;

	if (pin_user_pages_fast(start, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	toy_touch();
	unpin_user_page(page);
	return 0;
}

/* A reference on a page. */
static int toy_see(struct address_space *mapping, unsigned long index)
{
	struct page *page = find_get_page(mapping, index);

	if (!page)
		return -ENOENT;
	toy_touch();
	put_page(page);
	return 0;
}

/* The platform device is a device, and its node a handle. */
static int toy_probe(struct device_node *parent)
{
	struct device_node *node = of_get_next_child(parent, NULL);

	if (!node)
		return -ENODEV;
	toy_touch();
	fwnode_handle_put(of_fwnode_handle(node));
	return 0;
}

/* An object may hold two kinds at once: a reference and a runtime PM count. */
static int toy_run(struct device_node *node)
{
	struct platform_device *pdev = of_find_device_by_node(node);
	int err;

	if (!pdev)
		return -ENODEV;
	err = pm_runtime_resume_and_get(&pdev->dev);
	if (err < 0) {
		put_device(&pdev->dev);
		return err;
	}
	toy_touch();
     /* ^^^^^^^^ state: live 1 pdev */
	pm_runtime_put(&pdev->dev);
	put_device(&pdev->dev);
	return 0;
}
