/* tree: normal */
static void unmap(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep,
		  struct folio *folio, struct page *page)
{
	pte_t old = ptep_get_and_clear(vma->vm_mm, addr, ptep);

	flush_tlb_page(vma, addr);
	if (pte_dirty(old))
		folio_mark_dirty(folio);
	dec_mm_counter(vma->vm_mm, mm_counter_file(folio));
	folio_remove_rmap_pte(folio, page, vma);
	folio_put(folio);
}

static void noted(struct mmu_gather *tlb, struct vm_area_struct *vma,
		  unsigned long addr, pmd_t *pmd)
{
	pmdp_huge_get_and_clear_full(vma, addr, pmd, tlb->fullmm);
	tlb_remove_pmd_tlb_entry(tlb, pmd, addr);
}

/* What was not there is in no TLB. */
static void present(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	pte_t old = ptep_get_and_clear(vma->vm_mm, addr, ptep);

	if (pte_present(old))
		flush_tlb_page(vma, addr);
}

/* The function has looked whether there is anything to flush. */
static void counted(struct vm_area_struct *vma, unsigned long start,
		    unsigned long end, pte_t *ptep)
{
	unsigned long addr;
	int unmapped = 0;

	for (addr = start; addr < end; addr += PAGE_SIZE, ptep++) {
		ptep_get_and_clear(vma->vm_mm, addr, ptep);
		unmapped++;
	}
	if (unmapped)
		flush_tlb_range(vma, start, end);
}

/* For callers that flush the range once. */
static void one(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	ptep_get_and_clear(vma->vm_mm, addr, ptep);
}

static void all(struct vm_area_struct *vma, unsigned long start,
		unsigned long end, pte_t *ptep)
{
	one(vma, start, ptep);
	flush_tlb_range(vma, start, end);
}
