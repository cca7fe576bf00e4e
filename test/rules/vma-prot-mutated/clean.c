/* tree: series */
static vm_fault_t insert(struct vm_fault *vmf, pfn_t pfn)
{
	struct vm_area_struct *vma = vmf->vma;
	pgprot_t prot = vma->vm_page_prot;

	track_pfn_insert(vma, &prot, pfn);
	set_pmd_at(vma->vm_mm, vmf->address, vmf->pmd, pfn_t_pmd(pfn, prot));
	return VM_FAULT_NOPAGE;
}

static void uncached(pgprot_t *prot)
{
	*prot = pgprot_noncached(*prot);
}

/* A new VMA is set up by whoever has it for itself. */
static int other_mmap(struct file *file, struct vm_area_struct *vma)
{
	uncached(&vma->vm_page_prot);
	return 0;
}

static int toy_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (!phys_mem_access_prot_allowed(file, vma->vm_pgoff, PAGE_SIZE,
					  &vma->vm_page_prot))
		return -EINVAL;
	return 0;
}
