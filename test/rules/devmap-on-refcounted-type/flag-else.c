/* tree: devmap */

static pte_t toy_entry(struct page *page, pte_t pte, bool other)
{
	if (!is_device_private_page(page))
		return pte;
	else
		return pte_mkspecial(pte);
		/*     ^^^^^^^^^^^^^^^^^^ devmap-on-refcounted-type */
}

static pte_t toy_either(struct page *page, pte_t pte, bool other)
{
	if (other || !is_device_private_page(page))
		return pte;
	else
		return pte_mkspecial(pte);
		/*     ^^^^^^^^^^^^^^^^^^ devmap-on-refcounted-type */
}

static pte_t toy_maybe(struct page *page, pte_t pte, bool other)
{
	if (other && !is_device_private_page(page))
		return pte;
	else
		return pte_mkspecial(pte);
}
