/* tree: normal */
static int fast_leaf(pmd_t orig, pmd_t *pmdp, unsigned int flags,
		     struct page **pages, int *nr)
{
	struct page *page = pmd_page(orig);
	struct folio *folio = try_grab_folio_fast(page, 1, flags);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gup-fast-revalidate */
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the reference is taken here */

	if (!folio)
	/*   ^^^^^ step 2: folio is not NULL */
		return 0;
	pages[(*nr)++] = page;
	return 1;
     /* ^^^^^^^^^ step 3: the path ends here */
}

/* It has looked, and kept the page. */
static int kept(pmd_t *pmdp, unsigned long addr, unsigned int flags,
		struct page **pages, int *nr)
{
	pte_t *ptep = pte_offset_map(pmdp, addr);
	pte_t pte = ptep_get_lockless(ptep);
	struct page *page = pte_page(pte);
	struct folio *folio = try_grab_folio_fast(page, 1, flags);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gup-fast-revalidate */
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the reference is taken here */

	if (!folio)
	/*   ^^^^^ step 2: folio is not NULL */
		return 0;
	if (pte_val(pte) != pte_val(ptep_get(ptep)))
	/*  ^^^^^^^^^^^^ step 3: the entry is read again */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 4: pte_val(pte) != pte_val(ptep_get(ptep)) */
		return 0;
	     /* ^^^^^^^^^ step 5: the path ends here */
	pages[(*nr)++] = page;
	return 1;
}
