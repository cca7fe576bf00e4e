/* tree: normal */

static int toy_read(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	int err;

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	err = toy_check(mapping);
	if (err)
		return err;
	if (toy_other(mapping)) {
		err = -EIO;
		goto out_unlocked;
	}
	folio_put(folio);
	return 0;
out_unlocked:
	return err;
}

static int toy_label(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	int err;

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	err = toy_check(mapping);
	if (err)
		return err;
	err = toy_other(mapping);
	if (err)
		goto out;
	toy_use(mapping);
out:
	folio_put(folio);
	return err;
}
