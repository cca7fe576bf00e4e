/* tree: normal */
/* What was not got needs no second look. */
static struct folio *tried(pte_t *ptep)
{
	pte_t pte = ptep_get_lockless(ptep);
	struct folio *folio = pfn_folio(pte_pfn(pte));

	if (!folio_try_get(folio))
		return NULL;
	if (!pte_same(pte, ptep_get(ptep))) {
		folio_put(folio);
		return NULL;
	}
	return folio;
}

static struct page *inside(pte_t *ptep)
{
	pte_t pte = ptep_get_lockless(ptep);
	struct page *page = pte_page(pte);

	if (get_page_unless_zero(page)) {
		if (pte_same(pte, ptep_get(ptep)))
			return page;
		put_page(page);
	}
	return NULL;
}
