/* Toy mm header of a converted tree. */
vm_fault_t vmf_insert_mixed(struct vm_area_struct *area, unsigned long where,
			    unsigned long frame);
vm_fault_t vmf_insert_page_mkwrite(struct vm_fault *vmf, struct page *page,
				   bool may_write);
