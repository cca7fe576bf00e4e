/* tree: series */

/* That there is none is said, not asked. */
static vm_fault_t toy_insert(struct vm_fault *vmf, pfn_t pfn)
{
	WARN_ON_ONCE(pfn_t_devmap(pfn));
	return toy_map(vmf, pfn);
}
