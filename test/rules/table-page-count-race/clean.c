/* tree: normal */
static int under_lock(struct mm_struct *mm, pmd_t *pmdp)
{
	spinlock_t *ptl = pmd_lock(mm, pmdp);
	int shared = 0;

	if (page_count(virt_to_page(pmdp)) > 1) {
		put_page(virt_to_page(pmdp));
		shared = 1;
	}
	spin_unlock(ptl);
	return shared;
}

static int asserted(struct address_space *mapping, pmd_t *pmdp)
{
	i_mmap_assert_write_locked(mapping);
	if (page_count(virt_to_page(pmdp)) == 1)
		return 0;
	put_page(virt_to_page(pmdp));
	return 1;
}

/* A warning decides nothing. */
static void warned(pmd_t *pmdp)
{
	WARN_ON(page_count(virt_to_page(pmdp)) == 0);
	put_page(virt_to_page(pmdp));
}

static int by_variable(struct mm_struct *mm, pmd_t *pmdp)
{
	struct page *page = virt_to_page(pmdp);
	spinlock_t *ptl = pmd_lock(mm, pmdp);

	if (page_ref_count(page) > 1)
		put_page(page);
	spin_unlock(ptl);
	return 0;
}

/* It is put in any case. */
static void counted(pmd_t *pmdp)
{
	if (page_count(virt_to_page(pmdp)) == 1)
		toy_last_one(pmdp);
	put_page(virt_to_page(pmdp));
}

/* Two tables. */
static void other(pmd_t *one, pmd_t *two)
{
	if (page_count(virt_to_page(one)) == 1)
		put_page(virt_to_page(two));
}
