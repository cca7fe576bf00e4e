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
	const results = [];
	for (const [place, file] of batch.files.entries()) {
		Atomics.store(progress, 0, place);
		if (file.endsWith('deadly.c')) process.exit(7);
		results.push({ file, findings: [], silenced: [], inventory: [], notes: [] });
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
