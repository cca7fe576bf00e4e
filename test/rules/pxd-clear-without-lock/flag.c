/* tree: normal */
static void walked(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d = p4d_offset(pgd, addr);
	pud_t *pud = pud_offset(p4d, addr);
	/*           ^^^^^^^^^^^^^^^^^^^^^ step 1: found here */

	pud_clear(pud);
     /* ^^^^^^^^^^^^^^ pxd-clear-without-lock */
     /* ^^^^^^^^^^^^^^ step 2: the table is taken away */
}

static void mapped(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		   pte_t entry)
{
	pte_t *pte = pte_offset_map(pmd, addr);
	/*           ^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: found here */

	if (!pte)
	/*   ^^^ step 2: pte is not NULL */
		return;
	set_pte_at(vma->vm_mm, addr, pte, entry);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pxd-clear-without-lock */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: the entry is set */
	pte_unmap(pte);
}

static void dropped(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		    pmd_t entry)
{
	spinlock_t *ptl = pmd_lockptr(vma->vm_mm, pmd);

	if (!pmd_none(*pmd))
	/*   ^^^^^^^^^^^^^^ step 1: pmd_none(*pmd) is true */
		goto out;
	set_pmd_at(vma->vm_mm, addr, pmd, entry);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pxd-clear-without-lock */
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: the entry is set */
out:
	spin_unlock(ptl);
     /* ^^^^^^^^^^^^^^^^ step 3: the lock is dropped */
}

/* Dropped so that it may sleep, and not taken again. */
static void not_again(struct vm_fault *vmf, pmd_t entry)
{
	struct vm_area_struct *vma = vmf->vma;
	spinlock_t *ptl = pmd_lock(vma->vm_mm, vmf->pmd);

	if (toy_must_wait(vmf)) {
	/*  ^^^^^^^^^^^^^^^^^^ step 1: toy_must_wait(vmf) is true */
		spin_unlock(ptl);
	     /* ^^^^^^^^^^^^^^^^ step 2: the lock is dropped */
		toy_wait(vmf);
		set_pmd_at(vma->vm_mm, vmf->address, vmf->pmd, entry);
	     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pxd-clear-without-lock */
	     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 3: the entry is set */
		spin_unlock(ptl);
	     /* ^^^^^^^^^^^^^^^^ step 4: the lock is dropped */
		return;
	}
	spin_unlock(ptl);
}
