/** What editors are served with, as far as it needs no editor: URIs, the list of findings, audits file by file, cases, images of patches. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AuditList, type ListFilter } from '../../client/src/audit/audit-list.ts';
import { notedNames } from '../../server/src/contracts/api-notes.ts';
import { folderOf, insideOf, nameOf, relativeTo, shownName } from '../../server/src/lsp/host/uris.ts';
import type { Finding } from '../../server/src/lsp/protocol.ts';
import { readMails } from '../../server/src/patch/mail/read-mails.ts';
import { seriesOf } from '../../server/src/patch/series.ts';
import { apiNames, apiText } from '../../server/src/report/api-text.ts';
import { htmlReport } from '../../server/src/report/html.ts';
import { auditInTurn, type TreeReader } from '../../server/src/review/audit-in-turn.ts';
import { reviewCode } from '../../server/src/review/document.ts';
import { noStats } from '../../server/src/review/finding.ts';
import { knownNames } from '../../server/src/review/known-names.ts';
import { minimalCase } from '../../server/src/review/minimal-case.ts';
import { seriesImagesAt } from '../../server/src/review/patches/patch-images.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { profileOf, testParser, treeFolder } from '../support/engine.ts';

describe('URIs', () => {
	it('are taken apart whatever their scheme', () => {
		assert.equal(nameOf('file:///a/b%20c.c'), 'b c.c');
		assert.equal(nameOf('vscode-vfs://github%2B7b/owner/repo/mm/gup.c'), 'gup.c');
		assert.equal(folderOf('file:///a/b.c'), 'file:///a');
		assert.equal(folderOf('vscode-vfs://github/owner/b.c'), 'vscode-vfs://github/owner');
		assert.equal(folderOf('vscode-test-web://mount/b.c'), 'vscode-test-web://mount/');
		assert.equal(folderOf('file:///'), null);
		assert.equal(folderOf('untitled:Untitled-1'), null);
	});
	it('name files in folders, however a client writes them', () => {
		assert.equal(insideOf('file:///a', 'b c/d+e#f.c'), 'file:///a/b%20c/d+e%23f.c');
		assert.equal(relativeTo('file:///a', 'file:///a/b%20c/d%2Be%23f.c'), 'b c/d+e#f.c');
		assert.equal(relativeTo('file:///a', 'file:///ab/c.c'), null);
		assert.equal(relativeTo('vscode-test-web://mount/', 'vscode-test-web://mount/x/y.c'), 'x/y.c');
		assert.equal(shownName('file:///a/b%20c.c'), '/a/b c.c');
		assert.equal(shownName('file:///c%3A/a.c'), 'c:/a.c');
	});
});

const all: ListFilter = { text: '', only: null, known: new Set() };
const finding = (rule: string, file: string, name: string, line: number): Finding => ({
	rule,
	group: 'scheme',
	severity: 'warning',
	message: `${rule} says so`,
	file,
	range: { start: { line, column: 1 }, end: { line, column: 2 } },
	function: name,
	text: 'x',
	steps: [],
	fingerprint: `${rule}-${file}-${line}`,
});

describe('the list of an audit', () => {
	const root = 'file:///tree';
	const news = (state: 'began' | 'resumed' | 'running' | 'done' | 'cancelled' | 'document', files: { file: string; findings: Finding[] }[] = []) => ({
		rootUri: root,
		version: '6.12',
		scheme: 'devmap',
		state,
		files,
	});
	const filled = () => {
		const list = new AuditList();
		list.take(news('began'));
		list.take(news('running', [{ file: 'b.c', findings: [finding('leak', 'b.c', 'f', 3), finding('put', 'b.c', '', 9)] }]));
		list.take(news('running', [{ file: 'a.c', findings: [finding('leak', 'a.c', 'g', 1)] }]));
		return list;
	};
	const names = (list: AuditList, grouping: 'rule' | 'file' | 'function', filter = all) =>
		list.groups(root, grouping, filter).map(({ name, findings }) => `${name} ${findings.length}`);

	it('groups by rule, file and function', () => {
		assert.deepEqual(names(filled(), 'rule'), ['leak 2', 'put 1']);
		assert.deepEqual(names(filled(), 'file'), ['a.c 1', 'b.c 2']);
		assert.deepEqual(names(filled(), 'function'), ['b.c 1', 'f() in b.c 1', 'g() in a.c 1']);
	});
	it('shows what the filter lets through', () => {
		assert.deepEqual(names(filled(), 'rule', { ...all, text: 'LEAK b.c' }), ['leak 1']);
		assert.deepEqual(names(filled(), 'rule', { ...all, only: new Set(['put-b.c-9']) }), ['put 1']);
		assert.deepEqual(names(filled(), 'rule', { ...all, known: new Set(['leak-b.c-3', 'leak-a.c-1']) }), ['put 1']);
	});
	it('marks what changed as stale until it is read again', () => {
		const list = filled();
		const stale = () => list.shown(root, all).filter(({ isStale }) => isStale).length;
		assert.equal(list.markStale(root, 'b.c'), true);
		assert.equal(list.markStale(root, 'nowhere.c'), false);
		assert.equal(stale(), 2);
		list.take(news('document', [{ file: 'b.c', findings: [finding('put', 'b.c', '', 9)] }]));
		assert.equal(stale(), 0);
		list.take(news('began'));
		assert.equal(stale(), 2, 'an audit reads all of it again');
		list.take(news('running', [{ file: 'a.c', findings: [] }]));
		list.take(news('cancelled'));
		list.take(news('resumed'));
		assert.deepEqual(names(list, 'file'), ['b.c 1']);
		assert.equal(stale(), 1);
		assert.equal(list.states[0]?.state, 'running');
	});
});

/** A tree on disk, read as a browser's client would. */
const reader = (root: string): TreeReader => ({
	async list(folder) {
		const entries = readdirSync(join(root, folder));
		const isFolder = (name: string) => statSync(join(root, folder, name)).isDirectory();
		return { files: entries.filter((name) => !isFolder(name)), folders: entries.filter(isFolder) };
	},
	read: async (path) => ({ ok: true, text: readFileSync(join(root, path), 'utf8'), encoding: 'utf8' }),
});

describe('an audit file by file', () => {
	const run = async (
		more: { done?: ReadonlySet<string>; isExcluded?: (path: string) => boolean; signal?: AbortSignal } = {},
		read = reader(treeFolder('series')),
	) => {
		const found: string[] = [];
		const done: string[] = [];
		const summary = await auditInTurn(
			{
				tree: profileOf('series'),
				settings: defaultSettings,
				job: 'review',
				parser: await testParser(),
				isExcluded: () => false,
				signal: new AbortController().signal,
				onResult: ({ file, findings }) => found.push(...findings.map(({ rule }) => `${file} ${rule}`)),
				onProgress: () => {},
				onDone: (files) => done.push(...files),
				...more,
			},
			read,
		);
		return { found, done, summary };
	};

	it('finds what the tree has', async () => {
		const { found, done, summary } = await run();
		assert.deepEqual(found, ['include/linux/pgtable.h devmap-make', 'include/linux/pgtable.h devmap-make', 'mm/Kconfig devmap-make', 'mm/Kconfig devmap-make']);
		assert.equal(summary.stats.files, done.length);
		assert.deepEqual(summary.notes, []);
	});
	it('leaves out what is done, what is excluded, and stops', async () => {
		assert.deepEqual((await run({ done: new Set(['mm/Kconfig']) })).found.length, 2);
		assert.deepEqual((await run({ isExcluded: (path) => path === 'include' })).found, ['mm/Kconfig devmap-make', 'mm/Kconfig devmap-make']);
		const stopped = await run({ signal: AbortSignal.abort() });
		assert.deepEqual([stopped.found, stopped.summary.interrupted], [[], true]);
	});
	it('says what it cannot read, and goes on', async () => {
		const own = reader(treeFolder('series'));
		const { found, summary } = await run(
			{},
			{
				list: (folder) => (folder === 'include' ? Promise.reject(new Error('no')) : own.list(folder)),
				read: (path) => (path === 'mm/Kconfig' ? Promise.resolve({ ok: false, reason: 'cannot be read: no' }) : own.read(path)),
			},
		);
		assert.deepEqual(found, []);
		assert.deepEqual(
			summary.notes.map(({ message }) => message),
			['include cannot be listed: no', 'mm/Kconfig cannot be read: no'],
		);
	});
});

describe('a case that stands on its own', () => {
	const caseOf = async (text: string, rule: string) => {
		const parser = await testParser();
		const input = { file: 'a.c', text, tree: profileOf('normal'), settings: defaultSettings };
		const found = reviewCode(input, parser).findings.find((each) => each.rule === rule);
		assert.ok(found !== undefined, 'the file shows it');
		return minimalCase(input, found, parser);
	};
	const leak = (check: string) =>
		`int toy(struct address_space *mapping)\n{\n\tstruct folio *folio = filemap_get_folio(mapping, 0);\n\n\tif (IS_ERR(folio))\n\t\treturn PTR_ERR(folio);\n\tif (${check})\n\t\treturn -EIO;\n\tfolio_put(folio);\n\treturn 0;\n}`;

	it('is the function where that shows it', async () => {
		const text = `int other(void)\n{\n\treturn 1;\n}\n\n${leak('toy_check(mapping)')}\n`;
		assert.equal(await caseOf(text, 'ref-leak'), `${leak('toy_check(mapping)')}\n`);
	});
	it('has the helpers that it takes, and no others', async () => {
		const helper = 'static struct folio *own(struct address_space *mapping)\n{\n\treturn filemap_get_folio(mapping, 0);\n}';
		const user =
			'int toy(struct address_space *mapping)\n{\n\tstruct folio *folio = own(mapping);\n\n\tif (IS_ERR(folio))\n\t\treturn -EIO;\n\tunrelated(1);\n\treturn 0;\n}';
		const text = `static void unrelated(int a)\n{\n\ta++;\n}\n\n${helper}\n\n${user}\n`;
		assert.equal(await caseOf(text, 'ref-leak'), `${helper}\n\n${user}\n`);
	});
});

describe('the images of a patch', () => {
	const mail = (body: string) => `From: Jane Doe <jane@example.org>\nSubject: [PATCH] toy\n\n---\n${body}`;
	const patch = mail('diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -3,2 +3,2 @@\n three\n-four\n+FOUR\n');
	const imagesOf = async (text: string, file: string | null) => {
		const { patches } = seriesOf(await readMails('x', new TextEncoder().encode(text)));
		const base = file === null ? null : { profile: profileOf('normal'), read: () => file, search: async () => null };
		return seriesImagesAt(patches, 0, 'a.c', base, await testParser());
	};

	it('are the file before and after it', async () => {
		assert.deepEqual(await imagesOf(patch, 'one\ntwo\nthree\nfour\nfive\n'), {
			before: 'one\ntwo\nthree\nfour\nfive\n',
			after: 'one\ntwo\nthree\nFOUR\nfive\n',
		});
	});
	it('are the lines of its hunks, where they stand, without the tree or where it does not apply', async () => {
		const own = { before: '\n\nthree\nfour\n', after: '\n\nthree\nFOUR\n' };
		assert.deepEqual(await imagesOf(patch, null), own);
		assert.deepEqual(await imagesOf(patch, 'something else\n'), own);
	});
	it('are none of a file that it does not change', async () => {
		const { patches } = seriesOf(await readMails('x', new TextEncoder().encode(patch)));
		assert.equal(seriesImagesAt(patches, 0, 'b.c', null, await testParser()), null);
	});
});

describe('what is said of an API', () => {
	it('is there for every name that is known, with its source, in every scheme', () => {
		for (const name of [...new Set([...apiNames, ...knownNames])].filter((each) => each !== 'pgmap' && each !== 'FAULT_FLAG_WRITE')) {
			for (const tree of ['devmap', 'series', 'normal', 'none'] as const) {
				const text = apiText(name, profileOf(tree));
				assert.match(text ?? '', /Source: \S/, name);
				assert.doesNotMatch(text ?? '', /undefined|\.\.$/m, name);
			}
		}
		assert.equal(apiText('toy_nothing', profileOf('normal')), null);
	});
	it('differs by scheme where the fact does', () => {
		assert.match(apiText('MEMORY_DEVICE_FS_DAX', profileOf('devmap')) ?? '', /1 is idle/);
		assert.match(apiText('MEMORY_DEVICE_FS_DAX', profileOf('normal')) ?? '', /0 is idle/);
		assert.ok(notedNames.length > 20);
	});
});

describe('the HTML report', () => {
	const report = (findings: Finding[]) => ({ version: '1', tree: null, findings, silenced: [], inventory: null, notes: [], stats: noStats });
	it('loads nothing, escapes what it is given, and has every finding once', () => {
		const nasty = {
			...finding('devmap-check', 'a/b/<x>.c', 'f', 1),
			message: '<script>alert("1")</script> & more',
			steps: [{ file: 'a.c', range: finding('x', '', '', 4).range, message: 'taken <here>' }],
		};
		const html = htmlReport(report([nasty, finding('ref-leak', 'mm/a.c', '', 7)]), () => null);
		assert.doesNotMatch(html, /<script>alert|<x>|<here>/);
		assert.doesNotMatch(html, /<(?:link|img|iframe|object|script src)|@import|url\((?!#)/);
		assert.equal(html.match(/<article /g)?.length, 2);
		assert.match(html, /<svg[\s\S]*b&lt;x&gt;|<svg[\s\S]*&lt;x&gt;\.c/);
		assert.match(html, /taken &lt;here&gt;/);
	});
	it('says that there is nothing', () =>
		assert.match(
			htmlReport(report([]), () => null),
			/0 findings/,
		));
});
