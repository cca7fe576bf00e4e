/** Reviews a whole tree in parallel: first reads what helpers do that other files call, then reviews, results in the order of the files. */

import type { FunctionSummary } from '../contracts/summary-index.ts';
import { type Listing, listInParts } from '../kernel-tree/list-files.ts';
import type { AuditJob, FileResult } from './audit-messages.ts';
import type { Note, Stats } from './finding.ts';
import { indexRounds } from './index-rounds.ts';
import { followsReferences, type ReviewSettings } from './settings.ts';
import { type PoolRequest, type Round, WorkerPool } from './worker-pool.ts';

/** What is being done: helpers are read, or files reviewed. */
export type AuditStep = 'index' | AuditJob;

/** What to audit. */
export interface AuditRequest extends PoolRequest {
	readonly settings: ReviewSettings;
	readonly job: AuditJob;
	/** Sub-folders, relative to the root; empty for all. */
	readonly paths: readonly string[];
	readonly exclude: readonly string[];
	/** One of several machines: the part `index` (from 1) of `count`. */
	readonly shard?: { readonly index: number; readonly count: number } | undefined;
	/** Files, by their paths in the tree, that are done already: the audit goes on with the others. */
	readonly done?: ReadonlySet<string> | undefined;
	/** Called for every file that has something, in the order of the files. */
	onResult?(result: FileResult): void;
	/** Called as batches come in: files that were read in this step, of those that are listed so far. */
	onProgress?(done: number, total: number, step: AuditStep): void;
	/** Called, in the order of the files, with those that are done, after what was in them. */
	onDone?(files: readonly string[]): void;
}

/** What was audited; the findings went to `onResult`. */
export interface AuditSummary {
	readonly notes: readonly Note[];
	readonly stats: Stats;
	readonly interrupted: boolean;
	/** What helpers do that other files call, where the audit read that. */
	readonly helpers: readonly FunctionSummary[];
}

/** Audits a tree. Rejects where no worker can be started, and with what `onResult` and the like throw; no worker is left then. */
export async function audit(request: AuditRequest): Promise<AuditSummary> {
	const pool = new WorkerPool(request, reviewRound(request, request.settings));
	return pool.during(() => auditWith(pool, request));
}

function reviewRound(request: AuditRequest, settings: ReviewSettings): Round {
	const { job } = request;
	return {
		task: { job, settings },
		onResult: (result) => request.onResult?.(result),
		onProgress: (done, total) => request.onProgress?.(done, total, job),
		onDone: (files) => request.onDone?.(files),
	};
}

async function auditWith(pool: WorkerPool, request: AuditRequest): Promise<AuditSummary> {
	const started = performance.now();
	const { root, exclude, shard, job } = request;
	const needsIndex = job === 'review' && followsReferences(request.settings) && request.settings.helpers.length === 0;
	let parts: Iterable<Listing> = listInParts(root, request.paths.length > 0 ? request.paths : [''], exclude);
	let helpers: readonly FunctionSummary[] = request.settings.helpers;
	if (needsIndex) {
		const listed: Listing[] = [];
		const all = remembering(listInParts(root, [''], exclude), listed);
		helpers = await indexRounds(pool, request, all, (done, total) => request.onProgress?.(done, total, 'index'));
		// What was read of some of the files would be taken for all there is.
		if (request.signal?.aborted === true) helpers = request.settings.helpers;
		pool.begin(reviewRound(request, { ...request.settings, helpers }));
		if (request.paths.length === 0) parts = listed;
	}
	const notes: Note[] = [];
	const seen = new Set<string>();
	for (const part of parts) {
		if (request.signal?.aborted === true) break;
		for (const each of part.failures.map((failure): Note => ({ level: 'warning', message: `${failure.path} ${failure.reason}`, file: failure.path })))
			notes.push(each);
		pool.add(
			part.files.filter((file) => {
				const index = seen.size;
				return seen.size < seen.add(file).size && request.done?.has(file) !== true && (shard === undefined || index % shard.count === shard.index - 1);
			}),
		);
		// Listing is synchronous: workers that are done with a batch get the next one in between.
		await new Promise(setImmediate);
	}
	const outcome = await pool.finish();
	return {
		notes: [...notes, ...outcome.notes],
		stats: { ...outcome.stats, milliseconds: performance.now() - started },
		interrupted: outcome.interrupted,
		helpers,
	};
}

/** Passes on, and keeps what it passed. */
function* remembering<Each>(all: Iterable<Each>, kept: Each[]): Generator<Each> {
	for (const each of all) {
		kept.push(each);
		yield each;
	}
}
