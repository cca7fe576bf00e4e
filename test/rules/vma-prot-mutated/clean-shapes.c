/* tree: series */
static void combined(pgprot_t *prot)
{
	*prot = pgprot_writecombine(*prot);
}

static int toy_gem_mmap(struct drm_gem_object *obj, struct vm_area_struct *vma)
{
	combined(&vma->vm_page_prot);
	return 0;
}

static int set_up(struct vm_area_struct *vma)
{
	combined(&vma->vm_page_prot);
	return 0;
}

static int toy_mmap(struct file *file, struct vm_area_struct *vma)
{
	return set_up(vma);
}
