/* tree: normal */
static int zap(struct vm_area_struct *vma, unsigned long addr, pmd_t *pmd)
{
	if (unshare_huge_pmd(vma->vm_mm, addr, pmd))
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shared-table-flush */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the table is given up */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: unshare_huge_pmd(vma->vm_mm, addr, pmd) is true */
		return 1;
	     /* ^^^^^^^^^ step 3: the path ends here */
	return 0;
}

/* One page is not the range. */
static void one_page(struct vm_area_struct *vma, unsigned long addr, pte_t *pte)
{
	if (huge_pmd_unshare(vma->vm_mm, vma, &addr, pte))
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shared-table-flush */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the table is given up */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: huge_pmd_unshare(vma->vm_mm, vma, &addr, pte) is true */
		flush_tlb_page(vma, addr);
	     /* ^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: the path ends here */
}

static void on_one_path(struct mmu_gather *tlb, struct vm_area_struct *vma,
			unsigned long addr, pte_t *pte, bool last)
{
	if (!huge_pmd_unshare(tlb, vma, addr, pte))
	/*   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shared-table-flush */
	/*   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the table is given up */
	/*   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: huge_pmd_unshare(tlb, vma, addr, pte) is true */
		return;
	if (last)
	/*  ^^^^ step 3: last is false */
	/*  ^^^^ step 4: the path ends here */
		huge_pmd_unshare_flush(tlb, vma);
}
