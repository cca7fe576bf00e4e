/* tree: normal */
static void zap(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd,
		unsigned long addr)
{
	pmd_t old = pmdp_huge_get_and_clear_full(vma, addr, pmd, tlb->fullmm);
	struct page *page = pmd_page(old);
	struct folio *folio = page_folio(page);

	tlb_remove_pmd_tlb_entry(tlb, pmd, addr);
	folio_remove_rmap_pmd(folio, page, vma);
	if (folio_test_anon(folio))
		add_mm_counter(tlb->mm, MM_ANONPAGES, -HPAGE_PMD_NR);
	else
		add_mm_counter(tlb->mm, mm_counter_file(folio), -HPAGE_PMD_NR);
	tlb_remove_page_size(tlb, page, HPAGE_PMD_SIZE);
}

/* What migrates keeps its place in the counters. */
static void migrate(struct vm_area_struct *vma, pte_t *ptep, unsigned long addr,
		    struct folio *folio, struct page *page)
{
	swp_entry_t entry = make_readable_migration_entry(page_to_pfn(page));

	ptep_clear_flush(vma, addr, ptep);
	set_pte_at(vma->vm_mm, addr, ptep, swp_entry_to_pte(entry));
	folio_remove_rmap_pte(folio, page, vma);
	folio_put(folio);
}

/* One for another: nothing changes in sum. */
static void replaced(struct vm_area_struct *vma, pte_t *ptep, unsigned long addr,
		     struct folio *old, struct folio *new, pte_t entry)
{
	if (!folio_test_anon(old)) {
		dec_mm_counter(vma->vm_mm, mm_counter_file(old));
		inc_mm_counter(vma->vm_mm, MM_ANONPAGES);
	}
	ptep_clear_flush(vma, addr, ptep);
	folio_add_new_anon_rmap(new, vma, addr, RMAP_EXCLUSIVE);
	set_pte_at(vma->vm_mm, addr, ptep, entry);
	folio_remove_rmap_pte(old, &old->page, vma);
	folio_put(old);
}

/* The number of them is counted down once, if there were any. */
static void many(struct vm_area_struct *vma, pte_t *ptep, unsigned long addr,
		 struct folio *folio)
{
	int i, nr = 0;

	for (i = 0; i < HPAGE_PMD_NR; i++) {
		if (pte_none(ptep_get(ptep + i)))
			continue;
		ptep_clear_flush(vma, addr, ptep + i);
		folio_remove_rmap_pte(folio, folio_page(folio, i), vma);
		nr++;
	}
	if (nr) {
		folio_ref_sub(folio, nr);
		add_mm_counter(vma->vm_mm, mm_counter_file(folio), -nr);
	}
}

/* Finishes what was begun elsewhere: it has no entry in hand. */
static void later(struct vm_area_struct *vma, struct folio *folio,
		  struct page *page)
{
	folio_remove_rmap_pte(folio, page, vma);
}
