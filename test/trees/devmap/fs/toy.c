/* A toy page-table walk, as the embedded example of mm-review. */
#include <linux/mm.h>

static int toy_walk_pmd(pmd_t *pmd, struct mm_walk *walk)
{
	pmd_t entry = pmdp_get_lockless(pmd);

	if (pmd_trans_huge(entry) || pmd_devmap(entry))
		return toy_huge(entry, walk);
	return 0;
}

static int toy_wait_idle(struct page *page, struct inode *inode)
{
	return ___wait_var_event(&page->_refcount,
				 atomic_read(&page->_refcount) == 1,
				 TASK_INTERRUPTIBLE, 0, 0, toy_relock(inode));
}
