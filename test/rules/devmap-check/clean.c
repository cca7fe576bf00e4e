/* tree: devmap */

/* pmd_devmap(entry) in a comment is no test. */
static const char *name = "pmd_devmap(entry)";

static inline int pmd_devmap(pmd_t pmd)
{
	return pte_devmap(pmd_pte(pmd));
}

static inline int pud_devmap(pud_t pud);

struct toy_operations {
	bool (*is_devmap)(pte_t pte);
	int pmd_devmap;
};

static int member(struct toy_operations *toy)
{
	return toy->pmd_devmap;
}

#if 0
static int never_compiled(pmd_t pmd)
{
	return pmd_devmap(pmd);
}
#endif
