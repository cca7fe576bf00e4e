/* tree: series */
#include <linux/dax.h>

static vm_fault_t toy_insert(struct vm_fault *vmf, pfn_t pfn, bool write,
			     unsigned int order)
{
	if (order == 9)
		return vmf_insert_pfn_pmd(vmf, pfn, write);
	if (order > 9)
		return vmf_insert_pfn_pud(vmf, pfn, FAULT_FLAG_WRITE);
	if (write)
		return vmf_insert_mixed_mkwrite(vmf->vma, vmf->address, pfn);
	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}

static vm_fault_t toy_read(struct vm_fault *vmf, pfn_t pfn)
{
	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}

static vm_fault_t toy_hole(struct vm_fault *vmf)
{
	pfn_t pfn = pfn_to_pfn_t(my_zero_pfn(vmf->address));

	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}
