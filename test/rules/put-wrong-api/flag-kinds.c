/* tree: normal */
/* effects: mm,core */

/* A device's release of what is a folio. */
static int toy_fold(struct address_space *mapping, unsigned long index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	/*                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (IS_ERR(folio))
	/*  ^^^^^^^^^^^^^ step 2: IS_ERR(folio) is false */
		return PTR_ERR(folio);
	put_device(folio);
     /* ^^^^^^^^^^^^^^^^^ put-wrong-api */
     /* ^^^^^^^^^^^^^^^^^ step 3: given to put_device(), which gives back something else */
	return 0;
}

/* The users of an mm and the structure itself are counted apart. */
static int toy_count(struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);
	/*                     ^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (!mm)
	/*   ^^ step 2: mm is not NULL */
		return -ESRCH;
	toy_walk(task);
	mmdrop(mm);
     /* ^^^^^^^^^^ put-wrong-api */
     /* ^^^^^^^^^^ step 3: given to mmdrop(), which gives back something else */
	return 0;
}

/* A pin on one page. */
static int toy_poke(unsigned long start)
{
	struct page *page;

	if (pin_user_pages_fast(start, 1, FOLL_WRITE, &page) != 1)
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: pin taken here */
	/*  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 2: pin_user_pages_fast(start, 1, FOLL_WRITE, &page) == 1 */
		return -EFAULT;
	toy_touch();
	put_page(page);
     /* ^^^^^^^^^^^^^^ put-wrong-api */
     /* ^^^^^^^^^^^^^^ step 3: given to put_page(), which gives back something else */
	return 0;
}

/* A reference on a page is no pin. */
static int toy_see(struct address_space *mapping, unsigned long index)
{
	struct page *page = find_get_page(mapping, index);
	/*                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */

	if (!page)
	/*   ^^^^ step 2: page is not NULL */
		return -ENOENT;
	toy_touch();
	unpin_user_page(page);
     /* ^^^^^^^^^^^^^^^^^^^^^ put-wrong-api */
     /* ^^^^^^^^^^^^^^^^^^^^^ step 3: given to unpin_user_page(), which gives back something else */
	return 0;
}
