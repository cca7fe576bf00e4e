/** Patches and mails in an editor: the language server over stdio, as it is shipped. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DocumentSymbol, Range, TextEdit } from 'vscode-languageserver/node';
import { indexLines } from '../../server/src/kernel-c/line-index.ts';
import { applyEdits } from '../../server/src/kernel-c/rewrite/text-edit.ts';
import { applyChange } from '../../server/src/patch/diff/apply.ts';
import { readMails } from '../../server/src/patch/mail/read-mails.ts';
import { seriesOf } from '../../server/src/patch/series.ts';
import { treeFolder } from '../support/engine.ts';
import { LspClient } from '../support/lsp-client.ts';

const before1 = 'int toy_a(pmd_t pmd)\n{\n\treturn 1;\n}\n\nint toy_b(void)\n{\n\treturn 2;\n}\n\nint toy_c(void)\n{\n\treturn 3;\n}\n';
const mail = `From 0123456789abcdef Mon Sep 17 00:00:00 2001
From: Jane Doe <jane@example.org>
To: linux-mm@example.org
Subject: [PATCH] toy: Ask for devmap entries
Message-ID: <1@example.org>

Because.

Signed-off-by: Jane Doe <jane@example.org>
---
 mm/toy.c | 4 ++--
 1 file changed, 4 insertions(+), 2 deletions(-)

diff --git a/mm/toy.c b/mm/toy.c
index 1234567..89abcde 100644
--- a/mm/toy.c
+++ b/mm/toy.c
@@ -1,6 +1,8 @@
 int toy_a(pmd_t pmd)
 {
-	return 1;
+	if (pmd_devmap(pmd))
+		return 0;
+	return 1; /* FIXME */
 }
 
 int toy_b(void)
@@ -10,5 +12,5 @@ int toy_b(void)
 
 int toy_c(void)
 {
-	return 3;
+	return 4;
 }
-- 
2.43.0
`;

function apply(text: string, edits: readonly TextEdit[]): string {
	const lines = indexLines(text);
	const offset = (position: Range['start']) => lines.lineStart(position.line) + position.character;
	return applyEdits(
		text,
		edits.map((edit) => ({ start: offset(edit.range.start), end: offset(edit.range.end), newText: edit.newText })),
	);
}

describe('a patch in an editor', () => {
	let folder: string;
	let client: LspClient;
	let uri: string;
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'mm-review-patches-'));
		cpSync(treeFolder('series'), join(folder, 'tree'), { recursive: true });
		mkdirSync(join(folder, 'tree', 'mm'), { recursive: true });
		writeFileSync(join(folder, 'tree', 'mm', 'toy.c'), before1);
		writeFileSync(join(folder, 'a.patch'), mail);
		client = await LspClient.start({ folders: [join(folder, 'tree')] });
		uri = await client.open(join(folder, 'a.patch'), mail, 'diff');
	});
	after(async () => {
		assert.equal(await client.stop(), 0);
		rmSync(folder, { recursive: true, force: true });
	});

	it('has diagnostics on the lines of the mail', async () => {
		const lines = mail.split('\n');
		const found = (await client.diagnostics(uri)).map(
			({ code, range }) => `${code} ${lines[range.start.line]?.slice(range.start.character, range.end.character)}`,
		);
		assert.deepEqual(found, ['devmap-check pmd_devmap(pmd)', 'todo-left FIXME']);
	});

	it('explains findings and APIs, and has an outline', async () => {
		const line = mail.split('\n').findIndex((each) => each.includes('pmd_devmap'));
		const hover = await client.hover(uri, line, 9);
		assert.match(JSON.stringify(hover?.contents), /devmap-check/);
		const symbols = (await client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } })) as DocumentSymbol[];
		const outline = (list: readonly DocumentSymbol[]): unknown => list.map(({ name, children }) => (children === undefined ? name : [name, outline(children)]));
		assert.deepEqual(outline(symbols), [['[PATCH] toy: Ask for devmap entries', [['mm/toy.c', ['line 1', 'int toy_b(void)']]]]]);
	});

	it('fixes the added lines and keeps the hunks right', async () => {
		const line = mail.split('\n').findIndex((each) => each.includes('pmd_devmap'));
		const at = { line, character: 6 };
		const fix = (await client.codeActions(uri, { start: at, end: at })).find(({ edit }) => edit !== undefined);
		const fixed = apply(mail, fix?.edit?.changes?.[uri] ?? []);
		assert.ok(!fixed.includes('pmd_devmap'));
		const { patches } = seriesOf(await readMails('fixed', new TextEncoder().encode(fixed)));
		assert.deepEqual(patches[0]?.diff.problems, []);
		const change = patches[0]?.diff.changes[0];
		assert.ok(change);
		const applied = applyChange(before1, change);
		assert.deepEqual(
			applied.hunks.map(({ offset, fuzz }) => [offset, fuzz]),
			[
				[0, 0],
				[0, 0],
			],
		);
		assert.deepEqual(
			change.hunks.map(({ newStart, newCount }) => [newStart, newCount]),
			[
				[1, 6],
				[10, 5],
			],
		);
		assert.ok(applied.text.startsWith('int toy_a(pmd_t pmd)\n{\n\treturn 1; /* FIXME */\n}\n'));
		const git = spawnSync('git', ['apply', '--check', '-'], { cwd: join(folder, 'tree'), input: fixed });
		assert.equal(git.status, 0, String(git.stderr));
	});

	it('is reviewed as a whole by a command, and answered', async () => {
		const command = (name: string, argument: unknown) => client.connection.sendRequest('workspace/executeCommand', { command: name, arguments: [argument] });
		const answer = (await command('mmReview.reviewPatch', uri)) as {
			patches: { applied: string; files: string[] }[];
			findings: { rule: string }[];
			text: string;
		};
		assert.deepEqual(
			answer.patches.map(({ applied, files }) => [applied, files]),
			[['clean', ['mm/toy.c']]],
		);
		assert.deepEqual(
			answer.findings.map(({ rule }) => rule),
			['devmap-check', 'todo-left'],
		);
		const { replies } = (await command('mmReview.composeReply', { text: mail })) as { replies: { text: string }[] };
		assert.equal(replies.length, 1);
		assert.match(replies[0]?.text ?? '', /^To: Jane Doe <jane@example\.org>\nCc: linux-mm@example\.org\nSubject: Re: \[PATCH\] toy/);
		assert.match(replies[0]?.text ?? '', /In-Reply-To: <1@example\.org>/);
		await assert.rejects(command('mmReview.reviewPatch', join(folder, 'nowhere.patch')), /does not exist/);
	});
});
