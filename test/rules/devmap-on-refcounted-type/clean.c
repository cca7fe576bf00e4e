/* tree: devmap */

static pte_t device_entry(struct page *page, pte_t entry)
{
	if (!is_device_coherent_page(page) && !is_device_private_page(page))
		entry = pte_mkdevmap(entry);
	return entry;
}

static pte_t either(struct page *page, pte_t entry, bool special)
{
	if (is_device_private_page(page) || special)
		entry = pte_mkspecial(entry);
	return entry;
}

static pte_t generic(struct dev_pagemap *pgmap, pte_t entry)
{
	if (pgmap->type == MEMORY_DEVICE_GENERIC)
		entry = pte_mkdevmap(entry);
	return entry;
}
