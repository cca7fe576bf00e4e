/* tree: series */
static vm_fault_t load_hole(struct vm_fault *vmf, pmd_t entry)
{
	struct vm_area_struct *vma = vmf->vma;
	pgtable_t pgtable = NULL;
	spinlock_t *ptl;

	if (arch_needs_pgtable_deposit()) {
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: arch_needs_pgtable_deposit() is true */
		pgtable = pte_alloc_one(vma->vm_mm);
		if (!pgtable)
		/*   ^^^^^^^ step 2: pgtable is not 0 */
			return VM_FAULT_OOM;
	}
	ptl = pmd_lock(vma->vm_mm, vmf->pmd);
	if (!pmd_none(*vmf->pmd))
	/*   ^^^^^^^^^^^^^^^^^^^ step 3: pmd_none(*vmf->pmd) is true */
		goto fallback;
	if (pgtable)
	/*  ^^^^^^^ step 4: pgtable is not 0 */
		pgtable_trans_huge_deposit(vma->vm_mm, vmf->pmd, pgtable);
	     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pgtable-deposit-pairing */
	     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 5: the table is deposited */
	set_pmd_at(vma->vm_mm, vmf->address, vmf->pmd, entry);
	spin_unlock(ptl);
	return VM_FAULT_NOPAGE;
     /* ^^^^^^^^^^^^^^^^^^^^^^^ step 6: the path ends here */

fallback:
	spin_unlock(ptl);
	if (pgtable)
		pte_free(vma->vm_mm, pgtable);
	return VM_FAULT_FALLBACK;
}

static void withdrawn(struct mm_struct *mm, pmd_t *pmd)
{
	pgtable_t pgtable = pgtable_trans_huge_withdraw(mm, pmd);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pgtable-deposit-pairing */
	/*                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the table is withdrawn */

	pte_free(mm, pgtable);
     /* ^^^^^^^^^^^^^^^^^^^^^ step 2: the path ends here */
}

static int lost(struct vm_area_struct *vma, pmd_t *pmd)
{
	pgtable_t pgtable = pte_alloc_one(vma->vm_mm);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: page table taken here */
	spinlock_t *ptl;

	if (!pgtable)
	/*   ^^^^^^^ step 2: pgtable is not 0 */
		return -ENOMEM;
	ptl = pmd_lock(vma->vm_mm, pmd);
	if (!pmd_none(*pmd)) {
	/*   ^^^^^^^^^^^^^^ step 3: pmd_none(*pmd) is false */
		spin_unlock(ptl);
		return -EEXIST;
	     /* ^^^^^^^^^^^^^^^ pgtable-deposit-pairing */
	     /* ^^^^^^^^^^^^^^^ step 4: the path leaves here */
	}
	pgtable_trans_huge_deposit(vma->vm_mm, pmd, pgtable);
	mm_inc_nr_ptes(vma->vm_mm);
	spin_unlock(ptl);
	return 0;
}
