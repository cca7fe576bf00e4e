/* Toy mm header with the function of the series. */
vm_fault_t vmf_insert_mixed(struct vm_area_struct *area, unsigned long where,
			    pfn_t frame);
vm_fault_t dax_insert_pfn(struct vm_area_struct *area, unsigned long where,
			  pfn_t frame, bool may_write);
