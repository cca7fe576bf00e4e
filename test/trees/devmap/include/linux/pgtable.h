/* Toy page-table header of a tree that marks DAX entries devmap. */
#ifndef _LINUX_PGTABLE_H
#define _LINUX_PGTABLE_H

#ifndef CONFIG_ARCH_HAS_PTE_DEVMAP
static inline int pmd_devmap(pmd_t entry)
{
	return 0;
}
#endif

#endif
