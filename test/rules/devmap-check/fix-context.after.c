/* tree: series */

/* The value counts: it stays 0 or 1. */
static int value(pmd_t pmd, int a, int b)
{
	bool is_huge = a;

	if (a == !!b)
		return !!(a + b);
	switch (!!a) {
	case 0:
		return is_huge;
	}
	return !!pmd_trans_huge(pmd);
}

static bool truth(pmd_t pmd, bool wanted, int a)
{
	return a;
}

/* A doubled parenthesis says that the assignment is meant. */
static int assignment(pmd_t pmd, int a)
{
	if ((a = toy_read()))
		return a;
	return 0;
}

/* What holds nothing goes, the comment about it too; a call stays. */
static void nothing_left(pmd_t pmd, int a, pmd_t *entry)
{
	if (toy_lock(a))
		VM_BUG_ON(pmd_devmap(pmd));
	if (a) {
		toy_page();
	}

	*entry = a;
	/* Another matter. */
	toy_page();
	toy_page();
out:
	;
}

/* A branch moves to where its condition stood. */
static void moved(pmd_t pmd, int a)
{
	if (a)
		toy_page_of(pmd,
			    a);
	while (a--)
		if (toy_page())
			break;
	toy_page_of(pmd,
		    a);
	{
		guard(toy)(&pmd);
		toy_page();
	}
}

/* The warning would always come, or a comment goes. */
static int said(pmd_t pmd, int a)
{
	if (a)
		return 1;
	if (a)
		return 2;
	return 0;
}
