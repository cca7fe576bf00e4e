/* tree: series */
static void on_error(struct vm_area_struct *vma, spinlock_t *ptl)
{
	spin_unlock(ptl);
	mm_put_huge_zero_folio(vma->vm_mm);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ huge-zero-lifetime */
}
