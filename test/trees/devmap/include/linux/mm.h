/* Toy mm header. */
vm_fault_t vmf_insert_mixed(struct vm_area_struct *area, unsigned long where,
			    pfn_t frame);
vm_fault_t vmf_insert_mixed_mkwrite(struct vm_area_struct *area,
				    unsigned long where, pfn_t frame);
