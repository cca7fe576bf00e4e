/** The names of the `scheme` group: what an inventory of a conversion lists. */
import { bits, configSymbol, entryTests, makers, pfnTest } from '../analysis/dax/devmap-names.ts';
import { pagemapTypes } from '../analysis/dax/pagemap-types.ts';

/** Functions and macros that are called. */
const functions: readonly string[] = [
	'vmf_insert_mixed',
	'vmf_insert_mixed_mkwrite',
	'vmf_insert_pfn_pmd',
	'vmf_insert_pfn_pud',
	'dax_insert_pfn',
	'dax_insert_pfn_pmd',
	'dax_insert_pfn_pud',
	'vmf_insert_page_mkwrite',
	'vmf_insert_folio_pmd',
	'vmf_insert_folio_pud',
	'vm_insert_page',
	'vmf_insert_page',
	'phys_to_pfn_t',
	'__pfn_to_pfn_t',
	'pfn_to_pfn_t',
	'page_to_pfn_t',
	'pfn_t_to_page',
	'pfn_to_page',
	...entryTests,
	...makers,
	pfnTest,
	'___wait_var_event',
	'dax_wait_page_idle',
	'set_page_count',
	'folio_set_count',
	'init_page_count',
	'zone_device_page_init',
	'page_pgmap',
	'page_dev_pagemap',
	'vma_is_dax',
	'folio_is_longterm_pinnable',
	'get_page',
	'folio_get',
	'page_ref_inc',
	'folio_try_get',
	'page_folio',
	'folio_ref_count',
	'folio_mapcount',
];

/** Constants, members and configuration symbols. */
const others: readonly string[] = [
	'PFN_DEV',
	'PFN_MAP',
	'PFN_SPECIAL',
	...bits,
	configSymbol,
	...pagemapTypes,
	'VM_MIXEDMAP',
	'VM_PFNMAP',
	'_refcount',
	'pgmap',
	'FAULT_FLAG_WRITE',
];

/** Every name of the inventory. */
export const knownNames: readonly string[] = [...functions, ...others];

const functionNames = new Set(functions);

/** Whether a name is one that is called. */
export function isFunctionName(name: string): boolean {
	return functionNames.has(name);
}
