/* tree: normal */
#include <linux/dax.h>

static vm_fault_t toy_wrapped(struct vm_fault *vmf, pfn_t pfn, bool write)
{
	unsigned long address = vmf->address;

	return vmf_insert_mixed(vmf->vma, address, pfn);
}

static vm_fault_t toy_plain(struct vm_fault *vmf, unsigned long pfn, bool write)
{
	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}

static vm_fault_t toy_elsewhere(struct vm_fault *vmf, unsigned long pfn, unsigned long address)
{
	return vmf_insert_mixed(vmf->vma, address, pfn);
}
