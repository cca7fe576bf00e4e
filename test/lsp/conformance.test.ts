/** What a client may rely on: every request that the server announces is answered for every fixture, and nothing that a client does wrong does harm. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, type CodeAction, type Diagnostic, type Hover, ResponseError } from 'vscode-languageserver/node';
import { indexLines } from '../../server/src/kernel-c/line-index.ts';
import { treeFolder } from '../support/engine.ts';
import { fixFixtures, markedFixtures } from '../support/fixtures.ts';
import { LspClient } from '../support/lsp-client.ts';
import { parseFixture } from '../support/markers.ts';
import { patchFixtures } from '../support/patch-fixtures.ts';
import { bundle } from '../support/run.ts';

const capabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true }, configuration: true } };
let folder: string;
before(() => {
	folder = mkdtempSync(join(tmpdir(), 'mm-review-conformance-'));
	for (const tree of ['devmap', 'series', 'normal'] as const) cpSync(treeFolder(tree), join(folder, tree), { recursive: true });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Documents of all fixtures, in the trees that they are for. */
function documents(): { readonly path: string; readonly text: string; readonly languageId: string; readonly name: string }[] {
	const code = [...markedFixtures(), ...fixFixtures().map(({ before: own }) => own)].map((file) => {
		const { tree, text } = parseFixture(file.source);
		return { name: file.path, path: join(folder, tree === 'none' ? 'nowhere' : tree, `${file.rule}-${file.name}`), text, languageId: 'c' };
	});
	const patches = patchFixtures().map(({ rule, name, text }) => ({
		name: `${rule}/${name}`,
		path: join(folder, 'series', `${rule}-${name}`),
		text,
		languageId: 'diff',
	}));
	return [...code, ...patches];
}

describe('every announced request', () => {
	let client: LspClient;
	before(async () => {
		client = await LspClient.start({ folders: [join(folder, 'series')], capabilities, settings: () => ({}) });
	});
	after(async () => assert.equal(await client.stop(), 0));
	const ask = <Answer>(method: string, params: object) => client.connection.sendRequest<Answer>(method, params);

	it('is answered for every fixture', async () => {
		const all = documents();
		assert.ok(all.length > 100, `${all.length} fixtures`);
		let [hovers, actions] = [0, 0];
		for (const { path, text, languageId, name } of all) {
			const uri = await client.open(path, text, languageId);
			const textDocument = { uri };
			const { kind, items } = await ask<{ kind: string; items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
			assert.equal(kind, 'full', name);
			const lines = indexLines(text);
			const last = lines.positionAt(text.length);
			for (const { range, message } of items) {
				assert.ok(range.end.line <= last.line && message !== '', `${name}: ${JSON.stringify(range)}`);
				const hover = await ask<Hover | null>('textDocument/hover', { textDocument, position: range.start });
				assert.ok(hover !== null, `${name}: no hover on ${message}`);
				hovers++;
				const offered = await ask<CodeAction[]>('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
				assert.ok(offered.length > 0, `${name}: no action on ${message}`);
				actions += offered.length;
			}
			const whole = { start: { line: 0, character: 0 }, end: last };
			assert.ok(
				Array.isArray(await ask('textDocument/codeAction', { textDocument, range: whole, context: { diagnostics: [], only: ['source.fixAll'] } })),
				name,
			);
			assert.ok(Array.isArray(await ask('textDocument/inlayHint', { textDocument, range: whole })), name);
			assert.ok(Array.isArray(await ask('textDocument/codeLens', { textDocument })), name);
			const symbols = await ask<unknown>('textDocument/documentSymbol', { textDocument });
			assert.equal(Array.isArray(symbols), languageId === 'diff', name);
			await client.connection.sendNotification('textDocument/didClose', { textDocument });
		}
		assert.ok(hovers > 100 && actions > hovers, `${hovers} hovers, ${actions} actions`);
	});

	it('is answered for every command, with a result or a reason', async () => {
		const uri = await client.open(join(folder, 'series', 'a.c'), 'int a(pmd_t b)\n{\n\treturn pmd_devmap(b);\n}\n');
		const args: Record<string, unknown[]> = {
			'mmReview.openRule': ['ref-leak'],
			'mmReview.showPaths': [uri, 'a', -1],
			'mmReview.reviewPatch': [{ text: patchFixtures()[0]?.text ?? '' }],
			'mmReview.composeReply': [{ text: patchFixtures()[0]?.text ?? '' }],
			'mmReview.patchImages': [99, 0, 'x.c'],
			'mmReview.fix': [uri, 'nothing'],
			'mmReview.suppress': [uri, 'nothing'],
			'mmReview.fixRule': [pathToFileURL(join(folder, 'series')).href, 'devmap-check'],
			'mmReview.reportFalseAlarm': [uri, 'nothing'],
		};
		const commands = client.initialized.capabilities.executeCommandProvider?.commands ?? [];
		assert.deepEqual(
			Object.keys(args).filter((name) => !commands.includes(name)),
			[],
		);
		for (const command of commands) {
			for (const given of [args[command] ?? [], [], [42], [null, null, null]]) {
				const answer = await ask<unknown>('workspace/executeCommand', { command, arguments: given }).catch((error: unknown) => error);
				if (answer instanceof ResponseError) assert.ok(answer.message !== '' && !answer.message.includes('\n'), `${command}: ${answer.message}`);
				else assert.ok(answer !== undefined, command);
			}
		}
		await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
	});
});

describe('what a client does wrong', () => {
	let client: LspClient;
	const flagged = 'int a(pmd_t b)\n{\n\treturn pmd_devmap(b);\n}\n';
	before(async () => {
		client = await LspClient.start({ folders: [join(folder, 'series')], capabilities, settings: () => ({}) });
	});
	after(async () => assert.equal(await client.stop(), 0));
	const diagnostics = async (uri: string) =>
		(await client.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } })).items.map(({ code }) => code);
	const send = (method: string, params: object) => client.connection.sendNotification(method, params);

	it('a request that nobody knows is refused, a notification is let pass', async () => {
		await assert.rejects(client.connection.sendRequest('textDocument/moniker', {}), (error: ResponseError) => error.code === -32601);
		await assert.rejects(client.connection.sendRequest('mmReview/nothing', {}), (error: ResponseError) => error.code === -32601);
		await send('$/nothing', {});
		await send('mmReview/nothing', {});
		await assert.rejects(client.connection.sendRequest('workspace/executeCommand', { command: 'rm', arguments: [] }), /no command rm/);
	});

	it('requests on what is not open, or does not exist, have empty answers', async () => {
		for (const uri of ['file:///nowhere/a.c', 'untitled:Untitled-1', 'weird:', '', 'file://%zz/a.c', 'http://example.org/a.c']) {
			const textDocument = { uri };
			assert.deepEqual(await diagnostics(uri), [], uri);
			assert.equal(await client.hover(uri, 0, 0), null, uri);
			assert.deepEqual(await client.connection.sendRequest('textDocument/codeLens', { textDocument }), [], uri);
		}
		const uri = await client.open(join(folder, 'series', 'edge.c'), flagged);
		assert.equal(await client.hover(uri, 10_000, 10_000), null);
		assert.deepEqual(await client.codeActions(uri, { start: { line: 9999, character: 0 }, end: { line: 9999, character: 5 } }), []);
		await send('textDocument/didClose', { textDocument: { uri } });
	});

	it('requests that are cancelled end, and the next is answered', async () => {
		const uri = await client.open(join(folder, 'series', 'cancel.c'), flagged.repeat(200));
		for (let round = 0; round < 20; round++) {
			const source = new CancellationTokenSource();
			const request = client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } }, source.token).catch((error: ResponseError) => error);
			const command = client.connection
				.sendRequest('workspace/executeCommand', { command: 'mmReview.audit', arguments: [] }, source.token)
				.catch((error: ResponseError) => error);
			source.cancel();
			await request;
			const answer = await command;
			assert.ok(Array.isArray(answer) || (answer as ResponseError).code === -32800, JSON.stringify(answer));
		}
		assert.equal((await diagnostics(uri)).length, 200);
		await send('textDocument/didClose', { textDocument: { uri } });
	});

	it('a client that refuses what it is asked for is served on', async () => {
		const refuse = () => {
			throw new ResponseError(-32603, 'no');
		};
		for (const method of ['workspace/diagnostic/refresh', 'workspace/codeLens/refresh', 'workspace/configuration']) client.connection.onRequest(method, refuse);
		await send('workspace/didChangeConfiguration', { settings: {} });
		const uri = await client.open(join(folder, 'series', 'refused.c'), flagged);
		await client.connection
			.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
			.catch((error: ResponseError) => assert.match(error.message, /no/));
		client.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => ({})));
		await send('workspace/didChangeConfiguration', { settings: {} });
		assert.deepEqual(await diagnostics(uri), ['devmap-check']);
		await send('textDocument/didClose', { textDocument: { uri } });
	});

	it('edits out of order, beyond the end, or of nothing leave a text that is reviewed', async () => {
		const path = join(folder, 'series', 'order.c');
		const uri = pathToFileURL(path).href;
		const edit = (version: number, range: object | undefined, text: string) =>
			send('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [range === undefined ? { text } : { range, text }] });
		await edit(7, undefined, flagged);
		await send('textDocument/didClose', { textDocument: { uri } });
		await send('textDocument/didSave', { textDocument: { uri } });
		await client.open(path, 'int a;\n');
		await edit(9, { start: { line: 500, character: 0 }, end: { line: 900, character: 3 } }, 'int b;\n');
		await edit(3, { start: { line: 0, character: 50 }, end: { line: 0, character: 2 } }, '/* x */');
		await client.open(path, 'int twice;\n');
		await edit(2, undefined, flagged);
		assert.deepEqual(await diagnostics(uri), ['devmap-check']);
		await send('textDocument/didClose', { textDocument: { uri } });
		await send('textDocument/didClose', { textDocument: { uri } });
		assert.deepEqual(await diagnostics(uri), []);
	});
});

describe('a client that dies', () => {
	const endOf = (input: (write: (text: string) => void, end: () => void) => void) =>
		new Promise<{ code: number | null; milliseconds: number }>((resolve) => {
			const started = performance.now();
			const server = spawn(process.execPath, [bundle, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
			server.stdout.resume();
			server.stdin.on('error', () => {});
			server.once('exit', (code) => resolve({ code, milliseconds: performance.now() - started }));
			input(
				(text) => server.stdin.write(text),
				() => server.stdin.destroy(),
			);
		});
	const message = (value: object) => {
		const body = JSON.stringify({ jsonrpc: '2.0', ...value });
		return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
	};
	const initialize = message({
		id: 1,
		method: 'initialize',
		params: { processId: null, rootUri: null, capabilities: {}, workspaceFolders: [{ uri: pathToFileURL(treeFolder('series')).href, name: 'x' }] },
	});

	for (const [what, text] of [
		['at once', ''],
		['in the middle of a message', initialize.slice(0, 40)],
		['after it began', initialize],
		[
			'during an audit',
			initialize +
				message({ method: 'initialized', params: {} }) +
				message({ id: 2, method: 'workspace/executeCommand', params: { command: 'mmReview.audit', arguments: [] } }),
		],
	] as const) {
		it(`${what}: the server ends too`, async () => {
			const { milliseconds } = await endOf((write, end) => {
				write(text);
				setTimeout(end, 700);
			});
			assert.ok(milliseconds < 8000, `${milliseconds} ms`);
		});
	}

	it('sends rubbish: the server ends or goes on, and does not hang', async () => {
		const { milliseconds } = await endOf((write, end) => {
			write('Content-Length: 5\r\n\r\n{{{{{');
			write('Content-Length: -3\r\nX: y\r\n\r\n');
			setTimeout(end, 500);
		});
		assert.ok(milliseconds < 8000, `${milliseconds} ms`);
	});
});
