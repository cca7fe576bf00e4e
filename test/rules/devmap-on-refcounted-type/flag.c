/* tree: devmap */

static pte_t coherent_entry(struct page *page, pte_t entry)
{
	if (is_device_coherent_page(page))
		entry = pte_mkdevmap(entry);
		/*      ^^^^^^^^^^^^^^^^^^^ devmap-on-refcounted-type */
	return entry;
}

static vm_fault_t by_type(struct vm_fault *vmf, struct dev_pagemap *pgmap,
			  pfn_t pfn)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_COHERENT:
		return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
		/*     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ devmap-on-refcounted-type */
	case MEMORY_DEVICE_FS_DAX:
	case MEMORY_DEVICE_GENERIC:
	case MEMORY_DEVICE_PCI_P2PDMA:
		break;
	}
	return VM_FAULT_SIGBUS;
}
