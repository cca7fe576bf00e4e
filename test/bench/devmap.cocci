// The sites of the scheme group as plain matches, for comparison.
@@ expression e; @@
* \(pte_devmap\|pmd_devmap\|pud_devmap\|pgd_devmap\)(e)

@@ expression e; @@
* \(pte_mkdevmap\|pmd_mkdevmap\|pud_mkdevmap\|pfn_t_devmap\)(e)

@@ expression list es; @@
* \(vmf_insert_mixed\|vmf_insert_mixed_mkwrite\|vmf_insert_pfn_pmd\|vmf_insert_pfn_pud\)(es)
