/* tree: devmap */

static int in_conditions(pmd_t *pmd, pud_t pud, struct mm_walk *walk)
{
	pmd_t entry = pmdp_get_lockless(pmd);

	if (pmd_trans_huge(entry) || pmd_devmap(entry))
	/*                           ^^^^^^^^^^^^^^^^^ devmap-check */
		return 1;
	if (unlikely(!pud_trans_huge(pud) && !pud_devmap(pud)))
	/*                                    ^^^^^^^^^^^^^^^ devmap-check */
		return 2;
	while (pmd_present(*pmd) && pmd_devmap(*pmd))
	/*                          ^^^^^^^^^^^^^^^^ devmap-check */
		cpu_relax();
	return pmd_devmap(entry) ? 3 : 4;
	/*     ^^^^^^^^^^^^^^^^^ devmap-check */
}

/* A macro's body is code too. */
#define toy_split(area, entry)						\
	do {								\
		if (pmd_trans_huge(*(entry)) || pmd_devmap(*(entry)))	\
		/*                              ^^^^^^^^^^^^^^^^^^^^ devmap-check */ \
			toy_split_slow(area, entry);			\
	} while (0)

/* Both sides of a conditional that cannot stand one after the other. */
static bool either_side(pte_t pte, pmd_t pmd)
{
#ifdef CONFIG_TOY
	if (pte_devmap(pte)) {
	/*  ^^^^^^^^^^^^^^^ devmap-check */
#else
	if (pmd_devmap(pmd)) {
	/*  ^^^^^^^^^^^^^^^ devmap-check */
#endif
		return true;
	}
	return false;
}

static void in_assertions(pte_t pte, pgd_t pgd)
{
	VM_BUG_ON(pte_devmap(pte));
	/*        ^^^^^^^^^^^^^^^ devmap-check */
	BUILD_BUG_ON(pgd_devmap(pgd));
	/*           ^^^^^^^^^^^^^^^ devmap-check */
}

static void in_iterators(struct list_head *head)
{
	struct toy *toy;

	list_for_each_entry(toy, head, list)
		if (pmd_devmap(toy->entry))
		/*  ^^^^^^^^^^^^^^^^^^^^^^ devmap-check */
			toy->count++;
}
