/* A toy DAX driver, as the embedded example of mm-review. */
#include <linux/dax.h>
#include <linux/mm.h>
#include <linux/pfn_t.h>

static vm_fault_t toy_dax_fault(struct vm_fault *vmf)
{
	struct toy_dax *toy = vmf->vma->vm_private_data;
	phys_addr_t phys = toy->base + (vmf->pgoff << PAGE_SHIFT);
	pfn_t pfn;

	if (phys >= toy->end)
		return VM_FAULT_SIGBUS;

	pfn = phys_to_pfn_t(phys, PFN_DEV | PFN_MAP);
	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}

static const struct vm_operations_struct toy_dax_vm_ops = {
	.fault = toy_dax_fault,
};
