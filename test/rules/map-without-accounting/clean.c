/* tree: normal */
static void all_four(struct vm_area_struct *vma, pte_t *ptep,
		     unsigned long addr, struct page *page)
{
	struct folio *folio = page_folio(page);

	folio_get(folio);
	inc_mm_counter(vma->vm_mm, mm_counter_file(folio));
	folio_add_file_rmap_pte(folio, page, vma);
	set_pte_at(vma->vm_mm, addr, ptep, mk_pte(page, vma->vm_page_prot));
}

/* The reverse mapping after the entry, the counter before it. */
static void in_another_order(struct vm_area_struct *vma, pmd_t *pmd,
			     unsigned long addr, struct folio *folio)
{
	pmd_t entry = folio_mk_pmd(folio, vma->vm_page_prot);

	folio_get(folio);
	add_mm_counter(vma->vm_mm, mm_counter_file(folio), HPAGE_PMD_NR);
	set_pmd_at(vma->vm_mm, addr, pmd, entry);
	folio_add_file_rmap_pmd(folio, &folio->page, vma);
}

/* Nothing counts the zero page, nor what is special. */
static void zero(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		 struct folio *zero_folio)
{
	pmd_t entry = pmd_mkhuge(mk_pmd(&zero_folio->page, vma->vm_page_prot));

	set_pmd_at(vma->vm_mm, addr, pmd, entry);
}

static void special(struct vm_area_struct *vma, pte_t *ptep,
		    unsigned long addr, struct page *page)
{
	set_pte_at(vma->vm_mm, addr, ptep,
		   pte_mkspecial(mk_pte(page, vma->vm_page_prot)));
}

/* The kernel's own tables have no counters. */
static void kernel(struct vm_area_struct *vma, pte_t *ptep, struct page *page)
{
	set_pte_at(&init_mm, vma->vm_start, ptep, mk_pte(page, PAGE_KERNEL));
}

/* It moves, and stays mapped. */
static void moved(struct vm_area_struct *vma, pte_t *ptep, unsigned long addr,
		  struct folio *folio)
{
	pte_t entry = folio_mk_pte(folio, vma->vm_page_prot);

	folio_move_anon_rmap(folio, vma);
	set_pte_at(vma->vm_mm, addr, ptep, entry);
}

/* Its callers count for it, on every path. */
static void helper(struct vm_area_struct *vma, pte_t *ptep, unsigned long addr,
		   struct folio *folio)
{
	folio_get(folio);
	folio_add_file_rmap_pte(folio, &folio->page, vma);
	set_pte_at(vma->vm_mm, addr, ptep,
		   folio_mk_pte(folio, vma->vm_page_prot));
}

static void caller(struct vm_area_struct *vma, pte_t *ptep, unsigned long addr,
		   struct folio *folio)
{
	helper(vma, ptep, addr, folio);
	inc_mm_counter(vma->vm_mm, mm_counter_file(folio));
}

/* What may fail to share the mapping has not added one then. */
static int copied(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma,
		  pte_t *dst_pte, pte_t *src_pte, unsigned long addr, int *rss)
{
	pte_t pte = ptep_get(src_pte);
	struct page *page = vm_normal_page(src_vma, addr, pte);
	struct folio *folio;

	if (!page)
		goto set;
	folio = page_folio(page);
	folio_get(folio);
	if (folio_try_dup_anon_rmap_pte(folio, page, src_vma)) {
		folio_put(folio);
		return -EAGAIN;
	}
	rss[MM_ANONPAGES]++;
set:
	set_pte_at(dst_vma->vm_mm, addr, dst_pte, pte);
	return 0;
}
