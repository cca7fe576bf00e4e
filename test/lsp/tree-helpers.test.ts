/** What functions of other files do, read in the background by the server as it is shipped. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { treeFolder } from '../support/engine.ts';
import { LspClient, onLine } from '../support/lsp-client.ts';

const header = `static inline struct page *toy_new(void)
{
	return alloc_page(GFP_KERNEL);
}

static inline void toy_put(struct page *page)
{
	if (page)
		put_page(page);
}
`;
const leaking = `#include "toy_ref.h"

int toy_user(struct toy *toy)
{
	struct page *page = toy_new();

	if (!page)
		return -ENOMEM;
	if (toy->size > 3)
		return -EINVAL;
	toy_put(page);
	return 0;
}
`;
describe('helpers in other files', () => {
	let folder: string;
	let client: LspClient;
	let uri: string;
	const told = (uri: string) =>
		client.published
			.get(uri)
			?.diagnostics.map(({ code, range }) => `${code} ${range.start.line}`)
			.join() ?? 'nothing yet';
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'mm-review-helpers-'));
		cpSync(treeFolder('series'), folder, { recursive: true });
		mkdirSync(join(folder, 'fs'), { recursive: true });
		writeFileSync(join(folder, 'fs/toy_ref.h'), header);
		client = await LspClient.start({ folders: [folder] });
	});
	after(async () => {
		assert.equal(await client.stop(), 0);
		rmSync(folder, { recursive: true, force: true });
	});

	it('are known some seconds after the first file was opened', async () => {
		uri = await client.open(join(folder, 'fs/toy_user.c'), leaking);
		await client.until('the leak', () => told(uri) === 'ref-leak 9', 20_000);
		const [found] = client.published.get(uri)?.diagnostics ?? [];
		assert.match(
			String(found?.message),
			/^the reference on page that toy_new\(\) took is still held where this error path leaves; another path does toy_put\(page\)/,
		);
	});

	it('are read anew where their file is saved', async () => {
		const isSaid = (verb: string) => () => String(client.published.get(uri)?.diagnostics[0]?.message).includes(`that toy_new() ${verb} is still held`);
		await client.until('what toy_new() does', isSaid('took'));
		const helper = await client.open(join(folder, 'fs/toy_ref.h'), header);
		await client.change(helper, onLine(2, 8, 30), 'toy_spare_page()');
		await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: helper } });
		await client.until('that it is not known any more', isSaid('gave'));
	});
});

describe('helpers in other files, where the setting says no', () => {
	it('are not read', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'mm-review-helpers-'));
		cpSync(treeFolder('series'), folder, { recursive: true });
		mkdirSync(join(folder, 'fs'), { recursive: true });
		writeFileSync(join(folder, 'fs/toy_ref.h'), header);
		const client = await LspClient.start({ folders: [folder], initializationOptions: { treeHelpers: false } });
		const uri = await client.open(join(folder, 'fs/toy_user.c'), leaking);
		await client.diagnostics(uri);
		await new Promise((resolve) => setTimeout(resolve, 3000));
		assert.deepEqual(client.published.get(uri)?.diagnostics, []);
		assert.equal(await client.stop(), 0);
		rmSync(folder, { recursive: true, force: true });
	});
});
