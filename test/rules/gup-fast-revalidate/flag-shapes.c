/* tree: normal */
/* Not every path looks again. */
static int leaf(pud_t orig, pud_t *pudp, unsigned int flags, struct page **pages,
		int *nr)
{
	struct page *page = pud_page(orig);
	struct folio *folio = try_grab_folio_fast(page, 1, flags);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gup-fast-revalidate */
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: the reference is taken here */

	if (!folio)
	/*   ^^^^^ step 2: folio is not NULL */
		return 0;
	if (!(flags & FOLL_PIN))
	/*    ^^^^^^^^^^^^^^^^ step 3: (flags & FOLL_PIN) is false */
		goto ok;
	if (pud_val(orig) != pud_val(*pudp)) {
		gup_put_folio(folio, 1, flags);
		return 0;
	}
ok:
	pages[(*nr)++] = page;
	return 1;
     /* ^^^^^^^^^ step 4: the path ends here */
}
