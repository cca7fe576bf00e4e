/* tree: normal */
static void guarded(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d = p4d_offset(pgd, addr);
	pud_t *pud = pud_offset(p4d, addr);

	guard(spinlock)(pud_lockptr(mm, pud));
	pud_clear(pud);
}

static void scoped(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d = p4d_offset(pgd, addr);
	pud_t *pud = pud_offset(p4d, addr);

	scoped_guard(spinlock, &mm->page_table_lock)
		pud_clear(pud);
}

/* The only caller holds the lock. */
static void inner(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d = p4d_offset(pgd, addr);
	pud_t *pud = pud_offset(p4d, addr);

	pud_clear(pud);
}

static void outer(struct mm_struct *mm, unsigned long addr)
{
	spin_lock(&mm->page_table_lock);
	inner(mm, addr);
	spin_unlock(&mm->page_table_lock);
}
