/* tree: devmap */

static pfn_t by_argument(phys_addr_t phys, unsigned long frame, bool raw)
{
	if (raw)
		return __pfn_to_pfn_t(frame, PFN_MAP | PFN_DEV);
		/*                           ^^^^^^^^^^^^^^^^^ pfn-dev-map */
	return phys_to_pfn_t(phys, PFN_DEV | PFN_MAP);
	/*                         ^^^^^^^^^^^^^^^^^ pfn-dev-map */
}

static void by_assignment(struct toy *toy)
{
	toy->pfn_flags |= PFN_MAP;
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^ pfn-dev-map */
	toy->pfn_flags = (PFN_DEV | PFN_MAP);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pfn-dev-map */
}

static bool by_test(pfn_t pfn)
{
	return (pfn.val & PFN_MAP) == PFN_MAP;
	/*     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pfn-dev-map */
}
