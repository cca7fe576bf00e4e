/* tree: series */

#define _PAGE_DEVMAP	(1UL << 58)
/*      ^^^^^^^^^^^^ devmap-make */
#define TOY_CHANGE_MASK	(_PAGE_DIRTY | _PAGE_DEVMAP)
/*                                     ^^^^^^^^^^^^ devmap-make */

pte_t pte_mkdevmap(pte_t pte);
/*    ^^^^^^^^^^^^ devmap-make */

static inline int pte_devmap(pte_t pte)
/*                ^^^^^^^^^^ devmap-make */
{
	return (pte_flags(pte) & _PAGE_DEVMAP) == _PAGE_DEVMAP;
}

#ifdef CONFIG_ARCH_HAS_PTE_DEVMAP
/*     ^^^^^^^^^^^^^^^^^^^^^^^^^^ devmap-make */
static void toy_devmap_test(pte_t pte)
{
	WARN_ON(!pte_present(pte_mkdevmap(pte)));
	/*                   ^^^^^^^^^^^^ devmap-make */
}
#endif

static pmd_t make(pmd_t entry, pfn_t pfn)
{
	if (pfn_t_devmap(pfn))
	/*  ^^^^^^^^^^^^ devmap-make */
		entry = pmd_mkdevmap(entry);
		/*      ^^^^^^^^^^^^ devmap-make */
	return entry;
}
