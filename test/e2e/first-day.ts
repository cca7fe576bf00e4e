/** What a user does on the first day, in whichever extension host: the same steps in a process beside the tree and in a web worker. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { treeFolder } from '../support/engine.ts';
import { eventually, Workbench } from './workbench.ts';

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

const mail = `From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: Jane Doe <jane@example.org>
To: linux-mm@example.org
Subject: [PATCH 1/2] toy: Ask for devmap entries
Message-ID: <1@example.org>

Because.

Signed-off-by: Jane Doe <jane@example.org>
---
 mm/toy.c | 8 ++++++++

diff --git a/mm/toy.c b/mm/toy.c
new file mode 100644
--- /dev/null
+++ b/mm/toy.c
@@ -0,0 +1,8 @@
+int toy_a(pmd_t pmd)
+{
+	if (pmd_devmap(pmd))
+		return 0;
+	return 1;
+}
+
+extern int toy_b(void);
-- 
2.43.0

From 0123456789abcdef0123456789abcdef01234568 Mon Sep 17 00:00:00 2001
From: Jane Doe <jane@example.org>
To: linux-mm@example.org
Subject: [PATCH 2/2] toy: Say less
Message-ID: <2@example.org>

Because.

Signed-off-by: Jane Doe <jane@example.org>
---
 mm/toy.c | 1 -

diff --git a/mm/toy.c b/mm/toy.c
--- a/mm/toy.c
+++ b/mm/toy.c
@@ -5,4 +5,3 @@ int toy_a(pmd_t pmd)
 	return 1;
 }
 
-extern int toy_b(void);
-- 
2.43.0
`;

/** The steps, in the host; pictures are kept under its name. */
export function firstDay(host: 'node' | 'web'): void {
	describe(`the first day in VS Code, extension host: ${host}`, () => {
		let folder: string;
		let workbench: Workbench;
		const problems = (text: string | RegExp) => workbench.page.locator('.markers-panel .monaco-list-row', { hasText: text });
		const line = (text: string | RegExp) => workbench.page.locator('.editor-group-container.active .view-line', { hasText: text });
		const shot = (name: string) => workbench.shot(`${host}-${name}`);

		/** A step; what the screen shows when it fails is kept. */
		const step = (name: string, run: () => Promise<void>) =>
			it(name, async () => {
				try {
					await run();
				} catch (error) {
					await shot(`failed: ${name}`.replace(/\W+/g, '-'));
					throw error;
				}
			});

		before(async () => {
			const prepare = (copy: string) => {
				cpSync(join(treeFolder('devmap'), 'fs/toy.c'), join(copy, 'fs/toy.c'));
				writeFileSync(join(copy, 'leak.c'), leak);
				writeFileSync(join(copy, 'series.mbox'), mail);
				mkdirSync(join(copy, '.vscode'));
				writeFileSync(join(copy, '.vscode/settings.json'), '{\n}\n');
			};
			({ workbench, folder } = await Workbench.openTree('series', prepare, { host }));
		});
		after(async () => {
			await workbench?.close();
			rmSync(folder, { recursive: true, force: true });
		});

		step('underlines a finding and lists it in Problems, once', async () => {
			const { page } = workbench;
			await workbench.openFile('toy.c');
			await page.locator('.cdr.squiggly-warning').first().waitFor();
			await workbench.command('Problems: Focus on Problems View');
			await problems('pmd_devmap() is never true').waitFor();
			assert.equal(await problems('devmap-check').count(), 1, 'not pushed and pulled');
			await shot('problems');
		});

		step('explains on hover: what, the fix, why, who said so, in what tree', async () => {
			const { page } = workbench;
			await workbench.token('pmd_devmap').hover();
			const hover = page.locator('.monaco-hover:visible', { hasText: 'An entry is marked devmap so that the mm keeps its hands off' });
			await hover.waitFor();
			const text = (await hover.first().textContent()) ?? '';
			assert.match(text, /pmd_devmap\(\) is never true/);
			assert.match(text, /Fix: Remove the pmd_devmap\(\) test/);
			assert.match(text, /Alistair Popple, \[PATCH 12\/13\] mm: Remove pXX_devmap callers/);
			assert.match(text, /linux 6\.13.*half converted/);
			assert.ok((await hover.locator('a[data-href^="https://lore.kernel.org/r/47c26640cd85"]').count()) > 0, 'a link to the mail');
			await shot('hover');
			await page.keyboard.press('Escape');
		});

		step('explains an API that is no finding', async () => {
			const { page } = workbench;
			await workbench.token('pmdp_get_lockless').hover();
			await page.locator('.monaco-hover:visible', { hasText: 'reads an entry without its lock' }).waitFor();
			await page.keyboard.press('Escape');
		});

		step('fixes, and the fix can be undone', async () => {
			const { page } = workbench;
			await workbench.quickFix('pmd_devmap', 'Remove the pmd_devmap() test');
			await shot('quick-fix');
			await page.keyboard.press('Enter');
			await line('if (pmd_trans_huge(entry))').first().waitFor();
			await problems('pmd_devmap() is never true').waitFor({ state: 'detached' });
			await page.keyboard.press('Control+Z');
			await line('pmd_devmap(entry)').first().waitFor();
			await problems('pmd_devmap() is never true').waitFor();
		});

		step('fixes all that is safe', async () => {
			await workbench.openFile('toy.c');
			await workbench.command('Fix All');
			await line('if (pmd_trans_huge(entry))').first().waitFor();
			await workbench.save('toy.c');
			assert.match(readFileSync(join(folder, 'fs/toy.c'), 'utf8'), /\n\tif \(pmd_trans_huge\(entry\)\)\n/);
			await workbench.page.keyboard.press('Control+Z');
			await line('pmd_devmap(entry)').first().waitFor();
			await workbench.save('toy.c');
		});

		step('tells in the status bar how the tree was probed', async () => {
			const { page } = workbench;
			const item = page.locator('.statusbar-item', { hasText: 'mm: converting' });
			await item.waitFor();
			await item.click();
			const rows = page.locator('.quick-input-list .monaco-list-row');
			await rows.filter({ hasText: 'Override the scheme' }).waitFor();
			await rows.filter({ hasText: 'pmd_devmap' }).first().waitFor();
			await shot('probes');
			await page.keyboard.press('Escape');
		});

		step('audits the tree from the palette, with progress, and lists what is found', async () => {
			const { page } = workbench;
			await workbench.command('mm-review: Audit Kernel Tree');
			await page.locator('.notification-toast .notification-list-item-message', { hasText: /mm-review: \d+ findings in \d+ files of linux 6\.13/ }).waitFor();
			await workbench.row('Audit', 'devmap-check').waitFor();
			await problems('pgtable.h').waitFor();
			await shot('audit');
			await workbench.row('Audit', 'one-based-idle').click();
			await workbench.row('Audit', 'fs/toy.c:15 toy_wait_idle()').click();
			await page.locator('.tabs-container .tab.active[data-resource-name="toy.c"]').waitFor();
			assert.match((await page.locator('.statusbar-item[id="status.editor.selection"]').textContent()) ?? '', /Ln 15/);
		});

		step('groups and filters the list', async () => {
			const { page } = workbench;
			await workbench.command('mm-review: Group by File');
			await workbench.row('Audit', 'mm/Kconfig').waitFor();
			await workbench.command('mm-review: Group by Function');
			await workbench.row('Audit', 'toy_walk_pmd() in fs/toy.c').waitFor();
			await workbench.command('mm-review: Filter Findings');
			await page.locator('.quick-input-widget:visible input').fill('leak');
			await page.keyboard.press('Enter');
			await workbench.row('Audit', 'toy_walk_pmd').waitFor({ state: 'detached' });
			await workbench.row('Audit', 'toy() in leak.c').waitFor();
			await shot('filtered');
			await workbench.command('mm-review: Show All Findings');
			await workbench.row('Audit', 'toy_walk_pmd').waitFor();
			await workbench.command('mm-review: Group by Rule');
		});

		step('copies a finding as a review comment', async () => {
			await workbench.openRow('Audit', 'ref-leak');
			await workbench.rowAction('Audit', 'leak.c:11 toy()', 'Copy as Review Comment');
			await eventually(async () => assert.match(await workbench.clipboard(), /^leak\.c:11, toy\(\):\n> return -EIO;\n\n.*folio.*is still held/));
		});

		step('suppresses from the list, and the list follows', async () => {
			await workbench.rowAction('Audit', 'leak.c:11 toy()', 'Ignore Here (Suppress)');
			await line('mm-review: ignore ref-leak').waitFor();
			await workbench.row('Audit', 'leak.c:11 toy()').waitFor({ state: 'detached' });
			await workbench.page.keyboard.press('Control+Z');
			await line('mm-review: ignore ref-leak').waitFor({ state: 'detached' });
			await workbench.row('Audit', 'ref-leak').waitFor();
		});

		step('fixes from the list, and all of a rule', async () => {
			await workbench.openRow('Audit', 'devmap-check');
			await workbench.rowAction('Audit', 'fs/toy.c:8 toy_walk_pmd()', 'Fix');
			await workbench.row('Audit', 'fs/toy.c:8 toy_walk_pmd()').waitFor({ state: 'detached' });
			await workbench.page.keyboard.press('Control+Z');
			await line('pmd_devmap(entry)').first().waitFor();
			await workbench.row('Audit', 'devmap-check').waitFor();
			await workbench.rowAction('Audit', 'devmap-check', 'Fix All of This Rule');
			await workbench.page.locator('.notification-toast', { hasText: '1 fix of devmap-check in 1 file, not saved' }).waitFor();
			await workbench.row('Audit', 'devmap-check').waitFor({ state: 'detached' });
			await workbench.openFile('toy.c');
			await workbench.page.keyboard.press('Control+Z');
			await line('pmd_devmap(entry)').first().waitFor();
			await workbench.command('File: Revert File');
		});

		step('keeps what an audit found in Problems when the editors are closed', async () => {
			await workbench.command('View: Close All Editors');
			await workbench.command('Problems: Focus on Problems View');
			await problems('is still held where this error path leaves').waitFor();
			await problems('pgtable.h').waitFor();
		});

		step('shows what calls do to the count, and the lens over the function', async () => {
			await workbench.command('View: Hide Panel');
			await workbench.openFile('leak.c');
			await line('+1 folio').first().waitFor();
			await line('−1 folio').first().waitFor();
			await workbench.page.locator('.codelens-decoration a', { hasText: /references:\s\d+\spaths,\s1\sleaks/ }).waitFor();
			await shot('leak');
		});

		step('draws the paths of a function, and goes to a line from there', async () => {
			const { page } = workbench;
			await page.locator('.codelens-decoration a', { hasText: /references:/ }).click();
			const frame = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
			await frame.locator('#title', { hasText: 'toy() in leak.c' }).waitFor();
			// A straight line is no box that could be seen.
			await frame.locator('svg .edge.wrong').first().waitFor({ state: 'attached' });
			await frame.locator('svg .edge.right').first().waitFor({ state: 'attached' });
			await frame.locator('details.wrong', { hasText: 'leaked, returns error' }).waitFor();
			await frame.locator('details.right').first().waitFor();
			await workbench.command('Notifications: Clear All Notifications');
			await shot('paths');
			const block = frame.locator('svg .node[role="button"]', { hasText: 'toy_check' });
			assert.match((await block.getAttribute('aria-label')) ?? '', /toy_check\(mapping\).*held: 1/);
			await block.focus();
			await page.keyboard.press('Enter');
			await page.locator('.statusbar-item[id="status.editor.selection"]', { hasText: 'Ln 10' }).waitFor();
			await frame.locator('li button', { hasText: /^11: / }).first().click();
			await page.locator('.statusbar-item[id="status.editor.selection"]', { hasText: 'Ln 11' }).waitFor();
		});

		step('exports the picture', async () => {
			const { page } = workbench;
			const frame = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
			await frame.locator('#export').click();
			await page.locator('.quick-input-widget:visible .quick-input-box input').waitFor();
			await page.keyboard.press('Enter');
			await eventually(() => assert.match(readFileSync(join(folder, 'toy.svg'), 'utf8'), /^<\?xml[\s\S]*<svg[\s\S]*toy_check/));
			await workbench.command('View: Close All Editors');
		});

		step('reports a false alarm as a case that stands on its own', async () => {
			await workbench.openFile('leak.c');
			await workbench.token('EIO').click();
			await workbench.command('mm-review: Report a False Alarm');
			await line('A false alarm of ref-leak').waitFor();
			const text = await workbench.clipboard();
			assert.match(text, /The least that shows it:\n\n```c\nint toy\(struct address_space \*mapping\)\n[\s\S]*```/);
			await shot('false-alarm');
			await workbench.command('View: Revert and Close Editor');
		});

		step('lists a series, patch by patch', async () => {
			const { page } = workbench;
			await workbench.openFile('series.mbox');
			await page.locator('.squiggly-warning').first().waitFor();
			await shot('mail');
			await workbench.command('mm-review: Review Patch Series');
			await page.locator('.quick-input-list .monaco-list-row', { hasText: 'The patch in the editor' }).click();
			await workbench.row('Patches', '[PATCH 1/2] toy: Ask for devmap entries').waitFor();
			await workbench.row('Patches', '[PATCH 2/2] toy: Say less').waitFor();
		});

		step('opens a patch as a diff with its findings on the new side', async () => {
			const { page } = workbench;
			await workbench.openRow('Patches', '[PATCH 1/2]');
			await workbench.row('Patches', '3: devmap-check').click();
			await page.locator('.monaco-diff-editor .editor.modified .view-line', { hasText: 'pmd_devmap' }).waitFor();
			await page.locator('.monaco-diff-editor .editor.modified .squiggly-warning').first().waitFor();
			await workbench.command('Notifications: Clear All Notifications');
			await shot('series');
			await page.locator('.monaco-diff-editor .editor.modified .view-line', { hasText: 'pmd_devmap' }).click();
			await page.keyboard.type('x');
			await page.locator('.monaco-editor-overlaymessage', { hasText: 'Cannot edit in read-only editor' }).waitFor();
			await page.keyboard.press('Escape');
		});

		step('writes the reply to a patch, which can be edited and copied', async () => {
			const { page } = workbench;
			await workbench.rowAction('Patches', '[PATCH 1/2]', 'Compose the Reply to This Patch');
			await line(/In-Reply-To:\s<1@example\.org>/).waitFor();
			await page.keyboard.press('Control+End');
			await page.keyboard.type('Thanks');
			await shot('reply');
			await workbench.command('mm-review: Copy the Reply');
			await eventually(async () => assert.match(await workbench.clipboard(), /^To: Jane Doe <jane@example\.org>\n[\s\S]*No need for the extern[\s\S]*Thanks$/));
			await workbench.command('View: Revert and Close Editor');
		});

		step('fixes the added lines of a mail and keeps the counts of the hunk right', async () => {
			await workbench.openFile('series.mbox');
			await workbench.quickFix('pmd_devmap', 'Remove what only a devmap entry reached');
			await workbench.page.keyboard.press('Enter');
			await line(/@@\s-0,0\s\+1,6\s@@/).waitFor();
			await workbench.save('series.mbox');
		});

		step('follows a change of the settings at once', async () => {
			const { page } = workbench;
			await workbench.openFile('toy.c');
			await page.locator('.cdr.squiggly-warning').first().waitFor();
			writeFileSync(join(folder, '.vscode/settings.json'), '{ "mmReview.rules": { "devmap-check": "off" } }\n');
			await page.locator('.cdr.squiggly-warning').first().waitFor({ state: 'detached' });
			writeFileSync(join(folder, '.vscode/settings.json'), '{ "mmReview.rules": { "devmap-check": "error", "one-based-idle": "off" } }\n');
			await page.locator('.cdr.squiggly-error').first().waitFor();
			writeFileSync(join(folder, '.vscode/settings.json'), '{ "mmReview.rules": { "devmap-chekc": "off" }, "mmReview.inlayHints": false }\n');
			await page.locator('.notification-toast', { hasText: 'devmap-chekc' }).waitFor();
			await shot('settings');
		});

		step('explains a rule, and lists an inventory', async () => {
			const { page } = workbench;
			await workbench.command('mm-review: Explain Rule');
			// The list shows as many rules as there is room for.
			await page.locator('.quick-input-widget:visible .quick-input-box input').fill('raw-pgmap');
			await page.locator('.quick-input-list .monaco-list-row', { hasText: 'raw-pgmap-access' }).first().click();
			await page.locator('.tabs-container .tab', { hasText: 'raw-pgmap-access.md' }).first().waitFor();
			await shot('explain');
			await workbench.command('mm-review: Inventory');
			await line('Uses of page and DAX APIs in linux 6.13').waitFor();
		});

		step('has a walkthrough', async () => {
			const { page } = workbench;
			await workbench.command('Welcome: Open Walkthrough...');
			await page.locator('.quick-input-widget:visible .quick-input-box input').fill('mm-review');
			await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Get started with mm-review' }).click();
			await page.locator('.getting-started-step', { hasText: 'Open a kernel tree' }).waitFor();
			await shot('walkthrough');
		});
	});
}
