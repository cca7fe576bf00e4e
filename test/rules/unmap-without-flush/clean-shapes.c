/* tree: normal */
static void swapped(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep,
		    pte_t old)
{
	if (is_swap_pte(old)) {
		old = ptep_get_and_clear(vma->vm_mm, addr, ptep);
		free_swap_and_cache(pte_to_swp_entry(old));
	}
}

static int put_back(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	pte_t orig = ptep_get_and_clear(vma->vm_mm, addr, ptep);

	if (toy_busy(vma)) {
		set_pte_at(vma->vm_mm, addr, ptep, orig);
		return -EBUSY;
	}
	flush_tlb_page(vma, addr);
	return 0;
}

static bool clear_range(struct vm_area_struct *vma, pte_t *pte,
			unsigned long addr, unsigned long end)
{
	bool any = false;

	for (; addr < end; addr += PAGE_SIZE, pte++)
		any |= pte_present(ptep_get_and_clear(vma->vm_mm, addr, pte));
	return any;
}

static void caller(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
		   unsigned long end)
{
	if (clear_range(vma, pte, addr, end))
		flush_tlb_range(vma, addr, end);
}
