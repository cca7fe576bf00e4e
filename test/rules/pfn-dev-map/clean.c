/* tree: devmap */

static pfn_t no_memmap(phys_addr_t phys, unsigned long frame)
{
	if (phys)
		return phys_to_pfn_t(phys, PFN_DEV);
	return __pfn_to_pfn_t(frame, PFN_DEV | PFN_SPECIAL);
}

/* Taking the flag away asks for nothing. */
static void cleared(struct toy *toy)
{
	toy->pfn_flags &= ~PFN_MAP;
}

static inline bool pfn_t_toy(pfn_t pfn)
{
	return (pfn.val & PFN_MAP) == PFN_MAP;
}
