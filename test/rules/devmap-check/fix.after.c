/* tree: devmap */

static int operands(pmd_t entry, pud_t pud, int flags)
{
	if (pmd_trans_huge(entry))
		return 1;
	if (is_swap_pmd(entry) || pmd_trans_huge(entry)) {
		return 2;
	}
	if (!pmd_none(entry) && flags)
		return 3;
	if (unlikely(!pud_trans_huge(pud)))
		return 4;
	if ((flags & 1 && !pmd_write(entry)) || flags & 2)
		return 5;
	if (flags || !flags)
		return 6;
	if (!pmd_write(entry))
		return 7;
	return 0;
}

static int statements(pte_t pte, pmd_t pmd, struct page *page, int flags)
{
	WARN_ON(!pmd_trans_huge(pmd));
	VM_BUG_ON(!pmd_present(pmd));

	if (unlikely(!page)) {
		return -2;
	}

	flags |= 2;
	toy_finish(pte);

	if (flags & 8)
		return 8;
	else
		return 9;
}

/* Where DAX was kept out, the area answers. */
static int keep_out(struct vm_fault *vmf, pmd_t entry)
{
	if (!pmd_present(entry) || vma_is_dax(vmf->vma))
		goto out;
	return 1;
out:
	return 0;
}

static int two_areas(struct vm_area_struct *dst_vma,
		     struct vm_area_struct *src_vma, pmd_t *src_pmd)
{
	int err = 0;

	for (;;) {
		if (vma_is_dax(src_vma)) {
			spin_unlock(src_vma->lock);
			err = -ENOENT;
			break;
		}
	}
	return err;
}

static unsigned int shift_of(struct vm_area_struct *vma, pud_t *pud)
{
	if (pud_trans_huge(*pud))
		return PUD_SHIFT;
	return 0;
}

/* A DAX page is an ordinary page then, and may be returned. */
static struct page *page_of(struct vm_area_struct *vma, pmd_t pmd)
{
	return pmd_page(pmd);
}

#define toy_split(area, entry)						\
	do {								\
		pmd_t *____entry = (entry);				\
		if (is_swap_pmd(*____entry) || pmd_trans_huge(*____entry))	\
			toy_split_slow(area, ____entry);		\
	} while (0)

/* A fix that would cut a conditional in two is none. */
static bool either_side(pte_t pte, pmd_t pmd)
{
#ifdef CONFIG_TOY
	if (pte_devmap(pte)) {
#else
	if (pmd_devmap(pmd)) {
#endif
		return true;
	}
	return false;
}

static int on_one_line(pmd_t pmd)
{
	toy_page();
	/* an ordinary page */
	toy_page();
	return 0;
}

/* What must stand or run stays. */
static int keeps(pmd_t pmd, int a, int x)
{
	if ((x = toy_read()) && pmd_devmap(pmd))
		return 1;
	if (pmd_devmap(pmd)) {
out:
		return 2;
	}
	if (a
#ifdef CONFIG_TOY
	    || pmd_devmap(pmd)
#endif
	   )
		goto out;
	return x;
}
