/* tree: normal */
static void by_index(struct mmu_gather *tlb, struct vm_area_struct *vma,
		     pte_t *p, unsigned long addr, struct folio *folio,
		     struct page *page, int *rss)
{
	int index = mm_counter(folio);

	ptep_get_and_clear_full(vma->vm_mm, addr, p, tlb->fullmm);
	tlb_remove_tlb_entry(tlb, p, addr);
	rss[index]--;
	folio_remove_rmap_pte(folio, page, vma);
	__tlb_remove_page(tlb, page, false);
}

static void by_choice(struct mmu_gather *tlb, struct vm_area_struct *vma,
		      pte_t *p, unsigned long addr, struct folio *folio,
		      struct page *page, int *rss)
{
	ptep_get_and_clear_full(vma->vm_mm, addr, p, tlb->fullmm);
	tlb_remove_tlb_entry(tlb, p, addr);
	rss[folio_test_anon(folio) ? MM_ANONPAGES : mm_counter_file(folio)]--;
	folio_remove_rmap_pte(folio, page, vma);
	__tlb_remove_page(tlb, page, false);
}
