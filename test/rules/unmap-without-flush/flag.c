/* tree: normal */
static void unmap(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep,
		  struct folio *folio, struct page *page)
{
	pte_t old = ptep_get_and_clear(vma->vm_mm, addr, ptep);
	/*          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unmap-without-flush */
	/*          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the entry is cleared */

	if (pte_dirty(old))
	/*  ^^^^^^^^^^^^^^ step 2: pte_dirty(old) is false */
		folio_mark_dirty(folio);
	dec_mm_counter(vma->vm_mm, mm_counter_file(folio));
	folio_remove_rmap_pte(folio, page, vma);
	folio_put(folio);
     /* ^^^^^^^^^^^^^^^^ step 3: the path ends here */
}

static void not_noted(struct mmu_gather *tlb, struct vm_area_struct *vma,
		      unsigned long addr, pmd_t *pmd)
{
	pmd_t old = pmdp_huge_get_and_clear_full(vma, addr, pmd, tlb->fullmm);
	/*          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unmap-without-flush */
	/*          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the entry is cleared */

	toy_zapped(vma, old);
     /* ^^^^^^^^^^^^^^^^^^^^ step 2: the path ends here */
}

static void moved(struct vm_area_struct *vma, pmd_t *from, pmd_t *to)
{
	pmd_t table = *from;

	pmd_clear(from);
     /* ^^^^^^^^^^^^^^^ unmap-without-flush */
     /* ^^^^^^^^^^^^^^^ step 1: the table is taken away */
	pmd_populate(vma->vm_mm, to, pmd_pgtable(table));
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the table is put into use */
}

static void decided(struct vm_area_struct *vma, unsigned long start,
		    unsigned long end)
{
	bool force_flush = toy_change(vma, start, end);

	if (force_flush)
	/*  ^^^^^^^^^^^ unmap-without-flush */
	/*  ^^^^^^^^^^^ step 1: force_flush is true */
		toy_note(vma);
	     /* ^^^^^^^^^^^^^ step 2: the path ends here */
}
