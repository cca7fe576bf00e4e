/* tree: series */

/* The value counts: it stays 0 or 1. */
static int value(pmd_t pmd, int a, int b)
{
	bool is_huge = a || pmd_devmap(pmd);

	if (a == (b || pmd_devmap(pmd)))
		return a + b || pmd_devmap(pmd);
	switch (a || pmd_devmap(pmd)) {
	case 0:
		return is_huge;
	}
	return pmd_trans_huge(pmd) || pmd_devmap(pmd);
}

static bool truth(pmd_t pmd, bool wanted, int a)
{
	if (pmd_devmap(pmd) == true)
		return !wanted;
	return a || pmd_devmap(pmd);
}

/* A doubled parenthesis says that the assignment is meant. */
static int assignment(pmd_t pmd, int a)
{
	if ((a = toy_read()) || pmd_devmap(pmd))
		return a;
	return 0;
}

/* What holds nothing goes, the comment about it too; a call stays. */
static void nothing_left(pmd_t pmd, int a, pmd_t *entry)
{
	if (a) {
		/* No devmap entry comes here. */
		VM_BUG_ON(pmd_devmap(pmd));
	}
	if (a)
		VM_BUG_ON(pmd_devmap(pmd));
	if (toy_lock(a))
		VM_BUG_ON(pmd_devmap(pmd));
	if (a) {
		toy_page();
	} else {
		if (pmd_devmap(pmd))
			toy_device();
	}

#ifdef CONFIG_TOY
	VM_BUG_ON(pmd_devmap(pmd));	/* not here */
#endif

	*entry = a;
	pmd = pmd_devmap(pmd) ? toy_entry(pmd) : pmd;
	/* Another matter. */
	if (pmd_devmap(pmd))
		toy_device();
	toy_page();
	if (pmd_devmap(pmd))
		goto out;
	toy_page();
out:
	if (pmd_devmap(pmd))
		toy_device();
}

/* A branch moves to where its condition stood. */
static void moved(pmd_t pmd, int a)
{
	if (!pmd_devmap(pmd))
		if (a)
			toy_page_of(pmd,
				    a);
	if (!pmd_devmap(pmd)) {
		while (a--)
			if (toy_page())
				break;
	}
	if (pmd_devmap(pmd))
		toy_device();
	else
		toy_page_of(pmd,
			    a);
	if (!pmd_devmap(pmd)) {
		guard(toy)(&pmd);
		toy_page();
	}
}

/* The warning would always come, or a comment goes. */
static int said(pmd_t pmd, int a)
{
	WARN_ON(!pmd_devmap(pmd));
	if (a && WARN_ON_ONCE(!pmd_devmap(pmd)))
		return 1;
	if (a /* the file's */ || pmd_devmap(pmd) /* the device's */)
		return 2;
	return 0;
}
