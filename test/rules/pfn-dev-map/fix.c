/* tree: series */

static vm_fault_t converted(struct vm_fault *vmf, phys_addr_t phys, bool write)
{
	pfn_t pfn = phys_to_pfn_t(phys, PFN_DEV | PFN_MAP);

	return dax_insert_pfn(vmf->vma, vmf->address, pfn, write);
}

static vm_fault_t directly(struct vm_fault *vmf, phys_addr_t phys, bool write)
{
	return dax_insert_pfn_pmd(vmf, phys_to_pfn_t(phys, PFN_DEV|PFN_MAP), write);
}

/* Not yet converted: the flag still says what the insert needs. */
static vm_fault_t unconverted(struct vm_fault *vmf, phys_addr_t phys)
{
	pfn_t pfn = phys_to_pfn_t(phys, PFN_DEV | PFN_MAP);

	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}
