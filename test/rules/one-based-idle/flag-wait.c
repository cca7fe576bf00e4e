/* tree: series */
#include <linux/dax.h>

/* Waiting through the page repeats the threshold too. */
static inline int toy_dax_wait_idle(struct page *page, void (cb)(struct inode *), struct inode *inode)
{
	return ___wait_var_event(page, page_ref_count(page) == 1, TASK_INTERRUPTIBLE, 0, 0, cb(inode));
	/*                             ^^^^^^^^^^^^^^^^^^^^^^^^^ one-based-idle */
}
