/* tree: normal */
/* effects: mm,core */

/* Two objects in one structure are two: the left one is lost where the right one fails. */
static int toy_add(struct toy *toy, struct kobject *parent)
{
	int err;

	kobject_get(&toy->left);
     /* ^^^^^^^^^^^^^^^^^^^^^^^ step 1: reference taken here */
	kobject_get(&toy->right);
     /* ^^^^^^^^^^^^^^^^^^^^^^^^ state: live 1 &toy->left */
	err = toy_name(toy, parent);
	if (err) {
	/*  ^^^ step 2: err is not 0 */
		kobject_put(&toy->right);
		return err;
	     /* ^^^^^^^^^^^ ref-leak */
	     /* ^^^^^^^^^^^ step 3: the path leaves here */
	}
	err = toy_link(toy);
	if (err) {
		kobject_put(&toy->right);
		kobject_put(&toy->left);
		return err;
	}
	return 0;
}
