/* tree: devmap */
#include <linux/dax.h>

static vm_fault_t by_flags(struct vm_fault *vmf, phys_addr_t phys)
{
	pfn_t pfn = phys_to_pfn_t(phys, PFN_DEV | PFN_MAP);

	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
	/*     ^^^^^^^^^^^^^^^^ dax-insert-without-ref */
}

static vm_fault_t huge_by_flags(struct vm_fault *vmf, phys_addr_t phys)
{
	pfn_t pfn;

	pfn = phys_to_pfn_t(phys, PFN_DEV|PFN_MAP);
	if (vmf->flags & FAULT_FLAG_WRITE)
		return vmf_insert_pfn_pud(vmf, pfn, true);
		/*     ^^^^^^^^^^^^^^^^^^ dax-insert-without-ref */
	return vmf_insert_pfn_pmd(vmf, pfn, vmf->flags & FAULT_FLAG_WRITE);
	/*     ^^^^^^^^^^^^^^^^^^ dax-insert-without-ref */
}

/* In a DAX file a pfn from elsewhere is one of a DAX page. */
static vm_fault_t from_parameter(struct vm_fault *vmf, pfn_t pfn, bool write)
{
	if (write)
		return vmf_insert_mixed_mkwrite(vmf->vma, vmf->address, pfn);
		/*     ^^^^^^^^^^^^^^^^^^^^^^^^ dax-insert-without-ref */
	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
	/*     ^^^^^^^^^^^^^^^^ dax-insert-without-ref */
}

static vm_fault_t a_hole(struct vm_fault *vmf, unsigned long where)
{
	pfn_t pfn = pfn_to_pfn_t(my_zero_pfn(where));

	return vmf_insert_mixed(vmf->vma, where, pfn);
	/*     ^^^^^^^^^^^^^^^^ dax-insert-without-ref */
}
