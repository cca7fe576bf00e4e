/* tree: normal */
static void without_counter(struct mmu_gather *tlb, struct vm_area_struct *vma,
			    pmd_t *pmd, unsigned long addr)
{
	pmd_t old = pmdp_huge_get_and_clear_full(vma, addr, pmd, tlb->fullmm);
	struct page *page = pmd_page(old);
	struct folio *folio = page_folio(page);

	tlb_remove_pmd_tlb_entry(tlb, pmd, addr);
	folio_remove_rmap_pmd(folio, page, vma);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the mapping is taken away */
	tlb_remove_page_size(tlb, page, HPAGE_PMD_SIZE);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the path ends here */
}

static void without_rmap(struct mmu_gather *tlb, struct vm_area_struct *vma,
			 pud_t *pud, unsigned long addr)
{
	pud_t old = pudp_huge_get_and_clear_full(vma, addr, pud, tlb->fullmm);
	struct page *page = pud_page(old);
	struct folio *folio = page_folio(page);

	tlb_remove_pud_tlb_entry(tlb, pud, addr);
	add_mm_counter(tlb->mm, mm_counter_file(folio), -HPAGE_PUD_NR);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: counted here */
	tlb_remove_page_size(tlb, page, HPAGE_PUD_SIZE);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the path ends here */
}

/* Split: the mapping goes and nobody drops its reference. */
static void without_release(struct vm_area_struct *vma, pud_t *pud,
			    unsigned long addr)
{
	pud_t old = pudp_huge_clear_flush(vma, addr, pud);
	struct page *page = pud_page(old);
	struct folio *folio = page_folio(page);

	folio_remove_rmap_pud(folio, page, vma);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the mapping is taken away */
	add_mm_counter(vma->vm_mm, mm_counter_file(folio), -HPAGE_PUD_NR);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the path ends here */
}

/* The page of the copy is counted, that of the original stays counted too. */
static void replaced(struct vm_area_struct *vma, pte_t *ptep, unsigned long addr,
		     struct folio *old, struct folio *new, pte_t entry)
{
	inc_mm_counter(vma->vm_mm, MM_ANONPAGES);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: counted here */
	ptep_clear_flush(vma, addr, ptep);
	folio_add_new_anon_rmap(new, vma, addr, RMAP_EXCLUSIVE);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the mapping is added */
	set_pte_at(vma->vm_mm, addr, ptep, entry);
	folio_remove_rmap_pte(old, &old->page, vma);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: the mapping is taken away */
	folio_put(old);
     /* ^^^^^^^^^^^^^^ step 4: the path ends here */
}
