/** The path checker on general references, and on helpers of the same file. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { review } from '../support/engine.ts';

/** Findings as `rule line: message`, lines counted from 1. */
async function findingsIn(code: string): Promise<string[]> {
	const { findings } = await review(code, 'normal', { groups: ['balance'], effects: ['mm', 'core'] });
	return findings.map((finding) => `${finding.rule} ${finding.range.start.line}`);
}

const cases: Record<string, [string, string[]]> = {
	'a node that an error path keeps': [
		`static int toy(struct device *dev)
{
	struct device_node *np = of_parse_phandle(dev->of_node, "toy", 0);
	if (!np)
		return -ENODEV;
	if (toy_check(dev))
		return -EINVAL;
	of_node_put(np);
	return 0;
}`,
		['ref-leak 7'],
	],
	'a loop over children that is left early': [
		`static int toy(struct device_node *parent)
{
	struct device_node *child;
	for_each_child_of_node(parent, child) {
		if (toy_check(child))
			return -EINVAL;
	}
	return 0;
}`,
		['ref-leak 6'],
	],
	'a loop over children that puts before it is left': [
		`static int toy(struct device_node *parent)
{
	struct device_node *child;
	for_each_child_of_node(parent, child) {
		if (toy_check(child)) {
			of_node_put(child);
			return -EINVAL;
		}
	}
	return 0;
}`,
		[],
	],
	'the search goes on from the node that it puts': [
		`static int toy(void)
{
	struct device_node *np = NULL;
	while ((np = of_find_node_by_name(np, "toy")))
		toy_use(np);
	return 0;
}`,
		[],
	],
	'the device inside what was found': [
		`static int toy(struct device_node *np)
{
	struct platform_device *pdev = of_find_device_by_node(np);
	if (!pdev)
		return -ENODEV;
	if (!platform_get_drvdata(pdev))
		return -EPROBE_DEFER;
	put_device(&pdev->dev);
	return 0;
}`,
		['ref-leak 7'],
	],
	'what a function writes through a pointer': [
		`static int toy(struct device_node *np)
{
	struct of_phandle_args args;
	int err = of_parse_phandle_with_args(np, "toys", "#toy-cells", 0, &args);
	if (err)
		return err;
	if (args.args_count != 1)
		return -EINVAL;
	of_node_put(args.np);
	return 0;
}`,
		['ref-leak 8'],
	],
	'what failed and has to be put': [
		`static int toy(struct toy *toy)
{
	int err = kobject_init_and_add(&toy->kobj, &toy_type, NULL, "toy");
	if (err)
		return err;
	return 0;
}`,
		['ref-leak 5'],
	],
	'a variable that nothing was put into': [
		`static void toy(struct device *dev)
{
	struct device_node *np;
	toy_use(dev);
	of_node_put(np);
}`,
		['ref-double-put 5'],
	],
	'a helper that drops': [
		`static void toy_drop(struct device_node *np)
{
	toy_note(1);
	of_node_put(np);
}
static int toy(struct device *dev)
{
	struct device_node *np = of_get_parent(dev->of_node);
	toy_drop(np);
	of_node_put(np);
	return 0;
}`,
		['ref-double-put 10'],
	],
	'a helper that takes': [
		`static struct page *toy_get(struct address_space *mapping)
{
	struct page *page = find_get_page(mapping, 0);
	if (!page)
		return NULL;
	toy_note(1);
	return page;
}
static int toy(struct address_space *mapping)
{
	struct page *page = toy_get(mapping);
	if (!page)
		return -ENOENT;
	return page->index > 4;
}`,
		['ref-leak 11'],
	],
	'a helper that drops where it fails': [
		`static int toy_add(struct device_node *np)
{
	if (toy_check(4)) {
		of_node_put(np);
		return -EINVAL;
	}
	toy_note(1);
	return 0;
}
static int toy(struct device *dev)
{
	struct device_node *np = of_get_parent(dev->of_node);
	int err = toy_add(np);
	if (err)
		return err;
	of_node_put(np);
	return 0;
}`,
		[],
	],
	'recursion is no news': [
		`static int toy(struct device_node *np, int depth)
{
	if (depth > 4)
		return 0;
	return toy(np, depth + 1);
}`,
		[],
	],
};

describe('general references and helpers', () => {
	for (const [name, [code, expected]] of Object.entries(cases)) it(name, async () => assert.deepEqual(await findingsIn(code), expected));

	it('general references are left alone unless asked for', async () => {
		const [code] = cases['a node that an error path keeps'] as [string, string[]];
		const { findings } = await review(code, 'normal', { groups: ['balance'] });
		assert.deepEqual(findings, []);
	});
});
