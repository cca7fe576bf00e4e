/* tree: normal */
static void without_rmap(struct vm_area_struct *vma, pte_t *ptep,
			 unsigned long addr, struct page *page)
{
	struct folio *folio = page_folio(page);
	pte_t entry = mk_pte(page, vma->vm_page_prot);
	/*            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the entry is made of the page */

	folio_get(folio);
	inc_mm_counter(vma->vm_mm, mm_counter_file(folio));
	set_pte_at(vma->vm_mm, addr, ptep, entry);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the entry is set */
}

static void without_counter(struct vm_area_struct *vma, pmd_t *pmd,
			    unsigned long addr, struct folio *folio)
{
	pmd_t entry = folio_mk_pmd(folio, vma->vm_page_prot);

	folio_get(folio);
	folio_add_file_rmap_pmd(folio, &folio->page, vma);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the mapping is added */
	set_pmd_at(vma->vm_mm, addr, pmd, entry);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the entry is set */
}

/* A copy of another entry's page: the reference there is not for here. */
static void without_reference(struct vm_area_struct *dst_vma,
			      struct vm_area_struct *src_vma, pte_t *dst_pte,
			      pte_t *src_pte, unsigned long addr, int *rss)
{
	pte_t pte = ptep_get(src_pte);
	struct page *page = vm_normal_page(src_vma, addr, pte);
	struct folio *folio = page_folio(page);

	folio_dup_file_rmap_pte(folio, page);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the mapping is added */
	rss[mm_counter_file(folio)]++;
	set_pte_at(dst_vma->vm_mm, addr, dst_pte, pte);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the path ends here */
}

/* One reference for many entries. */
static void without_references(struct vm_area_struct *vma, pte_t *ptep,
			       unsigned long addr, struct folio *folio, int nr)
{
	pte_t entry = folio_mk_pte(folio, vma->vm_page_prot);

	add_mm_counter(vma->vm_mm, MM_ANONPAGES, nr);
	folio_add_new_anon_rmap(folio, vma, addr, RMAP_EXCLUSIVE);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the mapping is added */
	set_ptes(vma->vm_mm, addr, ptep, entry, nr);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the entry is set */
}

/* The path of file pages has it, that of anonymous ones has not. */
static void on_one_path(struct vm_area_struct *vma, pte_t *ptep,
			unsigned long addr, struct folio *folio, bool cow)
{
	pte_t entry = folio_mk_pte(folio, vma->vm_page_prot);
	/*            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the entry is made of the page */

	if (cow)
	/*  ^^^ step 2: cow is true */
		inc_mm_counter(vma->vm_mm, MM_ANONPAGES);
	else
		inc_mm_counter(vma->vm_mm, mm_counter_file(folio));
	if (!cow)
	/*   ^^^ step 3: cow is true */
		folio_add_file_rmap_pte(folio, &folio->page, vma);
	set_pte_at(vma->vm_mm, addr, ptep, entry);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 4: the entry is set */
}

static void wrong_level(struct vm_area_struct *vma, pmd_t *pmd,
			unsigned long addr, struct folio *folio)
{
	pmd_t entry = folio_mk_pmd(folio, vma->vm_page_prot);

	folio_get(folio);
	folio_add_file_rmap_pte(folio, &folio->page, vma);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the mapping is added */
	add_mm_counter(vma->vm_mm, mm_counter_file(folio), HPAGE_PMD_NR);
	set_pmd_at(vma->vm_mm, addr, pmd, entry);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the entry is set */
}
