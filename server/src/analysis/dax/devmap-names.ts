/** Names that exist for devmap page-table entries and nothing else: what patch 13 of the series removes. */

/** Functions and macros that make a devmap entry of another. */
export const makers = ['pte_mkdevmap', 'pmd_mkdevmap', 'pud_mkdevmap', 'hash__pmd_mkdevmap', 'radix__pmd_mkdevmap', 'radix__pud_mkdevmap'] as const;

/** Tests of an entry. */
export const entryTests = ['pte_devmap', 'pmd_devmap', 'pud_devmap', 'pgd_devmap'] as const;

/** Whether a name is one of them. */
export function isEntryTest(name: string): boolean {
	return (entryTests as readonly string[]).includes(name);
}

/** The test of a pfn. */
export const pfnTest = 'pfn_t_devmap';

/** The page-table bit, in the spellings of the architectures. */
export const bits = ['_PAGE_DEVMAP', '_PAGE_BIT_DEVMAP', '_PAGE_DEVMAP_SHIFT', 'PTE_DEVMAP'] as const;

/** The configuration symbol, as Kconfig and as C spell it. */
export const symbol = 'ARCH_HAS_PTE_DEVMAP';
export const configSymbol = `CONFIG_${symbol}`;

const defined: ReadonlySet<string> = new Set([...makers, ...entryTests, pfnTest, ...bits, '__HAVE_ARCH_PTE_DEVMAP']);

/** Whether a name is one of them, so that its own definition is no use of it. */
export function isDevmapName(name: string): boolean {
	return defined.has(name);
}
