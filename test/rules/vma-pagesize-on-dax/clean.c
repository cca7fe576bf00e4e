/* tree: normal */
static void show(struct seq_file *m, struct vm_area_struct *vma)
{
	seq_put_decimal_ull(m, "MMUPageSize: ", vma_mmu_pagesize(vma) >> 10);
}

static pte_t *huge(struct vm_area_struct *vma, unsigned long addr)
{
	if (vma_is_dax(vma) || !is_vm_hugetlb_page(vma))
		return NULL;
	return hugetlb_walk(vma, addr, vma_mmu_pagesize(vma));
}
