/* tree: devmap */

/* Device memory without a struct page, into an area of the driver's own: nothing is there to count. */
static vm_fault_t raw_pfn(struct vm_fault *vmf, unsigned long frame)
{
	return vmf_insert_mixed(vmf->vma, vmf->address,
				__pfn_to_pfn_t(frame, PFN_DEV));
}

static vm_fault_t raw_pfn_by_variable(struct vm_fault *vmf, phys_addr_t phys)
{
	pfn_t pfn = phys_to_pfn_t(phys, PFN_DEV);

	return vmf_insert_pfn_pmd(vmf, pfn, false);
}

static vm_fault_t special_pfn(struct vm_fault *vmf, unsigned long frame)
{
	pfn_t pfn = __pfn_to_pfn_t(frame, PFN_DEV | PFN_SPECIAL);

	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}

/* A page of the driver, counted by the driver. */
static vm_fault_t driver_page(struct vm_fault *vmf, struct page *page)
{
	get_page(page);
	return vmf_insert_mixed(vmf->vma, vmf->address, page_to_pfn_t(page));
}

static int toy_mmap(struct file *file, struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_DONTEXPAND | VM_MIXEDMAP);
	return 0;
}

vm_fault_t vmf_insert_mixed(struct vm_area_struct *vma, unsigned long where,
			    pfn_t pfn)
{
	return toy_insert(vma, where, pfn, false);
}
