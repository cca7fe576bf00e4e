/* tree: normal */
static int under_rwsem(struct address_space *mapping, pmd_t *pmdp)
{
	i_mmap_lock_write(mapping);
	if (page_count(virt_to_page(pmdp)) == 1) {
		i_mmap_unlock_write(mapping);
		return 0;
	}
	put_page(virt_to_page(pmdp));
	i_mmap_unlock_write(mapping);
	return 1;
}

static int annotated(struct mm_struct *mm, pmd_t *pmdp)
	__must_hold(&mm->page_table_lock)
{
	if (page_count(virt_to_page(pmdp)) == 1)
		return 0;
	put_page(virt_to_page(pmdp));
	return 1;
}

static int inner(pmd_t *pmdp)
{
	if (page_count(virt_to_page(pmdp)) == 1)
		return 0;
	put_page(virt_to_page(pmdp));
	return 1;
}

static int outer(struct mm_struct *mm, pmd_t *pmdp)
{
	int shared;

	spin_lock(&mm->page_table_lock);
	shared = inner(pmdp);
	spin_unlock(&mm->page_table_lock);
	return shared;
}
