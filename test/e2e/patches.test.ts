/** Patches in a real VS Code: diagnostics in a mail, a fix that keeps the hunk right, the review of a series, the reply. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Workbench } from './workbench.ts';

const mail = `From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: Jane Doe <jane@example.org>
To: linux-mm@example.org
Subject: [PATCH] toy: Ask for devmap entries
Message-ID: <1@example.org>

Because.

Signed-off-by: Jane Doe <jane@example.org>
---
 mm/toy.c | 4 ++--

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
`;

const fix = 'Remove what only a devmap entry reached';

describe('patches in VS Code', () => {
	let folder: string;
	let workbench: Workbench;

	before(async () => {
		({ workbench, folder } = await Workbench.openTree('series', (copy) => writeFileSync(join(copy, 'series.mbox'), mail)));
	});
	after(async () => {
		await workbench?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('shows findings on the lines of the mail', async () => {
		const { page } = workbench;
		await workbench.openFile('series.mbox');
		await page.locator('.squiggly-warning').first().waitFor();
		await workbench.command('Problems: Focus on Problems View');
		await page.locator('.markers-panel .monaco-list-row', { hasText: 'pmd_devmap() is never true' }).waitFor();
		await page.locator('.markers-panel .monaco-list-row', { hasText: 'no need for the extern' }).waitFor();
		await workbench.shot('mail');
	});

	it('fixes the added lines and keeps the counts of the hunk right', async () => {
		const { page } = workbench;
		await workbench.openFile('series.mbox');
		await workbench.quickFix('pmd_devmap', fix);
		await page.keyboard.press('Enter');
		await page.locator('.view-line', { hasText: /@@\s-0,0\s\+1,6\s@@/ }).waitFor();
		await workbench.save('series.mbox');
	});

	it('reviews the series of the editor, and writes the reply', async () => {
		const { page } = workbench;
		await workbench.command('mm-review: Review Patch Series');
		await page.locator('.quick-input-list .monaco-list-row', { hasText: 'The patch in the editor' }).click();
		await page.locator('.view-line', { hasText: /2\sfindings\sin\s1\spatch/ }).waitFor();
		await workbench.openFile('series.mbox');
		await workbench.command('mm-review: Compose Review Reply');
		await page.locator('.quick-input-list .monaco-list-row', { hasText: 'The patch in the editor' }).click();
		await page.locator('.view-line', { hasText: /In-Reply-To:\s<1@example\.org>/ }).waitFor();
		await page.locator('.view-line', { hasText: /No\sneed\sfor\sthe\sextern/ }).waitFor();
		await workbench.shot('reply');
	});
});
