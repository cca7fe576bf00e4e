/* tree: normal */
/* One reference for as many entries as there are pages. */
static void one_for_all(struct vm_area_struct *vma, unsigned long addr,
			pte_t *pte, struct folio *folio, struct page *page,
			int nr)
{
	folio_get(folio);
	add_mm_counter(vma->vm_mm, MM_FILEPAGES, nr);
	folio_add_file_rmap_ptes(folio, page, nr, vma);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the mapping is added */
	set_ptes(vma->vm_mm, addr, pte, folio_mk_pte(folio, vma->vm_page_prot), nr);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ map-without-accounting */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the entry is set */
}
