/* tree: normal */
static int fast_leaf(pmd_t orig, pmd_t *pmdp, unsigned int flags,
		     struct page **pages, int *nr)
{
	struct page *page = pmd_page(orig);
	struct folio *folio = try_grab_folio_fast(page, 1, flags);

	if (!folio)
		return 0;
	if (unlikely(pmd_val(orig) != pmd_val(*pmdp))) {
		gup_put_folio(folio, 1, flags);
		return 0;
	}
	pages[(*nr)++] = page;
	return 1;
}

/* Under the lock one look is enough. */
static struct page *locked(struct vm_area_struct *vma, pmd_t *pmdp,
			   unsigned long addr, unsigned int flags)
{
	spinlock_t *ptl;
	pte_t *ptep = pte_offset_map_lock(vma->vm_mm, pmdp, addr, &ptl);
	struct page *page = vm_normal_page(vma, addr, ptep_get(ptep));

	if (page && !get_page_unless_zero(page))
		page = NULL;
	pte_unmap_unlock(ptep, ptl);
	return page;
}
