/* tree: series */
#include <linux/dax.h>

static vm_fault_t toy_insert(struct vm_fault *vmf, pfn_t pfn, bool write,
			     unsigned int order)
{
	if (order == 9)
		return dax_insert_pfn_pmd(vmf, pfn, write);
	if (order > 9)
		return dax_insert_pfn_pud(vmf, pfn, FAULT_FLAG_WRITE);
	if (write)
		return dax_insert_pfn(vmf->vma, vmf->address, pfn, true);
	return dax_insert_pfn(vmf->vma, vmf->address, pfn, write);
}

static vm_fault_t toy_read(struct vm_fault *vmf, pfn_t pfn)
{
	return dax_insert_pfn(vmf->vma, vmf->address, pfn, vmf->flags & FAULT_FLAG_WRITE);
}

static vm_fault_t toy_hole(struct vm_fault *vmf)
{
	pfn_t pfn = pfn_to_pfn_t(my_zero_pfn(vmf->address));

	return dax_insert_pfn(vmf->vma, vmf->address, pfn, false);
}
