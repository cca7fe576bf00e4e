/* tree: normal */
#include <linux/dax.h>

static vm_fault_t toy_insert(struct vm_fault *vmf, unsigned long pfn, bool write)
{
	if (write)
		return vmf_insert_folio_pmd(vmf, page_folio(pfn_to_page(pfn)), write);
	return vmf_insert_page_mkwrite(vmf, pfn_to_page(pfn), true);
}
