/* tree: normal */
static int zap(struct vm_area_struct *vma, unsigned long addr, pmd_t *pmd)
{
	if (unshare_huge_pmd(vma->vm_mm, addr, pmd)) {
		flush_tlb_range(vma, addr & PUD_MASK, (addr & PUD_MASK) + PUD_SIZE);
		return 1;
	}
	return 0;
}

static void gathered(struct mmu_gather *tlb, struct vm_area_struct *vma,
		     unsigned long start, unsigned long end)
{
	unsigned long addr;

	for (addr = start; addr < end; addr += PMD_SIZE) {
		if (huge_pmd_unshare(tlb, vma, addr, toy_walk(vma, addr)))
			continue;
		toy_unmap(tlb, vma, addr);
	}
	huge_pmd_unshare_flush(tlb, vma);
}

/* Who asks for it flushes. */
static int unshare(struct mmu_gather *tlb, struct vm_area_struct *vma,
		   unsigned long addr, pte_t *pte)
{
	return huge_pmd_unshare(tlb, vma, addr, pte);
}
