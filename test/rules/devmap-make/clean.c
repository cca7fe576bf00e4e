/* tree: series */

/* pmd_mkdevmap() and _PAGE_DEVMAP in a comment. */
static const char *option = "CONFIG_ARCH_HAS_PTE_DEVMAP";

#define MY_PAGE_DEVMAP_LIKE 3

static pmd_t make(pmd_t entry)
{
	return pmd_mkspecial(entry);
}

static int devmap_major(struct toy_devmap *devmap)
{
	return devmap->major;
}
