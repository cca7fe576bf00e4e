/* tree: normal */

static struct toy_chunk *chunk_of(struct page *page)
{
	return container_of(page->pgmap, struct toy_chunk, pagemap);
	/*                  ^^^^^^^^^^^ raw-pgmap-access */
}

static bool same(const struct page *a, const struct page *b)
{
	return a->pgmap == b->pgmap;
	/*     ^^^^^^^^ raw-pgmap-access */
	/*                 ^^^^^^^^ raw-pgmap-access */
}

static void *through_others(struct folio *folio, struct vm_fault *vmf,
			    struct scatterlist *sg)
{
	toy_use(folio->page.pgmap);
	/*      ^^^^^^^^^^^^^^^^^ raw-pgmap-access */
	toy_use(vmf->page->pgmap);
	/*      ^^^^^^^^^^^^^^^^ raw-pgmap-access */
	return sg_page(sg)->pgmap;
	/*     ^^^^^^^^^^^^^^^^^^ raw-pgmap-access */
}
