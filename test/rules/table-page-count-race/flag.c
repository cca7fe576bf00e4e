/* tree: normal */
static int give_up(struct mm_struct *mm, pmd_t *pmdp)
{
	WARN_ON(page_count(virt_to_page(pmdp)) == 0);
	if (page_count(virt_to_page(pmdp)) == 1)
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ table-page-count-race */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: asked here */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: page_count(virt_to_page(pmdp)) != 1 */
		return 0;
	put_page(virt_to_page(pmdp));
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: dropped here */
	return 1;
}

static void by_variable(pmd_t *pmdp)
{
	struct page *page = virt_to_page(pmdp);

	if (page_ref_count(page) > 1)
	/*  ^^^^^^^^^^^^^^^^^^^^ table-page-count-race */
	/*  ^^^^^^^^^^^^^^^^^^^^ step 1: asked here */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^ step 2: page_ref_count(page) > 1 */
		put_page(page);
	     /* ^^^^^^^^^^^^^^ step 3: dropped here */
}
