/** `mm-review review`, as it is shipped: mails in, findings out, in every form. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Finding } from '../../server/src/review/finding.ts';
import { treeFolder } from '../support/engine.ts';
import { patchFixtures } from '../support/patch-fixtures.ts';
import { mmReview } from '../support/run.ts';

const toy = 'int toy_a(pmd_t pmd)\n{\n\treturn 1;\n}\n';
const mail = (subject: string, added: string, path = 'mm/toy.c') => `From: Jane Doe <jane@example.org>
To: linux-mm@example.org
Subject: ${subject}
Date: Mon, 1 Jan 2024 00:00:00 +0000
Message-ID: <${subject.replace(/\W+/g, '-')}@example.org>

Because.

Signed-off-by: Jane Doe <jane@example.org>
---
diff --git a/${path} b/${path}
--- a/${path}
+++ b/${path}
@@ -1,4 +1,5 @@
 int toy_a(pmd_t pmd)
 {
+${added}
 \treturn 1;
 }
`;
const boxed = (...mails: string[]) => mails.map((each) => `From 0123456789abcdef Mon Sep 17 00:00:00 2001\n${each}\n`).join('');
const flagged = mail('[PATCH] toy: Ask', '\tif (pmd_devmap(pmd)) return 0; /* TODO */');

interface ReviewJson {
	readonly findings: readonly Finding[];
	readonly patches: readonly {
		readonly index: number;
		readonly subject: string;
		readonly messageId: string;
		readonly files: readonly string[];
		readonly applied: string;
	}[];
	readonly notes: readonly { readonly message: string }[];
}

describe('review', () => {
	let folder: string;
	let tree: string;
	const file = (name: string, text: string) => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	};
	const json = (...args: string[]): ReviewJson => JSON.parse(mmReview(['review', ...args, '--format', 'json']).stdout) as ReviewJson;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'mm-review-review-'));
		tree = join(folder, 'tree');
		cpSync(treeFolder('series'), tree, { recursive: true });
		mkdirSync(join(tree, 'mm'), { recursive: true });
		writeFileSync(join(tree, 'mm', 'toy.c'), toy);
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	it('takes the scheme of a configuration for every patch, also after one that changes a file that is probed, and without a tree', () => {
		const comment = '--- a/include/linux/mm.h\n+++ b/include/linux/mm.h\n@@ -1,0 +1,1 @@\n+/* A comment. */\n';
		const config = file('scheme.yaml', 'scheme: devmap\n');
		const before = file('first.patch', `From: a <a@example.org>\nSubject: [PATCH 1/2] mm: Say something\nMessage-ID: <1@example.org>\n\n---\n${comment}`);
		const after = file('second.patch', flagged.replace('[PATCH]', '[PATCH 2/2]'));
		const severities = (...args: string[]) =>
			json(...args, '--config', config, '--rule', 'devmap-check').findings.map(({ severity, message }) => `${severity} ${message}`);
		const alone = severities(after, '--tree', tree);
		assert.equal(alone.length, 1);
		assert.deepEqual(severities(before, after, '--tree', tree), alone);
		assert.deepEqual(
			severities(after),
			json(after, '--scheme', 'devmap', '--rule', 'devmap-check').findings.map(({ severity, message }) => `${severity} ${message}`),
		);
	});

	it('finds what a patch brings in, on its line of the file and of the mail', () => {
		const path = file('a.patch', flagged);
		const report = json(path, '--tree', tree);
		const line = flagged.split('\n').findIndex((each) => each.includes('pmd_devmap')) + 1;
		assert.deepEqual(
			report.findings.map(({ rule, file: name, range, patch, origin }) => [rule, name, range.start.line, patch?.index, patch?.mailRange.start.line, origin]),
			[
				['devmap-check', 'mm/toy.c', 3, 1, line, 'introduced'],
				['todo-left', 'mm/toy.c', 3, 1, line, 'introduced'],
			],
		);
		assert.deepEqual(report.patches, [
			{ index: 1, subject: '[PATCH] toy: Ask', messageId: '<-PATCH-toy-Ask@example.org>', files: ['mm/toy.c'], applied: 'clean' },
		]);
		const mailText = flagged.split('\n')[line - 1] ?? '';
		const { start, end } = report.findings[0]?.patch?.mailRange ?? { start: { column: 0 }, end: { column: 0 } };
		assert.equal(mailText.slice(start.column - 1, end.column - 1), 'pmd_devmap(pmd)');
	});

	it('reads standard input, folders, Maildirs and mboxes', () => {
		assert.equal(mmReview(['review', '-', '--tree', tree], { input: flagged }).code, 1);
		const maildir = join(folder, 'maildir');
		for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, part), { recursive: true });
		writeFileSync(join(maildir, 'cur', '2:2,S'), mail('[PATCH 2/2] toy: b', '\tint b;'));
		writeFileSync(join(maildir, 'new', '1'), mail('[PATCH 1/2] toy: a', '\tint a;'));
		assert.deepEqual(
			json(maildir).patches.map(({ index }) => index),
			[1, 2],
		);
		const box = file('series.mbox', boxed(mail('[PATCH 1/2] toy: a', '\tint a;'), mail('[PATCH 2/2] toy: b', '\tint b;')));
		assert.equal(json(box).patches.length, 2);
	});

	it('reads patches out of quotes, and knows where they stand', () => {
		const quoted = `From: John <john@example.org>\nSubject: Re: [PATCH] toy: Ask\n\nOn Monday Jane wrote:\n${flagged
			.split('\n')
			.slice(6)
			.map((line) => `> ${line}`)
			.join('\n')}\nWhy?\n`;
		const { findings } = json(file('quoted.eml', quoted), '--quoted', '--tree', tree);
		const [finding] = findings;
		const { start, end } = finding?.patch?.mailRange ?? { start: { line: 0, column: 0 }, end: { column: 0 } };
		assert.equal(finding?.rule, 'devmap-check');
		assert.equal(quoted.split('\n')[start.line - 1]?.slice(start.column - 1, end.column - 1), 'pmd_devmap(pmd)');
	});

	it('exits with 0 for nothing, 2 for what cannot be read, and says a line for what holds no patch', () => {
		assert.equal(mmReview(['review', file('clean.patch', mail('[PATCH] toy: c', '\tint c;'))]).code, 0);
		const missing = mmReview(['review', join(folder, 'nowhere')]);
		assert.equal(missing.code, 2);
		assert.match(missing.stderr, /^error: .*nowhere does not exist\n$/);
		assert.equal(mmReview(['review', join(folder, 'nowhere'), join(folder, 'clean.patch')]).code, 2);
		assert.equal(mmReview(['review', join(folder, 'nowhere'), join(folder, 'clean.patch'), '--keep-going']).code, 0);
		const letter = mmReview(['review', file('letter.eml', 'From: a@example.org\nSubject: Hello\n\nHow are you?\n')]);
		assert.equal(letter.code, 0);
		assert.match(letter.stderr, /^info: .*there is no patch in it\n$/);
		assert.equal(mmReview(['review']).code, 2);
		assert.equal(mmReview(['review', '--tree', folder, file('x.patch', flagged)]).code, 2);
	});

	it('reads nothing outside of the tree', () => {
		writeFileSync(join(folder, 'secret.c'), toy);
		symlinkSync(join(folder, 'secret.c'), join(tree, 'mm', 'link.c'));
		for (const path of ['../secret.c', join(folder, 'secret.c'), 'mm/link.c']) {
			const run = mmReview(['review', file('evil.patch', mail('[PATCH] toy: evil', '\tint e;', path)), '--tree', tree]);
			assert.match(run.stderr, /is no path inside of a tree|lies outside of the tree and was not read/, path);
			assert.match(run.stdout, /0 of 1 hunks applied/);
		}
	});

	it('writes text, mail, b4, SARIF, checkpatch and github', () => {
		const path = file('forms.patch', flagged);
		const of = (format: string) => mmReview(['review', path, '--tree', tree, '--format', format]).stdout;
		assert.match(
			of('text'),
			/^\[PATCH\] toy: Ask\n\nmm\/toy\.c:3:6: warning: .*\[devmap-check\]\n.*forms\.patch:\d+ {2}@@ -1,4 \+1,5 @@\n[\s\S]*\n> \+\tif \(pmd_devmap/,
		);
		assert.match(
			of('mail'),
			/^To: Jane Doe <jane@example\.org>\nCc: linux-mm@example\.org\nSubject: Re: \[PATCH\] toy: Ask\nIn-Reply-To: <.*>\nReferences: <.*>\n/,
		);
		assert.match(of('mail'), /\nOn Mon, 1 Jan 2024 00:00:00 \+0000, Jane Doe wrote:\n> diff --git a\/mm\/toy\.c/);
		const b4 = JSON.parse(of('b4')) as { tool: string; status: string; summary: string; url: string; details: string }[];
		assert.deepEqual(
			b4.map(({ tool, status }) => [tool, status]),
			[
				['mm-review', 'warn'],
				['mm-review', 'warn'],
			],
		);
		assert.deepEqual(JSON.parse(mmReview(['review', '-', '--format', 'b4'], { input: 'From: a@b.c\nSubject: Hi\n\nHi\n' }).stdout), []);
		const [sarif] = (JSON.parse(of('sarif')) as { runs: { results: { ruleId: string }[] }[] }).runs;
		assert.deepEqual(
			sarif?.results.map(({ ruleId }) => ruleId),
			['devmap-check', 'todo-left'],
		);
		assert.match(of('checkpatch'), /^mm\/toy\.c:3: WARNING: devmap-check: /m);
		assert.match(of('github'), /^::warning file=mm\/toy\.c,line=3/m);
	});

	it('knows what stood there before, and what is fixed', () => {
		writeFileSync(join(tree, 'mm', 'old.c'), 'int toy_a(pmd_t pmd)\n{\n\treturn pmd_devmap(pmd);\n}\n');
		const patch = (text: string) => file('origin.patch', `diff --git a/mm/old.c b/mm/old.c\n--- a/mm/old.c\n+++ b/mm/old.c\n${text}`);
		const add = patch('@@ -1,4 +1,5 @@\n int toy_a(pmd_t pmd)\n {\n+\ttoy();\n \treturn pmd_devmap(pmd);\n }\n');
		assert.deepEqual(json(add, '--tree', tree).findings, []);
		assert.deepEqual(
			json(add, '--tree', tree, '--all').findings.map(({ origin }) => origin),
			['existing'],
		);
		assert.equal(mmReview(['review', add, '--tree', tree, '--all']).code, 0);
		const remove = patch('@@ -1,4 +1,4 @@\n int toy_a(pmd_t pmd)\n {\n-\treturn pmd_devmap(pmd);\n+\treturn 0;\n }\n');
		assert.deepEqual(
			json(remove, '--tree', tree, '--all').findings.map(({ origin }) => origin),
			['fixed'],
		);
		assert.deepEqual(
			json(remove, '--tree', tree, '--backwards').findings.map(({ rule }) => rule),
			['devmap-check'],
		);
	});

	it('looks at what stands where the first lines of a file were', () => {
		writeFileSync(join(tree, 'mm/first.c'), 'int gone;\n');
		const patch = `From: Jane Doe <jane@example.org>\nSubject: [PATCH] toy: First\n\n---\ndiff --git a/mm/first.c b/mm/first.c\n--- a/mm/first.c\n+++ b/mm/first.c\n@@ -1 +1,4 @@\n-int gone;\n+int toy(pmd_t pmd)\n+{\n+\treturn pmd_devmap(pmd);\n+}\n`;
		assert.deepEqual(
			json(file('first.patch', patch), '--tree', tree).findings.map(({ rule, range }) => `${rule} ${range.start.line}`),
			['devmap-check 3'],
		);
	});

	it('says which hunks do not apply, and why where white space is the reason', () => {
		const spoilt = file('spoilt.patch', flagged.replaceAll('\t', '    '));
		const run = mmReview(['review', spoilt, '--tree', tree]);
		assert.match(run.stderr, /mm\/toy\.c: the hunk at line 1 does not apply: its white space is not that of the tree; it is reviewed from its own lines/);
		assert.match(run.stdout, /devmap-check/);
		const lost = mmReview(['review', file('lost.patch', flagged.replaceAll('toy_a', 'toy_other').replaceAll('return 1', 'return 9')), '--tree', tree]);
		assert.match(lost.stderr, /mm\/toy\.c: the hunk at line 1 does not apply; it is reviewed from its own lines/);
		assert.match(lost.stdout, /devmap-check/);
	});

	it('takes commits of a repository, and runs nothing that it configures', () => {
		const root = join(folder, 'repository');
		cpSync(tree, root, { recursive: true });
		rmSync(join(root, 'mm', 'link.c'), { force: true });
		const git = (...args: string[]) => {
			const run = spawnSync('git', ['-C', root, '-c', 'user.name=J', '-c', 'user.email=j@example.org', ...args], { encoding: 'utf8' });
			assert.equal(run.status, 0, run.stderr);
		};
		git('init', '-q');
		git('add', '-A');
		git('commit', '-qm', 'base');
		writeFileSync(join(root, 'mm', 'toy.c'), toy.replace('\treturn 1;', '\tif (pmd_devmap(pmd))\n\t\treturn 0;\n\treturn 1;'));
		git('commit', '-qam', 'toy: Ask');
		const trap = join(folder, 'trap.sh');
		writeFileSync(trap, `#!/bin/sh\ntouch ${join(folder, 'trapped')}\n`);
		chmodSync(trap, 0o755);
		git('config', 'core.fsmonitor', trap);
		git('config', 'diff.external', trap);
		git('config', 'core.pager', trap);
		const report = json('--git', 'HEAD~1..', '--tree', root);
		assert.deepEqual(
			report.findings.map(({ rule, origin }) => [rule, origin]),
			[['devmap-check', 'introduced']],
		);
		assert.deepEqual(
			report.patches.map(({ applied }) => applied),
			['clean'],
		);
		assert.throws(() => readFileSync(join(folder, 'trapped')));
		assert.match(mmReview(['review', '--git', 'nowhere..', '--tree', root]).stderr, /^mm-review: git format-patch failed/);
	});

	it("runs the tree's checkpatch where it is asked to", () => {
		mkdirSync(join(tree, 'scripts'), { recursive: true });
		writeFileSync(join(tree, 'scripts', 'checkpatch.pl'), '');
		// Not every machine has Perl: what stands for it says what the script would, if it is given the script and the tree.
		const tools = join(folder, 'tools');
		mkdirSync(tools);
		const answer = 'mm/toy.c:3: ERROR:TRAILING_STATEMENTS: trailing statements';
		writeFileSync(join(tools, 'perl'), `#!/bin/sh\n[ "$1 $2" = "${tree}/scripts/checkpatch.pl --root=${tree}" ] && grep -q pmd_devmap && echo '${answer}'\n`);
		chmodSync(join(tools, 'perl'), 0o755);
		const path = file('style.patch', flagged);
		const plain = json(path, '--tree', tree).findings.map(({ rule }) => rule);
		const run = mmReview(['review', path, '--tree', tree, '--checkpatch', '--format', 'json'], {
			env: { ...process.env, PATH: `${tools}:${process.env['PATH']}` },
		});
		const merged = (JSON.parse(run.stdout) as ReviewJson).findings;
		assert.deepEqual(
			merged.map(({ rule }) => rule).filter((rule) => rule !== 'checkpatch'),
			plain,
		);
		const said = merged.find(({ rule }) => rule === 'checkpatch');
		assert.deepEqual([said?.message, said?.severity, said?.range.start.line], ['trailing statements (TRAILING_STATEMENTS)', 'warning', 3]);
		assert.match(mmReview(['review', path, '--checkpatch']).stderr, /^mm-review: --checkpatch runs a script of the tree: name the tree with --tree\n$/);
	});

	it('gives the findings of the engine on fixtures', () => {
		const fixture = patchFixtures().find(({ rule, name }) => rule === 'patch-breaks-syntax' && name === 'flag.patch');
		const run = mmReview(['review', '-', '--rule', 'patch-breaks-syntax', '--format', 'checkpatch'], { input: fixture?.text ?? '' });
		assert.match(run.stdout, /mm\/toy\.c:3: ERROR: patch-breaks-syntax/);
		assert.match(run.stdout, /mm\/toy-two\.c:7: ERROR: patch-breaks-syntax/);
	});
});
