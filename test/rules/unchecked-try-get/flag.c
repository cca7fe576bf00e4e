/* tree: normal */

static void toy_hold(struct folio *folio)
{
	folio_try_get(folio);
     /* ^^^^^^^^^^^^^^^^^^^^ unchecked-try-get */
	toy_use(folio);
}
