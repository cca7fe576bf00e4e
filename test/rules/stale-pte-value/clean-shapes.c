/* tree: series */
static void stored(struct toy *ctx, struct mm_struct *mm, unsigned long addr,
		   pte_t *ptep, unsigned long pfn, pgprot_t prot)
{
	ctx->entry = pte_mkdirty(pfn_pte(pfn, prot));
	set_pte_at(mm, addr, ptep, pfn_pte(pfn, prot));
}
