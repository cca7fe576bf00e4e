/* tree: series */
static void toy_mmput(struct mm_struct *mm)
{
	exit_mmap(mm);
	mm_put_huge_zero_folio(mm);
	mmdrop(mm);
}

static struct folio *get(struct mm_struct *mm)
{
	return mm_get_huge_zero_folio(mm);
}
