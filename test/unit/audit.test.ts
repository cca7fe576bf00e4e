/** The audit's pool when workers die. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type AuditRequest, audit } from '../../server/src/review/audit.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { profileOf, treeFolder } from '../support/engine.ts';

/** A worker that gives an empty result for every file, and dies at a file called `deadly.c`. */
const dying = `
import { parentPort, workerData } from 'node:worker_threads';
const progress = new Int32Array(workerData.progress);
parentPort.on('message', (batch) => {
	if ('job' in batch) return;
	const results = [];
	for (const [place, file] of batch.files.entries()) {
		Atomics.store(progress, 0, place);
		if (file.endsWith('deadly.c')) process.exit(7);
		results.push({ file, findings: [], silenced: [], inventory: [], helpers: [], notes: [] });
	}
	parentPort.postMessage({ number: batch.number, results, stats: { files: batch.files.length, candidates: 0, functions: 0, functionsWithParseErrors: 0, functionsSkipped: 0, milliseconds: 0 } });
});
`;

describe('audit', () => {
	let folder: string;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'mm-review-audit-'));
		cpSync(treeFolder('devmap'), folder, { recursive: true });
		writeFileSync(join(folder, 'worker.mjs'), dying);
		writeFileSync(join(folder, 'unable.mjs'), 'throw new Error("cannot load");');
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	const request = (more: Partial<AuditRequest>): AuditRequest => ({
		root: folder,
		tree: profileOf('devmap'),
		settings: defaultSettings,
		job: 'review',
		paths: [],
		exclude: [],
		workers: 2,
		parser: 'wasm',
		...more,
	});

	it('loses no other file when a worker dies, and names the one that it died of', async () => {
		writeFileSync(join(folder, 'fs/deadly.c'), 'int a;\n');
		const seen: string[] = [];
		const summary = await audit(request({ workerUrl: pathToFileURL(join(folder, 'worker.mjs')), onResult: (result) => seen.push(result.file) }));
		assert.equal(seen.length, new Set(seen).size);
		assert.ok(seen.includes('drivers/dax/toy.c') && seen.includes('fs/toy.c') && !seen.includes('fs/deadly.c'));
		assert.deepEqual(
			summary.notes.map((note) => note.message),
			['fs/deadly.c was left out: the worker that read it died twice (stopped)'],
		);
		assert.equal(summary.interrupted, false);
	});

	it('knows what helpers do that are in other files, in headers and in sources that use these', async () => {
		writeFileSync(join(folder, 'include/linux/toy_ref.h'), 'static inline void toy_put(struct page *page)\n{\n\tif (page)\n\t\tput_page(page);\n}\n');
		writeFileSync(
			join(folder, 'fs/toy_ref.c'),
			'int toy_finish(struct page *page)\n{\n\tSetPageUptodate(page);\n\ttoy_put(page);\n\treturn 0;\n}\nstruct page *toy_new(void)\n{\n\treturn alloc_page(GFP_KERNEL);\n}\n',
		);
		const caller = [
			'int toy_user(struct toy *toy)',
			'{',
			'\tstruct page *page = toy_new();',
			'',
			'\tif (!page)',
			'\t\treturn -ENOMEM;',
			'\tif (toy->size > 3)',
			'\t\treturn -EINVAL;',
			'\treturn toy_finish(page);',
			'}',
			'',
		];
		writeFileSync(join(folder, 'drivers/dax/toy_user.c'), caller.join('\n'));
		const found: string[] = [];
		const steps = new Set<string>();
		const settings = { ...defaultSettings, groups: ['balance'] };
		await audit(
			request({
				settings,
				// Threads do not load TypeScript.
				workerUrl: new URL('../../dist/audit-worker.js', import.meta.url),
				paths: ['drivers'],
				onResult: ({ findings }) => found.push(...findings.map(({ file, rule, range }) => `${file}:${range.start.line} ${rule}`)),
				onProgress: (_done, _total, step) => steps.add(step),
			}),
		);
		assert.deepEqual(found, ['drivers/dax/toy_user.c:8 ref-leak']);
		assert.deepEqual([...steps], ['index', 'review']);
	});

	it('fails with one message when workers cannot start', async () => {
		await assert.rejects(audit(request({ workerUrl: pathToFileURL(join(folder, 'unable.mjs')) })), /workers do not start: cannot load/);
	});

	it('stops when it is told to', async () => {
		const abort = new AbortController();
		abort.abort();
		const summary = await audit(request({ workerUrl: pathToFileURL(join(folder, 'worker.mjs')), signal: abort.signal }));
		assert.equal(summary.interrupted, true);
	});
});
