/* tree: normal */
#include <linux/dax.h>

static vm_fault_t counted_first(struct vm_fault *vmf, unsigned long pfn,
				bool write)
{
	struct folio *folio = pfn_folio(pfn);
	vm_fault_t ret;

	folio_ref_inc(folio);
	ret = vmf_insert_folio_pmd(vmf, folio, write);
	folio_put(folio);
	return ret;
}

static vm_fault_t the_zero_page(struct vm_fault *vmf)
{
	unsigned long pfn = my_zero_pfn(vmf->address);

	return vmf_insert_page_mkwrite(vmf, pfn_to_page(pfn), false);
}

/* From an allocator it comes with a reference. */
static void allocated(struct vm_area_struct *vma)
{
	struct page *page = alloc_page(GFP_KERNEL);

	get_page(page);
	vm_insert_page(vma, vma->vm_start, page);
}
