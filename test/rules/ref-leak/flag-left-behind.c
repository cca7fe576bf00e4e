/* tree: normal */

/* kfree() drops nothing that stands in the structure. */
static struct toy *toy_create(struct toy_device *device)
{
	struct toy *toy = kzalloc(sizeof(*toy), GFP_KERNEL);
	int err;

	if (!toy)
		return ERR_PTR(-ENOMEM);
	toy->page = alloc_page(GFP_KERNEL);
	/*          ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	if (!toy->page) {
	/*   ^^^^^^^^^ step 2: toy->page is true */
		kfree(toy);
		return ERR_PTR(-ENOMEM);
	}
	err = toy_start(toy, device);
	if (err) {
	/*  ^^^ step 3: err is not 0 */
		kfree(toy);
	     /* ^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^ step 4: nobody drops it after this */
		return ERR_PTR(err);
	}
	return toy;
}

/* The place is overwritten, and with it the last pointer. */
static int toy_load(struct toy *toy)
{
	int err;

	toy->page = alloc_page(GFP_KERNEL);
	/*          ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	if (!toy->page)
	/*   ^^^^^^^^^ step 2: toy->page is true */
		return -ENOMEM;
	err = toy_start(toy, toy->device);
	if (err) {
	/*  ^^^ step 3: err is not 0 */
		toy->page = NULL;
	     /* ^^^^^^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^^^^^^ step 4: its last name is overwritten here */
		return err;
	}
	return 0;
}

static struct page *toy_zero;

static int toy_init(void)
{
	int err;

	toy_zero = alloc_page(GFP_KERNEL);
	/*         ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	if (!toy_zero)
	/*   ^^^^^^^^ step 2: toy_zero is true */
		return -ENOMEM;
	err = toy_register();
	if (err) {
	/*  ^^^ step 3: err is not 0 */
		toy_zero = NULL;
	     /* ^^^^^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^^^^^ step 4: its last name is overwritten here */
		return err;
	}
	return 0;
}

/* An error path drops what was put beside it, and not this. */
static int toy_map_tables(struct toy *toy)
{
	toy->upper = alloc_page(GFP_KERNEL);
	if (!toy->upper)
		return -ENOMEM;
	toy->lower = alloc_page(GFP_KERNEL);
	/*           ^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	if (!toy->lower)
	/*   ^^^^^^^^^^ step 2: toy->lower is true */
		goto free_upper;
	if (toy_enable(toy))
	/*  ^^^^^^^^^^^^^^^ step 3: toy_enable(toy) is true */
		goto free_upper;
	return 0;

free_upper:
	__free_page(toy->upper);
     /* ^^^^^^^^^^^^^^^^^^^^^^^ ref-leak */
     /* ^^^^^^^^^^^^^^^^^^^^^^^ step 4: nobody drops it after this */
	return -EIO;
}

/* Asked again under the lock, the entry may be another. */
static vm_fault_t toy_write_fault(struct vm_fault *vmf, struct folio *folio)
{
	spin_lock(vmf->ptl);
	if (!pmd_same(*vmf->pmd, vmf->orig_pmd)) {
		spin_unlock(vmf->ptl);
		return 0;
	}
	folio_get(folio);
     /* ^^^^^^^^^^^^^^^^ step 1: reference taken here */
	spin_unlock(vmf->ptl);
	folio_lock(folio);
	spin_lock(vmf->ptl);
	if (!pmd_same(*vmf->pmd, vmf->orig_pmd)) {
	/*   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: pmd_same(*vmf->pmd, vmf->orig_pmd) is false */
		spin_unlock(vmf->ptl);
		folio_unlock(folio);
		return 0;
	     /* ^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^ step 3: the path leaves here */
	}
	spin_unlock(vmf->ptl);
	folio_unlock(folio);
	folio_put(folio);
	return 0;
}

/* One reference of the lookup, one of the list of the LRU. */
static void toy_page_out(struct toy *toy, unsigned long pfn, struct list_head *folios)
{
	struct folio *folio = toy_get_folio(toy, pfn);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^ step 1: it comes from here */

	if (!folio)
	/*   ^^^^^ step 2: folio is not NULL */
		return;
	if (!folio_isolate_lru(folio))
	/*   ^^^^^^^^^^^^^^^^^^^^^^^^ step 3: folio_isolate_lru(folio) is true */
		goto put;
	if (!folio_test_unevictable(folio))
	/*   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 4: folio_test_unevictable(folio) is true */
		list_add(&folio->lru, folios);
put:
	folio_put(folio);
     /* ^^^^^^^^^^^^^^^^ ref-leak */
     /* ^^^^^^^^^^^^^^^^ step 5: reference dropped (1) */
}

/* Nothing was made of it. */
static struct toy_buffer *toy_grab_buffer(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_grab_folio(mapping, index);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ref-leak */
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	struct toy_buffer *buffer;

	if (IS_ERR(folio))
	/*  ^^^^^^^^^^^^^ step 2: IS_ERR(folio) is false */
		return NULL;
	buffer = toy_folio_buffer(folio, index);
	if (!buffer) {
	/*   ^^^^^^ step 3: buffer is NULL */
		folio_unlock(folio);
		return NULL;
	}
	return buffer;
}
