/** What the path rules show in a real VS Code: a leak with its steps, what calls do to the count, the paths of the function. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Workbench } from './workbench.ts';

const leak = `#include <linux/pagemap.h>

/* A lens over the first line would be above what is seen. */
int toy(struct address_space *mapping)
{
	struct folio *folio = filemap_get_folio(mapping, 0);

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	if (toy_check(mapping))
		return -EIO;
	folio_put(folio);
	return 0;
}
`;

describe('references in VS Code', () => {
	let folder: string;
	let workbench: Workbench;

	before(async () => {
		({ workbench, folder } = await Workbench.openTree('normal', (copy) => writeFileSync(join(copy, 'leak.c'), leak)));
	});
	after(async () => {
		await workbench?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('shows a leak with its steps', async () => {
		const { page } = workbench;
		await workbench.openFile('leak.c');
		await page.locator('.codelens-decoration a', { hasText: /references:/ }).waitFor();
		await workbench.command('Problems: Focus on Problems View');
		await page.locator('.markers-panel .monaco-list-row', { hasText: 'is still held where this error path leaves' }).waitFor();
		await page.locator('.markers-panel .monaco-list-row', { hasText: 'reference taken here' }).waitFor();
	});

	it('shows behind calls what they do to the count', async () => {
		await workbench.page.locator('.view-line', { hasText: '+1 folio' }).first().waitFor();
		await workbench.page.locator('.view-line', { hasText: '−1 folio' }).first().waitFor();
		await workbench.shot('leak');
	});

	it('opens the paths from the lens over the function', async () => {
		const { page } = workbench;
		const lens = page.locator('.codelens-decoration a', { hasText: /references:\s\d+\spaths,\s1\sleaks/ });
		await lens.waitFor();
		await lens.click();
		await page.locator('.view-line', { hasText: 'path 1: leaked, returns error' }).waitFor();
		await workbench.shot('paths');
	});
});
