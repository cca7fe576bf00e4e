/* Toy DAX header. */
int dax_wait_page_idle(struct page *page, void (*relock)(struct inode *),
		       struct inode *inode);
