/** Trees and texts that strangers made, in an editor: every request has an answer, also the one after it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, type Diagnostic, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { treeFolder } from '../support/engine.ts';
import { laborious, leak, nested } from '../support/hard-inputs.ts';
import { LspClient } from '../support/lsp-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'mm-review-hostile-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function tree(configuration?: string): string {
	const path = join(folder, `tree-${count++}`);
	cpSync(treeFolder('devmap'), path, { recursive: true });
	if (configuration !== undefined) writeFileSync(join(path, 'mm-review.yaml'), configuration);
	return path;
}

const pulls = { textDocument: { diagnostic: {} } };

/** Everything that an editor asks of a document. */
async function askAll(client: LspClient, uri: string): Promise<Diagnostic[]> {
	const textDocument = { uri };
	const position = { line: 2, character: 3 };
	const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
	const ask = <Answer>(method: string, params: object) => client.connection.sendRequest<Answer>(method, params);
	const { items } = await ask<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
	await ask('textDocument/hover', { textDocument, position });
	await ask('textDocument/documentSymbol', { textDocument });
	await ask('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
	await ask('textDocument/inlayHint', { textDocument, range });
	await ask('textDocument/codeLens', { textDocument });
	return items;
}

describe('hard texts', () => {
	it('are answered, with what is wrong beside what is hard', async () => {
		const root = tree();
		const client = await LspClient.start({ folders: [root], capabilities: pulls });
		const inputs = [...nested(20_000), ...laborious()].filter(({ text }, index) => text.length < 1_000_000 && index % 3 === 0);
		for (const [index, { name, text }] of inputs.entries()) {
			const items = await askAll(client, await client.open(join(root, 'mm', `hard-${index}.c`), text));
			assert.ok(
				items.some(({ code }) => code === 'ref-leak'),
				name,
			);
		}
		assert.equal(await client.stop(), 0);
	});
});

describe("a tree's configuration", () => {
	const bombs = {
		'extended globs': `exclude: ["${'*('.repeat(7)}a${'*)'.repeat(7)}b"]\n`,
		aliases: `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`).join('\n')}\n`,
		brackets: `exclude: ${'['.repeat(20_000)}\n`,
	};
	for (const [name, text] of Object.entries(bombs)) {
		it(`${name}: told, and everything is answered`, async () => {
			const root = tree(text);
			const client = await LspClient.start({ folders: [root], capabilities: pulls });
			const uri = await client.open(join(root, 'mm', 'a.c'), leak);
			assert.ok((await askAll(client, uri)).some(({ code }) => code === 'ref-leak'));
			// What is read of the tree in the background must not block what is asked after it.
			await new Promise((resolve) => setTimeout(resolve, 2000));
			assert.ok((await askAll(client, uri)).some(({ code }) => code === 'ref-leak'));
			assert.match(client.messages.join('\n'), /mm-review\.yaml/);
			assert.equal(await client.stop(), 0);
		});
	}
	it('is not read where the client says that the workspace is not trusted, until it is', async () => {
		const root = tree('rules: {ref-leak: off}\n');
		const client = await LspClient.start({ folders: [root], capabilities: pulls, initializationOptions: { trusted: false } });
		const uri = await client.open(join(root, 'mm', 'a.c'), leak);
		assert.ok((await askAll(client, uri)).some(({ code }) => code === 'ref-leak'));
		await client.connection.sendNotification('mmReview/trusted');
		assert.ok(!(await askAll(client, uri)).some(({ code }) => code === 'ref-leak'));
		assert.equal(await client.stop(), 0);
	});
});

describe('git', () => {
	const repository = () => {
		const root = tree();
		const git = (...args: string[]) => execFileSync('git', ['-c', 'user.email=a@example.org', '-c', 'user.name=a', ...args], { cwd: root });
		git('init', '-q', '.');
		git('add', '-A');
		git('commit', '-qm', 'one');
		writeFileSync(join(root, 'mm', 'own.c'), leak);
		git('add', '-A');
		git('commit', '-qm', 'two');
		return root;
	};
	const review = (client: LspClient) =>
		client.connection.sendRequest<{ findings: object[] }>('workspace/executeCommand', { command: 'mmReview.reviewPatch', arguments: [{ git: 'HEAD~1..' }] });

	it('runs only once the user has said yes, which is asked once', async () => {
		const root = repository();
		const client = await LspClient.start({ folders: [root] });
		const asked: string[] = [];
		let answer: { title: string } | null = null;
		client.connection.onRequest('window/showMessageRequest', (params: { message: string }) => {
			asked.push(params.message);
			return answer;
		});
		await assert.rejects(review(client), /repositories that are trusted only/);
		answer = { title: 'Run git' };
		assert.equal((await review(client)).findings.length, 1);
		assert.equal((await review(client)).findings.length, 1);
		assert.equal(asked.length, 2);
		assert.ok(asked.every((message) => message.includes(pathToFileURL(root).href)));
		assert.equal(await client.stop(), 0);
	});
	it('is not even asked about in a workspace that the client says is not trusted, nor in one that is', async () => {
		for (const trusted of [false, true]) {
			const client = await LspClient.start({ folders: [repository()], initializationOptions: { trusted } });
			client.connection.onRequest('window/showMessageRequest', () => assert.fail('asked'));
			if (trusted) assert.equal((await review(client)).findings.length, 1);
			else await assert.rejects(review(client), /repositories that are trusted only/);
			assert.equal(await client.stop(), 0);
		}
	});
});

describe('requests that are taken back', () => {
	it('are answered as cancelled, and not worked through', async () => {
		const root = tree();
		const client = await LspClient.start({ folders: [root], capabilities: pulls });
		const uri = await client.open(join(root, 'mm', 'a.c'), leak);
		await askAll(client, uri);
		const requests: [string, object][] = [
			['textDocument/hover', { position: { line: 2, character: 3 } }],
			['textDocument/codeAction', { range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } }, context: { diagnostics: [] } }],
			['textDocument/inlayHint', { range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } }],
			['textDocument/codeLens', {}],
			['textDocument/diagnostic', {}],
			['textDocument/documentSymbol', {}],
		];
		for (const [method, params] of requests) {
			const source = new CancellationTokenSource();
			const answer = client.connection.sendRequest(method, { textDocument: { uri }, ...params }, source.token);
			source.cancel();
			await assert.rejects(answer, (error) => error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled, method);
		}
		assert.ok((await askAll(client, uri)).length > 0);
		assert.equal(await client.stop(), 0);
	});
});

describe('an error that nothing catches', () => {
	it('ends neither the server nor the requests after it', async () => {
		const root = tree();
		const throws = `data:text/javascript,${encodeURIComponent("setTimeout(() => { throw new Error('boom'); }, 1500); setTimeout(() => { Promise.reject(new Error('boom')); }, 1600);")}`;
		const client = await LspClient.start({ folders: [root], capabilities: pulls, nodeOptions: ['--import', throws] });
		const uri = await client.open(join(root, 'mm', 'a.c'), leak);
		await askAll(client, uri);
		await new Promise((resolve) => setTimeout(resolve, 2500));
		assert.ok((await askAll(client, uri)).some(({ code }) => code === 'ref-leak'));
		assert.equal(await client.stop(), 0);
	});
});
