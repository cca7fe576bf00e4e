/* tree: normal */
static void walked(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d = p4d_offset(pgd, addr);
	pud_t *pud = pud_offset(p4d, addr);
	spinlock_t *ptl = pud_lock(mm, pud);

	pud_clear(pud);
	spin_unlock(ptl);
}

static void asserted(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d = p4d_offset(pgd, addr);
	pud_t *pud = pud_offset(p4d, addr);

	lockdep_assert_held(&mm->page_table_lock);
	pud_clear(pud);
}

static void promised_locked(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d = p4d_offset(pgd, addr);
	pud_t *pud = pud_offset(p4d, addr);

	pud_clear(pud);
}

static void kernel(struct vm_area_struct *vma, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(&init_mm, addr);
	p4d_t *p4d = p4d_offset(pgd, addr);
	pud_t *pud = pud_offset(p4d, addr);

	pud_clear(pud);
}

/* Who gives the entry has its lock. */
static void given(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		  pmd_t entry)
{
	set_pmd_at(vma->vm_mm, addr, pmd, entry);
}

static void tried(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		  pmd_t entry)
{
	spinlock_t *ptl = pmd_trans_huge_lock(pmd, vma);

	if (!ptl)
		return;
	set_pmd_at(vma->vm_mm, addr, pmd, entry);
	spin_unlock(ptl);
}

/* Two tables may have one lock. */
static void two(struct vm_area_struct *vma, pmd_t *from, pmd_t *to,
		unsigned long addr)
{
	spinlock_t *from_ptl = pmd_lock(vma->vm_mm, from);
	spinlock_t *to_ptl = pmd_lockptr(vma->vm_mm, to);

	if (to_ptl != from_ptl)
		spin_lock_nested(to_ptl, SINGLE_DEPTH_NESTING);
	set_pmd_at(vma->vm_mm, addr, to, pmdp_huge_clear_flush(vma, addr, from));
	if (to_ptl != from_ptl)
		spin_unlock(to_ptl);
	spin_unlock(from_ptl);
}

/* Only noted that it was used. */
static void used(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr)
{
	pte_t *pte = pte_offset_map(pmd, addr);

	set_pte_at(vma->vm_mm, addr, pte, pte_mkyoung(ptep_get(pte)));
	pte_unmap(pte);
}

/* Its caller has taken the lock of the fault. */
static void finish(struct vm_fault *vmf, pte_t entry)
{
	set_pte_at(vmf->vma->vm_mm, vmf->address, vmf->pte, entry);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
}

static void fault(struct vm_fault *vmf, pte_t entry)
{
	vmf->pte = pte_offset_map_lock(vmf->vma->vm_mm, vmf->pmd, vmf->address,
				       &vmf->ptl);
	if (vmf->pte)
		finish(vmf, entry);
}
