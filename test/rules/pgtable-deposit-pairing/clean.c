/* tree: series */
static vm_fault_t load_hole(struct vm_fault *vmf, pmd_t entry)
{
	struct vm_area_struct *vma = vmf->vma;
	pgtable_t pgtable = NULL;
	spinlock_t *ptl;

	if (arch_needs_pgtable_deposit()) {
		pgtable = pte_alloc_one(vma->vm_mm);
		if (!pgtable)
			return VM_FAULT_OOM;
	}
	ptl = pmd_lock(vma->vm_mm, vmf->pmd);
	if (!pmd_none(*vmf->pmd))
		goto fallback;
	if (pgtable) {
		pgtable_trans_huge_deposit(vma->vm_mm, vmf->pmd, pgtable);
		mm_inc_nr_ptes(vma->vm_mm);
	}
	set_pmd_at(vma->vm_mm, vmf->address, vmf->pmd, entry);
	spin_unlock(ptl);
	return VM_FAULT_NOPAGE;

fallback:
	spin_unlock(ptl);
	if (pgtable)
		pte_free(vma->vm_mm, pgtable);
	return VM_FAULT_FALLBACK;
}

static void zap(struct mm_struct *mm, pmd_t *pmd)
{
	pgtable_t pgtable = pgtable_trans_huge_withdraw(mm, pmd);

	pte_free(mm, pgtable);
	mm_dec_nr_ptes(mm);
}

/* From one entry to another of the same mm. */
static void moved(struct mm_struct *mm, pmd_t *from, pmd_t *to)
{
	pgtable_t pgtable = pgtable_trans_huge_withdraw(mm, from);

	pgtable_trans_huge_deposit(mm, to, pgtable);
}

/* It is put into use. */
static void split(struct vm_area_struct *vma, pmd_t *pmd)
{
	pgtable_t pgtable = pgtable_trans_huge_withdraw(vma->vm_mm, pmd);

	pmd_populate(vma->vm_mm, pmd, pgtable);
}

/* The mm counted the table that the huge entry takes the place of. */
static void collapse(struct vm_area_struct *vma, pmd_t *pmd, pmd_t old)
{
	pgtable_t pgtable = pmd_pgtable(old);

	pgtable_trans_huge_deposit(vma->vm_mm, pmd, pgtable);
}

/* Its caller counts. */
static void deposit(struct vm_fault *vmf, pgtable_t pgtable)
{
	pgtable_trans_huge_deposit(vmf->vma->vm_mm, vmf->pmd, pgtable);
}

static void counted(struct vm_fault *vmf, pgtable_t pgtable)
{
	deposit(vmf, pgtable);
	mm_inc_nr_ptes(vmf->vma->vm_mm);
}
