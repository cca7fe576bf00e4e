/* tree: normal */

static int toy_read(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int err;

	if (IS_ERR(folio))
	/*  ^^^^^^^^^^^^^ step 2: IS_ERR(folio) is false */
		return PTR_ERR(folio);
	err = toy_check(mapping);
	if (err)
	/*  ^^^ step 3: err is not 0 */
		return err;
	     /* ^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^ step 4: the path leaves here */
	folio_put(folio);
	return 0;
}
