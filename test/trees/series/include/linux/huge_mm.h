/* Toy huge page header with the functions of the series. */
vm_fault_t dax_insert_pfn_pmd(struct vm_fault *vmf, pfn_t frame, bool may_write);
vm_fault_t dax_insert_pfn_pud(struct vm_fault *vmf, pfn_t frame, bool may_write);
