import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { treeFolder } from '../support/engine.ts';
import { Workbench } from './workbench.ts';
describe('web try', () => {
	let folder: string; let workbench: Workbench;
	before(async () => {
		({ workbench, folder } = await Workbench.openTree('series', (copy) => cpSync(join(treeFolder('devmap'), 'fs/toy.c'), join(copy, 'fs/toy.c')), { host: 'web' }));
		workbench.page.on('console', (m) => { if (m.type() === 'error') console.log('CONSOLE', m.text().slice(0, 400)); });
	});
	after(async () => { await workbench?.close(); rmSync(folder, { recursive: true, force: true }); });
	it('squiggle', async () => {
		await workbench.openFile('toy.c');
		try { await workbench.page.locator('.cdr.squiggly-warning').first().waitFor(); } finally { await workbench.shot('web-try'); }
		await workbench.command('mm-review: Audit Kernel Tree');
		await workbench.page.locator('.notification-toast .notification-list-item-message', { hasText: /mm-review: \d findings/ }).waitFor();
		await workbench.shot('web-audit');
	});
});
