/* tree: normal */
#include <linux/dax.h>

static vm_fault_t toy_insert(struct vm_fault *vmf, unsigned long pfn, bool write)
{
	if (write)
		return vmf_insert_pfn_pmd(vmf, pfn, write);
	return vmf_insert_mixed_mkwrite(vmf->vma, vmf->address, pfn);
}
