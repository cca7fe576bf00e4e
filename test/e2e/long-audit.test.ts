/** An audit that takes a while: progress with counts, cancel keeps what was found, resume goes on; stale marks. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually, Workbench } from './workbench.ts';

const FILES = 2500;
const heavy = Array.from(
	{ length: 30 },
	(_, at) => `static int toy_${at}(struct address_space *mapping)
{
	struct folio *folio = filemap_get_folio(mapping, ${at});

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	if (toy_check(mapping) || toy_other(mapping, ${at}))
		goto out;
	toy_use(folio);
out:
	folio_put(folio);
	return 0;
}
`,
).join('\n');

for (const host of ['node', 'web'] as const) {
	describe(`a long audit in VS Code, extension host: ${host}`, () => {
		let folder: string;
		let workbench: Workbench;

		before(async () => {
			const prepare = (copy: string) => {
				mkdirSync(join(copy, 'drivers'));
				for (let at = 0; at < FILES; at++) {
					const leaks =
						at % 100 === 0 ? 'int leaks(struct page *page)\n{\n\tget_page(page);\n\tput_page(page);\n\tput_page(page);\n\treturn page->flags;\n}\n' : '';
					writeFileSync(
						join(copy, `drivers/d${String(at).padStart(4, '0')}.c`),
						`${heavy}${leaks}bool a(pmd_t b)\n{\n\treturn pmd_trans_huge(b) || pmd_devmap(b);\n}\n`,
					);
				}
			};
			({ workbench, folder } = await Workbench.openTree('normal', prepare, { host, settings: { 'mmReview.treeHelpers': false } }));
			await workbench.openFile('d0001.c');
		});
		after(async () => {
			await workbench?.close();
			rmSync(folder, { recursive: true, force: true });
		});
		const findings = async () => Number((await workbench.row('Audit', 'devmap-check').first().textContent())?.match(/(\d+)$/)?.[1] ?? '0');

		it('shows how far it is, and what it has found', async () => {
			const { page } = workbench;
			await workbench.command('mm-review: Audit Kernel Tree');
			await page.locator('.notification-toast .notification-list-item-message', { hasText: /\d+ of \d+ files, \d+ findings so far/ }).waitFor();
			await workbench.row('Audit', 'devmap-check').waitFor();
			await workbench.shot(`${host}-progress`);
		});

		it('keeps what it has found when it is cancelled', async () => {
			const { page } = workbench;
			await page.locator('.notification-toast', { hasText: 'auditing the kernel tree' }).locator('.monaco-button', { hasText: 'Cancel' }).click();
			await page.locator('.pane-body .message', { hasText: 'Cancelled: what was found so far is kept' }).waitFor();
			const found = await findings();
			assert.ok(found > 0 && found < FILES, `${found} findings, of ${FILES} there are`);
			await workbench.shot(`${host}-cancelled`);
		});

		it('goes on where it stopped', async () => {
			await workbench.command('mm-review: Resume Audit');
			await workbench.page
				.locator('.notification-toast .notification-list-item-message', { hasText: /mm-review: \d+ findings in \d+ files/ })
				.waitFor({ timeout: 90_000 });
			await eventually(async () => assert.equal(await findings(), FILES));
		});

		it('marks what has changed since as stale, and an audit takes that away', async () => {
			await workbench.command('mm-review: Group by File');
			await workbench.openRow('Audit', 'drivers/d0000.c');
			await workbench.row('Audit', 'devmap-check').first().waitFor();
			assert.equal(await workbench.row('Audit', '(stale)').count(), 0);
			// Behind the editor's back.
			writeFileSync(join(folder, 'drivers/d0000.c'), 'bool a(pmd_t b)\n{\n\treturn pmd_devmap(b);\n}\n');
			await workbench.row('Audit', '(stale)').first().waitFor();
			await workbench.shot(`${host}-stale`);
		});
	});
}
