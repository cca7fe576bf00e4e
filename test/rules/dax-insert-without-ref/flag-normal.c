/* tree: normal */
#include <linux/dax.h>

static vm_fault_t plain_pfn(struct vm_fault *vmf, unsigned long pfn)
{
	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
	/*     ^^^^^^^^^^^^^^^^ dax-insert-without-ref */
}
