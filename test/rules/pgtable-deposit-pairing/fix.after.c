/* tree: series */
static void toy_map_zero(struct vm_area_struct *vma, pmd_t *pmd,
			 unsigned long addr, pmd_t entry, pgtable_t pgtable)
{
	pgtable_trans_huge_deposit(vma->vm_mm, pmd, pgtable);
	mm_inc_nr_ptes(vma->vm_mm);
	set_pmd_at(vma->vm_mm, addr, pmd, entry);
}
