/** The extension in a real VS Code: what a user does on the first day. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { treeFolder } from '../support/engine.ts';
import { Workbench } from './workbench.ts';

describe('VS Code', () => {
	let folder: string;
	let workbench: Workbench;

	before(async () => {
		({ workbench, folder } = await Workbench.openTree('series', (copy) => cpSync(join(treeFolder('devmap'), 'fs/toy.c'), join(copy, 'fs/toy.c'))));
	});
	after(async () => {
		await workbench?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('underlines a finding and lists it in Problems', async () => {
		const { page } = workbench;
		await workbench.openFile('toy.c');
		await page.locator('.cdr.squiggly-warning, .cdr.squiggly-error').first().waitFor();
		await workbench.command('Problems: Focus on Problems View');
		await page.locator('.markers-panel .monaco-list-row', { hasText: 'pmd_devmap() is never true' }).waitFor();
		await workbench.shot('problems');
		assert.equal(await page.locator('.markers-panel .monaco-list-row', { hasText: 'devmap-check' }).count(), 1, 'once, not pushed and pulled');
	});

	it('shows the scheme of the tree in the status bar', async () => {
		const item = workbench.page.locator('.statusbar-item', { hasText: 'mm: converting' });
		await item.waitFor();
		assert.match((await item.textContent()) ?? '', /mm: converting, \d+ ms/);
	});

	it('explains on hover', async () => {
		const { page } = workbench;
		await workbench.token('pmd_devmap').hover();
		const hover = page.locator('.monaco-hover:visible', { hasText: 'An entry is marked devmap so that the mm keeps its hands off' });
		await hover.waitFor();
		await workbench.shot('hover');
		await page.keyboard.press('Escape');
	});

	it('fixes', async () => {
		const { page } = workbench;
		await workbench.quickFix('pmd_devmap', 'Remove the pmd_devmap() test');
		await workbench.shot('quick-fix');
		await page.keyboard.press('Enter');
		await page.locator('.view-line', { hasText: 'if (pmd_trans_huge(entry))' }).first().waitFor();
		await workbench.save('toy.c');
		assert.match(readFileSync(join(folder, 'fs/toy.c'), 'utf8'), /\n\tif \(pmd_trans_huge\(entry\)\)\n/);
	});

	it('audits the tree from the palette', async () => {
		const { page } = workbench;
		await workbench.command('mm-review: Audit Kernel Tree');
		await page.locator('.notification-toast .notification-list-item-message', { hasText: /mm-review: 5 findings in \d+ files of linux 6\.13/ }).waitFor();
		await page.locator('.markers-panel .monaco-list-row', { hasText: 'Kconfig' }).waitFor();
		await workbench.shot('audit');
	});

	it('explains a rule', async () => {
		const { page } = workbench;
		await workbench.command('mm-review: Explain Rule');
		// The list shows as many rules as there is room for.
		await page.locator('.quick-input-widget:visible .quick-input-box input').fill('raw-pgmap');
		await page.locator('.quick-input-list .monaco-list-row', { hasText: 'raw-pgmap-access' }).first().click();
		await page.locator('.tabs-container .tab', { hasText: 'raw-pgmap-access.md' }).first().waitFor();
		await workbench.shot('explain');
	});

	it('lists an inventory', async () => {
		const { page } = workbench;
		await workbench.command('mm-review: Inventory');
		await page.locator('.view-line', { hasText: 'Uses of page and DAX APIs in linux 6.13' }).waitFor();
		await workbench.shot('inventory');
	});
});
