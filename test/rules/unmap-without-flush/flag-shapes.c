/* tree: normal */
static void moved(struct mm_struct *mm, struct vm_area_struct *vma, pud_t *old,
		  pud_t *new)
{
	pud_t pud = *old;

	pud_clear(old);
     /* ^^^^^^^^^^^^^^ unmap-without-flush */
     /* ^^^^^^^^^^^^^^ step 1: the table is taken away */
	pud_populate(mm, new, pud_pgtable(pud));
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the table is put into use */
}
