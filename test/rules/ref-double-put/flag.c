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
		folio_put(folio);
	     /* ^^^^^^^^^^^^^^^^ step 4: reference dropped (0) */
	folio_put(folio);
     /* ^^^^^^^^^^^^^^^^ ref-double-put */
     /* ^^^^^^^^^^^^^^^^ step 5: reference dropped (-1) */
	return err;
}

/* What there is where there is no folio. */
static int toy_error_pointer(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	int err = 0;

	if (IS_ERR(folio)) {
		err = PTR_ERR(folio);
		goto out;
	}
	toy_use(folio_pos(folio));
out:
	folio_put(folio);
     /* ^^^^^^^^^^^^^^^^ ref-double-put */
     /* ^^^^^^^^^^^^^^^^ step 2: put here, though there is none */
	return err;
}
