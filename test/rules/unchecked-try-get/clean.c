/* tree: normal */

static void toy_hold(struct folio *folio)
{
	if (!folio_try_get(folio))
		return;
	toy_use(folio);
}
