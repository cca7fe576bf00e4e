/* tree: devmap */
#include <linux/dax.h>

/* A DAX header is included, but the area is the driver's own. */
static vm_fault_t toy_fault(struct vm_fault *vmf, pfn_t pfn)
{
	return vmf_insert_mixed(vmf->vma, vmf->address, pfn);
}

static int toy_mmap(struct file *file, struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_MIXEDMAP);
	return 0;
}
