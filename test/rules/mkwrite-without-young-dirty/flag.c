/* tree: series */
static void made(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
		 unsigned long pfn, bool mkwrite)
{
	pte_t entry = pfn_pte(pfn, vma->vm_page_prot);
	/*            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the entry is made */

	if (mkwrite)
	/*  ^^^^^^^ step 2: mkwrite is true */
		entry = maybe_mkwrite(entry, vma);
		/*      ^^^^^^^^^^^^^^^^^^^^^^^^^ mkwrite-without-young-dirty */
		/*      ^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: made writable */
	set_pte_at(vma->vm_mm, addr, pte, entry);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 4: the entry is set */
}

static void in_one(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		   unsigned long pfn)
{
	set_pmd_at(vma->vm_mm, addr, pmd,
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: the entry is set */
		   maybe_pmd_mkwrite(pmd_mkhuge(pfn_pmd(pfn, vma->vm_page_prot)), vma));
		/* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mkwrite-without-young-dirty */
		   /*                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the entry is made */
		/* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: made writable */
}

static void upgraded(struct vm_area_struct *vma, pud_t *pud, unsigned long addr)
{
	pud_t entry = maybe_pud_mkwrite(*pud, vma);
	/*            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mkwrite-without-young-dirty */
	/*            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: made writable */

	if (pudp_set_access_flags(vma, addr, pud, entry, 1))
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the entry is set */
		update_mmu_cache_pud(vma, addr, pud);
}
