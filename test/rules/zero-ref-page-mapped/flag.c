/* tree: normal */
#include <linux/dax.h>

static void *take(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	get_page(page);
     /* ^^^^^^^^^^^^^^ zero-ref-page-mapped */
	return page_address(page);
}

static vm_fault_t map(struct vm_fault *vmf, unsigned long pfn, bool write)
{
	return vmf_insert_page_mkwrite(vmf, pfn_to_page(pfn), write);
	/*     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ zero-ref-page-mapped */
}
