/* tree: normal */
#include <linux/dax.h>

static int toy_dax_busy(struct page *page)
{
	return page_ref_count(page) > 1;
	/*     ^^^^^^^^^^^^^^^^^^^^^^^^ one-based-idle */
}

static int toy_entry_is_busy(void *entry)
{
	struct page *page = pfn_to_page(dax_to_pfn(entry));

	if (page_count(page) == 1)
	/*  ^^^^^^^^^^^^^^^^^^^^^ one-based-idle */
		return 0;
	return 1;
}
