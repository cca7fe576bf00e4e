/* tree: normal */

static void toy_look(struct page **pages, struct folio *folio, struct toy **toys)
{
	toy_see(pages[3]->pgmap);
	/*      ^^^^^^^^^^^^^^^ raw-pgmap-access */
	toy_see((*pages)->pgmap);
	/*      ^^^^^^^^^^^^^^^ raw-pgmap-access */
	toy_see((&folio->page)->pgmap);
	/*      ^^^^^^^^^^^^^^^^^^^^^ raw-pgmap-access */
	toy_see(toys[3]->pgmap);
	toy_see((*toys)->pgmap);
	toy_see(toys[3]->page_map->pgmap);
}
