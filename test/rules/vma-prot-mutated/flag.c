/* tree: series */
static vm_fault_t insert(struct vm_fault *vmf, pfn_t pfn)
{
	struct vm_area_struct *vma = vmf->vma;
	pmd_t entry;

	track_pfn_insert(vma, &vma->vm_page_prot, pfn);
	/*                    ^^^^^^^^^^^^^^^^^^ vma-prot-mutated */
	entry = pfn_t_pmd(pfn, vma->vm_page_prot);
	set_pmd_at(vma->vm_mm, vmf->address, vmf->pmd, entry);
	return VM_FAULT_NOPAGE;
}

static void uncached(pgprot_t *prot)
{
	*prot = pgprot_noncached(*prot);
}

static void by_a_helper(struct vm_fault *vmf)
{
	uncached(&vmf->vma->vm_page_prot);
	/*       ^^^^^^^^^^^^^^^^^^^^^^^ vma-prot-mutated */
}

static void through_the_fault(struct vm_fault *vmf, unsigned long pfn)
{
	pfnmap_setup_cachemode_pfn(pfn, &vmf->vma->vm_page_prot);
	/*                              ^^^^^^^^^^^^^^^^^^^^^^^ vma-prot-mutated */
}
