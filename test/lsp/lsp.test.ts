/** The language server over stdio, as it is shipped. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeLens, Diagnostic, InlayHint, TextEdit } from 'vscode-languageserver/node';
import { indexLines } from '../../server/src/kernel-c/line-index.ts';
import { applyEdits } from '../../server/src/kernel-c/rewrite/text-edit.ts';
import { review, type TreeName, treeFolder } from '../support/engine.ts';
import { markedFixtures } from '../support/fixtures.ts';
import { LspClient, onLine } from '../support/lsp-client.ts';
import { parseFixture } from '../support/markers.ts';

let folder: string;
before(() => {
	folder = mkdtempSync(join(tmpdir(), 'mm-review-lsp-'));
	for (const tree of ['devmap', 'series', 'normal']) cpSync(treeFolder(tree as TreeName), join(folder, tree), { recursive: true });
});
after(() => rmSync(folder, { recursive: true, force: true }));

const inTree = (tree: TreeName, name: string) => join(folder, tree, name);
const flagged = '#include <linux/mm.h>\n\nbool a(pmd_t b)\n{\n\treturn pmd_trans_huge(b) || pmd_devmap(b);\n}\n';
const codes = (diagnostics: readonly Diagnostic[]) =>
	diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.range.start.line}:${diagnostic.range.start.character}-${diagnostic.range.end.character}`);

function apply(text: string, edits: readonly TextEdit[]): string {
	const lines = indexLines(text);
	const offset = (position: { line: number; character: number }) => lines.lineStart(position.line) + position.character;
	return applyEdits(
		text,
		edits.map((edit) => ({ start: offset(edit.range.start), end: offset(edit.range.end), newText: edit.newText })),
	);
}

describe('a client that is sent diagnostics', () => {
	let client: LspClient;
	before(async () => {
		client = await LspClient.start({ folders: [inTree('devmap', ''), inTree('series', '')] });
	});
	after(async () => assert.equal(await client.stop(), 0));

	it('learns what the server can do', () => {
		const { capabilities, serverInfo } = client.initialized;
		assert.equal(serverInfo?.name, 'mm-review');
		assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2, save: true });
		assert.deepEqual(capabilities.executeCommandProvider?.commands, [
			'mmReview.audit',
			'mmReview.resumeAudit',
			'mmReview.clearAudit',
			'mmReview.inventory',
			'mmReview.openRule',
			'mmReview.showPaths',
			'mmReview.reviewPatch',
			'mmReview.composeReply',
			'mmReview.patchImages',
			'mmReview.fix',
			'mmReview.suppress',
			'mmReview.fixRule',
			'mmReview.reportFalseAlarm',
			'mmReview.probes',
		]);
		assert.equal(capabilities.diagnosticProvider, undefined);
	});

	it('shows what calls do to a count, and the paths of a function with a finding', async () => {
		const text = `int toy(struct address_space *mapping)
{
	struct folio *folio = filemap_get_folio(mapping, 0);

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	if (toy_check(mapping))
		return -EIO;
	if (!folio_try_get(folio))
		folio_put(folio);
	folio_put(folio);
	folio_put(folio);
	return 0;
}
`;
		const uri = await client.open(inTree('series', 'hints.c'), text);
		const [finding] = (await client.diagnostics(uri)).filter((diagnostic) => diagnostic.code === 'ref-leak');
		assert.deepEqual(
			finding?.relatedInformation?.map(({ location, message }) => `${location.range.start.line} ${message}`),
			['2 reference taken here', '4 IS_ERR(folio) is false', '6 toy_check(mapping) is true', '7 the path leaves here'],
		);
		const range = { start: { line: 0, character: 0 }, end: { line: 10, character: 0 } };
		const hints = (await client.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range })) as InlayHint[];
		assert.deepEqual(
			hints.map(({ position, label }) => `${position.line}:${position.character} ${label}`),
			['2:52 +1 folio', '8:26 +1 folio?', '9:18 −1 folio', '10:17 −1 folio'],
		);
		const lenses = (await client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } })) as CodeLens[];
		assert.equal(lenses.length, 1);
		assert.match(lenses[0]?.command?.title ?? '', /^references: \d+ paths, 1 leaks, 2 otherwise wrong$/);
		const { command, arguments: args } = lenses[0]?.command ?? { command: '' };
		const answer = (await client.connection.sendRequest('workspace/executeCommand', { command, arguments: args })) as { text: string; dot: string };
		assert.match(answer.text, /^folio \(page, line 3\): \d+ paths\n {2}path 1: leaked, returns error\n/);
		assert.match(answer.dot, /^digraph paths \{/);
		const unknown = client.connection.sendRequest('workspace/executeCommand', { command, arguments: [uri, 'nothing'] });
		await assert.rejects(unknown, /there is no function nothing/);
	});

	it('gets them for what it opens and types, by the tree of the file', async () => {
		const uri = await client.open(inTree('devmap', 'a.c'), flagged);
		const [first] = await client.diagnostics(uri);
		assert.equal(first?.code, 'devmap-check');
		assert.equal(first?.severity, 3);
		assert.equal(first?.source, 'mm-review');
		assert.match(first?.codeDescription?.href ?? '', /docs\/rules\/devmap-check\.md$/);
		const version = await client.change(uri, onLine(4, 26, 42), '');
		assert.deepEqual(codes(await client.diagnostics(uri, version)), []);
		const again = await client.change(uri, onLine(4, 26, 26), ' || pud_devmap(c)');
		assert.deepEqual(codes(await client.diagnostics(uri, again)), ['devmap-check 4:30-43']);

		const other = await client.open(inTree('series', 'a.c'), flagged);
		assert.equal((await client.diagnostics(other))[0]?.severity, 2);
	});

	it('gets none any more when it closes', async () => {
		const uri = await client.open(inTree('devmap', 'closed.c'), flagged);
		assert.equal((await client.diagnostics(uri)).length, 1);
		await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
		await client.until('no diagnostics', () => client.published.get(uri)?.diagnostics.length === 0);
	});

	it('gets the findings of the engine on every fixture', async () => {
		for (const [index, file] of markedFixtures().entries()) {
			const fixture = parseFixture(file.source);
			const path = inTree(fixture.tree, `fixture-${index}.c`);
			const uri = await client.open(path, fixture.text);
			const expected = await review(fixture.text, fixture.tree, {}, `fixture-${index}.c`);
			const found = (await client.diagnostics(uri)).map((diagnostic) => [
				diagnostic.code,
				diagnostic.message,
				diagnostic.range.start.line + 1,
				diagnostic.range.start.character + 1,
				diagnostic.data?.fingerprint,
			]);
			assert.deepEqual(
				found,
				expected.findings.map((finding) => [finding.rule, finding.message, finding.range.start.line, finding.range.start.column, finding.fingerprint]),
				file.path,
			);
		}
	});

	it('reads Kconfig', async () => {
		const uri = await client.open(inTree('devmap', 'Kconfig'), 'config X\n\tselect ARCH_HAS_PTE_DEVMAP\n', 'kconfig');
		assert.deepEqual(codes(await client.diagnostics(uri)), ['devmap-make 1:8-27']);
	});

	it('shows on hover what a finding means and what an API does', async () => {
		const uri = await client.open(inTree('series', 'hover.c'), `${flagged}void c(struct page *d)\n{\n\tget_page(d); /* get_page */\n}\n`);
		const text = async (line: number, character: number) => {
			const hover = await client.hover(uri, line, character);
			return hover === null ? null : (hover.contents as { value: string }).value;
		};
		const onFinding = await text(4, 32);
		assert.match(onFinding ?? '', /\*\*devmap-check\*\* \(warning\)/);
		assert.match(onFinding ?? '', /An entry is marked devmap so that/);
		assert.match(onFinding ?? '', /Alistair Popple, \[PATCH 12\/13\]/);
		assert.match(onFinding ?? '', /In this tree \(linux 6\.13\.0-rc1, converting scheme\): nothing marks an entry devmap/);
		assert.match((await text(8, 3)) ?? '', /\*\*get_page\(\)\*\*: takes a reference on its first argument\.[\s\S]*Source: include\/linux\/mm\.h/);
		assert.equal(await text(8, 20), null);
		assert.equal(await text(6, 0), null);
	});

	it('offers a fix, a suppression and the page', async () => {
		const path = inTree('series', 'fix.c');
		const uri = await client.open(path, flagged);
		const actions = await client.codeActions(uri, onLine(4, 30, 30));
		assert.deepEqual(
			actions.map((action) => [action.title, action.kind, action.isPreferred]),
			[
				['Remove the pmd_devmap() test', 'quickfix', true],
				['Ignore devmap-check here', 'quickfix', undefined],
				['Open the page of devmap-check', 'quickfix', undefined],
			],
		);
		assert.equal(apply(flagged, actions[0]?.edit?.changes?.[uri] ?? []), flagged.replace(' || pmd_devmap(b)', ''));
		const silenced = apply(flagged, actions[1]?.edit?.changes?.[uri] ?? []);
		assert.match(silenced, /\n\t\/\* mm-review: ignore devmap-check -- FIXME: say why \*\/\n\treturn/);
		assert.deepEqual((await review(silenced, 'series')).findings, []);
		assert.deepEqual(actions[2]?.command?.arguments, ['devmap-check']);
		assert.match(
			await client.connection.sendRequest('workspace/executeCommand', { command: 'mmReview.openRule', arguments: ['devmap-check'] }),
			/devmap-check\.md$/,
		);
		assert.deepEqual(await client.codeActions(uri, onLine(0, 0, 0)), []);
	});

	it('fixes all that is safe, and nothing else', async () => {
		const text = `${flagged}bool c(pmd_t d)\n{\n\tif (pmd_devmap(d))\n\t\treturn toy(d);\n\treturn pmd_trans_huge(d) && !pmd_devmap(d);\n}\n`;
		const uri = await client.open(inTree('series', 'all.c'), text);
		const [action] = await client.codeActions(uri, onLine(0, 0, 0), ['source.fixAll']);
		assert.equal(action?.kind, 'source.fixAll.mmReview');
		assert.equal(apply(text, action?.edit?.changes?.[uri] ?? []), text.replace(' || pmd_devmap(b)', '').replace(' && !pmd_devmap(d)', ''));
		// While entries are marked devmap no such fix is safe.
		const devmap = await client.open(inTree('devmap', 'all.c'), text);
		assert.deepEqual(await client.codeActions(devmap, onLine(0, 0, 0), ['source.fixAll']), []);
	});

	it('suppresses inside a macro so that the macro stays whole', async () => {
		const text = '#define a(b)\t\\\n\tdo {\t\\\n\t\tif (pmd_devmap(b))\t\\\n\t\t\tc(b);\t\\\n\t} while (0)\n';
		const uri = await client.open(inTree('series', 'macro.c'), text);
		const actions = await client.codeActions(uri, onLine(2, 8, 8));
		const silenced = apply(text, actions.find((action) => action.title.startsWith('Ignore'))?.edit?.changes?.[uri] ?? []);
		assert.match(silenced, /why \*\/ \\\n/);
		assert.deepEqual((await review(silenced, 'series')).findings, []);
	});

	it('audits the trees of the workspace with progress', async () => {
		const answers = await client.connection.sendRequest<{ root: string; findings: unknown[] }[]>('workspace/executeCommand', {
			command: 'mmReview.audit',
			arguments: [],
			workDoneToken: 'audit',
		});
		assert.deepEqual(
			answers.map((answer) => [answer.root, answer.findings.length]),
			[
				[inTree('devmap', '').replace(/\/$/, ''), 8],
				[inTree('series', '').replace(/\/$/, ''), 4],
			],
		);
		assert.deepEqual(
			client.progress
				.filter((each) => each.token === 'audit')
				.map((each) => each.value.kind)
				.filter((kind) => kind !== 'report'),
			['begin', 'end'],
		);
		const toy = pathToFileURL(inTree('devmap', 'drivers/dax/toy.c')).href;
		await client.until('the audit to be shown', () => (client.published.get(toy)?.diagnostics.length ?? 0) === 2);
	});

	it('lists an inventory', async () => {
		const [answer] = await client.connection.sendRequest<{ inventory: { name: string }[] }[]>('workspace/executeCommand', {
			command: 'mmReview.inventory',
			arguments: [pathToFileURL(inTree('devmap', 'fs/toy.c')).href],
		});
		assert.ok(answer?.inventory.some((use) => use.name === 'pmd_devmap'));
	});

	it('is told what is wrong', async () => {
		await assert.rejects(
			client.connection.sendRequest('workspace/executeCommand', { command: 'mmReview.audit', arguments: [tmpdir()] }),
			/no kernel tree is open/,
		);
		await assert.rejects(client.connection.sendRequest('workspace/executeCommand', { command: 'nonsense' }), /has no command nonsense/);
	});

	it('takes settings without a restart, wrong ones with a message', async () => {
		const uri = await client.open(inTree('devmap', 'settings.c'), flagged);
		assert.equal((await client.diagnostics(uri)).length, 1);
		await client.connection.sendNotification('workspace/didChangeConfiguration', {
			settings: { mmReview: { rules: { 'devmap-check': 'off', nonsense: 'off' } } },
		});
		await client.until('the rule to be off', () => client.published.get(uri)?.diagnostics.length === 0);
		assert.ok(client.messages.some((message) => /settings: rules\.nonsense: there is no such rule/.test(message)));
		await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { mmReview: { scheme: 'normal' } } });
		await client.until('another scheme', () => client.published.get(uri)?.diagnostics[0]?.severity === 2);
		await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
		await client.until('the default', () => client.published.get(uri)?.diagnostics[0]?.severity === 3);
	});

	it('reads the tree anew when its configuration is saved', async () => {
		const uri = await client.open(inTree('series', 'config.c'), flagged);
		assert.equal((await client.diagnostics(uri)).length, 1);
		const config = inTree('series', 'mm-review.yaml');
		writeFileSync(config, 'rules:\n  devmap-check: off\n');
		await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(config).href, type: 1 }] });
		await client.until('the rule to be off', () => client.published.get(uri)?.diagnostics.length === 0);
		rmSync(config);
		await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(config).href, type: 3 }] });
		await client.until('the rule to be on', () => client.published.get(uri)?.diagnostics.length === 1);
	});
});

describe('a client that asks for diagnostics', () => {
	let client: LspClient;
	let settings: object = {};
	before(async () => {
		client = await LspClient.start({
			folders: [inTree('devmap', '')],
			capabilities: { textDocument: { diagnostic: {} }, workspace: { configuration: true, diagnostics: { refreshSupport: true } } },
			initializationOptions: { status: true },
			settings: () => settings,
		});
	});
	after(async () => assert.equal(await client.stop(), 0));

	const pull = async (uri: string) =>
		(await client.connection.sendRequest<{ kind: string; items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } })).items;

	it('gets them when it asks, and none unasked', async () => {
		assert.deepEqual(client.initialized.capabilities.diagnosticProvider, { identifier: 'mm-review', interFileDependencies: false, workspaceDiagnostics: true });
		const uri = await client.open(inTree('devmap', 'pull.c'), flagged);
		assert.deepEqual(codes(await pull(uri)), ['devmap-check 4:29-42']);
		await client.until('the status', () => client.statuses.length > 0);
		assert.deepEqual([client.statuses[0]?.scheme, client.statuses[0]?.version], ['devmap', '6.12.1']);
		assert.equal(client.published.size, 0);
	});

	it('gets those of the newest text, whatever is under way', async () => {
		const uri = await client.open(inTree('devmap', 'newest.c'), flagged);
		const asked: Promise<Diagnostic[]>[] = [];
		for (let round = 0; round < 20; round++) {
			await client.change(uri, onLine(0, 0, 0), '\n');
			asked.push(pull(uri));
		}
		assert.deepEqual(codes((await Promise.all(asked)).at(-1) ?? []), ['devmap-check 24:29-42']);
	});

	it('gets those of the workspace after an audit', async () => {
		const workspace = async () =>
			(
				await client.connection.sendRequest<{ items: { uri: string; kind: string; resultId?: string; items?: Diagnostic[] }[] }>('workspace/diagnostic', {
					previousResultIds: [],
				})
			).items;
		assert.deepEqual(await workspace(), []);
		await client.connection.sendRequest('workspace/executeCommand', { command: 'mmReview.audit', arguments: [] });
		const reports = await workspace();
		assert.equal(
			reports.reduce((sum, report) => sum + (report.items?.length ?? 0), 0),
			8,
		);
		const previousResultIds = reports.map((report) => ({ uri: report.uri, value: report.resultId as string }));
		const again = await client.connection.sendRequest<{ items: { kind: string }[] }>('workspace/diagnostic', { previousResultIds });
		assert.ok(again.items.every((report) => report.kind === 'unchanged'));
	});

	it('is asked for its settings', async () => {
		const uri = await client.open(inTree('devmap', 'asked.c'), flagged);
		assert.equal((await pull(uri)).length, 1);
		settings = { rules: { 'devmap-check': 'off' } };
		await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
		assert.equal((await pull(uri)).length, 0);
		settings = {};
		await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
		assert.equal((await pull(uri)).length, 1);
	});

	it('can take back an audit', async () => {
		const source = new (await import('vscode-languageserver/node')).CancellationTokenSource();
		const request = client.connection.sendRequest(
			'workspace/executeCommand',
			{ command: 'mmReview.audit', arguments: [], workDoneToken: 'cancelled' },
			source.token,
		);
		const refused = assert.rejects(request, /cancel/i);
		await client.until('the audit to begin', () => client.progress.some((each) => each.token === 'cancelled'));
		source.cancel();
		await refused;
	});
});

describe('a client that goes away', () => {
	it('takes the server with it', async () => {
		const client = await LspClient.start({ folders: [inTree('devmap', '')] });
		await client.open(inTree('devmap', 'gone.c'), flagged);
		const ended = client.ended();
		client.process.stdin?.end();
		const timer = setTimeout(() => client.process.kill('SIGKILL'), 5000);
		assert.equal(await ended, 1, 'null: it had to be killed');
		clearTimeout(timer);
	});
});
