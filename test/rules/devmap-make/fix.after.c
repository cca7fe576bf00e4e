/* tree: series */

#define _PAGE_DIRTY	(1UL << 3)
#define TOY_CHANGE_MASK	(_PAGE_DIRTY | _PAGE_ACCESSED)

static inline int pmd_trans_huge(pmd_t pmd)
{
	return (pmd_val(pmd) & _PAGE_PSE) == _PAGE_PSE;
}

/* What the guard holds besides is not ours to remove. */
#ifdef CONFIG_ARCH_HAS_PTE_DEVMAP
static inline int toy_special(pte_t pte)
{
	return pte_special(pte);
}
#endif

static pmd_t make(pmd_t entry, pfn_t pfn)
{
	entry = pmd_mkspecial(entry);
	return pmd_mkyoung(entry);
}
