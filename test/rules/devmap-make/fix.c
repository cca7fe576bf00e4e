/* tree: series */

#define _PAGE_BIT_DEVMAP	58
#define _PAGE_DIRTY	(1UL << 3)
#define TOY_CHANGE_MASK	(_PAGE_DIRTY | _PAGE_ACCESSED | _PAGE_DEVMAP)

/* Makes a devmap entry of another. */
static inline pmd_t pmd_mkdevmap(pmd_t pmd)
{
	return pmd_set_flags(pmd, _PAGE_DEVMAP);
}

static inline int pmd_trans_huge(pmd_t pmd)
{
	return (pmd_val(pmd) & (_PAGE_PSE | _PAGE_DEVMAP)) == _PAGE_PSE;
}

#ifdef CONFIG_ARCH_HAS_PTE_DEVMAP
static inline int pmd_devmap(pmd_t pmd)
{
	return !!(pmd_val(pmd) & _PAGE_DEVMAP);
}
#else
static inline int pmd_devmap(pmd_t pmd)
{
	return 0;
}
#endif

/* What the guard holds besides is not ours to remove. */
#ifdef CONFIG_ARCH_HAS_PTE_DEVMAP
static inline int toy_special(pte_t pte)
{
	return pte_special(pte);
}
#endif

static pmd_t make(pmd_t entry, pfn_t pfn)
{
	if (pfn_t_devmap(pfn))
		entry = pmd_mkdevmap(entry);
	else
		entry = pmd_mkspecial(entry);
	entry = pmd_mkdevmap(entry);
	return pmd_mkyoung(pmd_mkdevmap(entry));
}
