/* tree: devmap */

static pfn_t toy_pfn(phys_addr_t phys, bool has_pages)
{
	if (PFN_MAP ? has_pages : 0)
		return phys_to_pfn_t(phys, 0);
	return phys_to_pfn_t(phys, has_pages ? PFN_DEV | PFN_MAP : PFN_DEV);
	/*                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pfn-dev-map */
}
