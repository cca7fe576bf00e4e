/* tree: series */

static inline int pmd_devmap(pmd_t pmd)
{
	return 0;
}
EXPORT_SYMBOL_GPL(pmd_devmap);

