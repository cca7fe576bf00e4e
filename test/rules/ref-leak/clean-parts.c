/* tree: normal */
/* effects: mm,core */

/* Two objects in one structure are two, and both are given back. */
static int toy_add(struct toy *toy, struct kobject *parent)
{
	int err;

	kobject_get(&toy->left);
	kobject_get(&toy->right);
	err = toy_name(toy, parent);
	if (err) {
		kobject_put(&toy->right);
		kobject_put(&toy->left);
		return err;
	}
	err = toy_link(toy);
	if (err) {
		kobject_put(&toy->right);
		kobject_put(&toy->left);
		return err;
	}
	return 0;
}

/* One object, of which a member stands for the whole. */
static int toy_use(struct toy *toy)
{
	int err;

	kobject_get(&toy->kobj);
	err = toy_link(toy);
	if (err) {
		kobject_put(&toy->kobj);
		return err;
	}
	kobject_put(&toy->kobj);
	return 0;
}
