/** Reviews a whole tree in parallel: batches of files go to workers, results come back in the order of the files. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { listInParts } from '../kernel-tree/list-files.ts';
import type { ParserChoice } from '../kernel-tree/node-parser.ts';
import type { TreeProfile } from '../refs/tree-profile.ts';
import type { AuditJob, Batch, BatchResult, FileResult, WorkerSetup } from './audit-messages.ts';
import { addStats, type Note, noStats, type Stats } from './finding.ts';
import type { ReviewSettings } from './settings.ts';

/** What to audit. */
export interface AuditRequest {
	readonly root: string;
	readonly tree: TreeProfile;
	readonly settings: ReviewSettings;
	readonly job: AuditJob;
	/** Sub-folders, relative to the root; empty for all. */
	readonly paths: readonly string[];
	readonly exclude: readonly string[];
	/** One of several machines: the part `index` (from 1) of `count`. */
	readonly shard?: { readonly index: number; readonly count: number } | undefined;
	readonly workers: number;
	readonly parser: ParserChoice;
	readonly signal?: AbortSignal | undefined;
	/** Another worker than the one that is shipped; for tests of workers that die. */
	readonly workerUrl?: URL;
	/** Called for every file that has something, in the order of the files. */
	onResult?(result: FileResult): void;
	/** Called as batches come in. */
	onProgress?(done: number, total: number): void;
}

/** What was audited; the findings went to `onResult`. */
export interface AuditSummary {
	readonly notes: readonly Note[];
	readonly stats: Stats;
	readonly interrupted: boolean;
}

const BATCH_SIZE = 250;
/** Room for what lives shortly, in each worker: with V8's own choice an eighth of the time goes into collecting syntax. */
const YOUNG_MEGABYTES = 64;
/** A file that two workers died of is left out. */
const MOST_DEATHS = 2;
/** Workers that die before they are given a file cannot be started here. */
const MOST_IDLE_DEATHS = 8;

const bundled = new URL('./audit-worker.js', import.meta.url);
const workerUrl = existsSync(bundled) ? bundled : new URL('./audit-worker.ts', import.meta.url);

/** Audits a tree. Rejects only where no worker can be started at all. */
export async function audit(request: AuditRequest): Promise<AuditSummary> {
	const started = performance.now();
	const pool = new Pool(request);
	const notes: Note[] = [];
	const shard = request.shard;
	const seen = new Set<string>();
	for (const part of listInParts(request.root, request.paths.length > 0 ? request.paths : [''], request.exclude)) {
		notes.push(...part.failures.map((failure): Note => ({ level: 'warning', message: `${failure.path} ${failure.reason}`, file: failure.path })));
		const files = part.files.filter((file) => {
			const index = seen.size;
			return seen.size < seen.add(file).size && (shard === undefined || index % shard.count === shard.index - 1);
		});
		pool.add(files);
		// Listing is synchronous: workers that are done with a batch get the next one in between.
		await new Promise(setImmediate);
		if (request.signal?.aborted === true) break;
	}
	const outcome = await pool.finish();
	return {
		notes: [...notes, ...outcome.notes],
		stats: { ...outcome.stats, milliseconds: performance.now() - started },
		interrupted: outcome.interrupted,
	};
}

class Pool {
	readonly #request: AuditRequest;
	readonly #waiting: Batch[] = [];
	readonly #idle: (() => void)[] = [];
	readonly #finished = new Map<number, BatchResult>();
	readonly #notes: Note[] = [];
	readonly #deaths = new Map<string, number>();
	readonly #workers = new Set<Worker>();
	readonly #running: Promise<void>[];
	#partial: string[] = [];
	#total = 0;
	#batches = 0;
	#isListed = false;
	#stats: Stats = noStats;
	#done = 0;
	#nextToReport = 0;
	#interrupted = false;
	#failure: Error | null = null;
	#idleDeaths = 0;

	constructor(request: AuditRequest) {
		this.#request = request;
		request.signal?.addEventListener('abort', () => this.#interrupt(), { once: true });
		if (request.signal?.aborted === true) this.#interrupt();
		this.#running = Array.from({ length: request.workers }, () => this.#work());
	}

	/** Takes files that are to be audited. */
	add(files: readonly string[]): void {
		this.#total += files.length;
		this.#partial.push(...files);
		while (this.#partial.length >= BATCH_SIZE) this.#enqueue(this.#partial.splice(0, BATCH_SIZE));
	}

	/** Ends when every file was audited. */
	async finish(): Promise<AuditSummary> {
		if (this.#partial.length > 0) this.#enqueue(this.#partial);
		this.#isListed = true;
		this.#wake();
		await Promise.all(this.#running);
		if (this.#failure !== null) throw this.#failure;
		return { notes: this.#notes, stats: this.#stats, interrupted: this.#interrupted };
	}

	#enqueue(files: readonly string[]): void {
		if (!this.#interrupted) this.#waiting.push({ number: this.#batches++, files });
		this.#wake();
	}

	#interrupt(): void {
		this.#interrupted = true;
		this.#waiting.length = 0;
		for (const worker of this.#workers) void worker.terminate();
		this.#wake();
	}

	/** Lets workers that wait look for work again. */
	#wake(): void {
		for (const wake of this.#idle.splice(0)) wake();
	}

	get #isOver(): boolean {
		return this.#interrupted || this.#failure !== null || (this.#isListed && this.#waiting.length === 0);
	}

	/** Keeps one worker busy, and replaces it when it dies, until no batch is left. */
	async #work(): Promise<void> {
		do await this.#workUntilDeath();
		while (!this.#isOver);
	}

	#workUntilDeath(): Promise<void> {
		return new Promise((resolve) => {
			if (this.#isOver) {
				resolve();
				return;
			}
			const progress = new SharedArrayBuffer(4);
			const { root, job, tree, settings, parser } = this.#request;
			const worker = new Worker(this.#request.workerUrl ?? workerUrl, {
				workerData: { root, job, tree, settings, parser, progress } satisfies WorkerSetup,
				resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
			});
			this.#workers.add(worker);
			let current: Batch | undefined;
			let reason = 'stopped';
			const next = () => {
				current = this.#waiting.shift();
				Atomics.store(new Int32Array(progress), 0, -1);
				if (current !== undefined) worker.postMessage(current);
				else if (this.#isOver) void worker.terminate();
				else this.#idle.push(next);
			};
			worker.on('message', (result: BatchResult) => {
				this.#take(result);
				next();
			});
			worker.on('error', (error) => {
				reason = error.message;
			});
			worker.on('exit', () => {
				this.#workers.delete(worker);
				const waits = this.#idle.indexOf(next);
				if (waits >= 0) this.#idle.splice(waits, 1);
				if (!this.#interrupted && current !== undefined) this.#bury(current, Atomics.load(new Int32Array(progress), 0), reason);
				else if (!this.#isOver && ++this.#idleDeaths > MOST_IDLE_DEATHS) this.#failure = new Error(`workers do not start: ${reason}`);
				resolve();
			});
			next();
		});
	}

	/** A worker died over a batch: the batch is tried again, without the file if it is the second time. */
	#bury(batch: Batch, place: number, reason: string): void {
		const file = batch.files[place];
		if (file === undefined) {
			if (++this.#idleDeaths > MOST_IDLE_DEATHS) this.#failure = new Error(`workers do not start: ${reason}`);
			this.#waiting.unshift(batch);
			return;
		}
		const deaths = (this.#deaths.get(file) ?? 0) + 1;
		this.#deaths.set(file, deaths);
		if (deaths < MOST_DEATHS) {
			this.#waiting.unshift(batch);
			return;
		}
		this.#notes.push({ level: 'error', message: `${file} was left out: the worker that read it died twice (${reason})`, file });
		this.#waiting.unshift({ number: batch.number, files: batch.files.filter((other) => other !== file) });
	}

	/** Keeps a result until those of the files before it are there. */
	#take(result: BatchResult): void {
		this.#finished.set(result.number, result);
		this.#done += result.stats.files;
		this.#stats = addStats(this.#stats, result.stats);
		this.#request.onProgress?.(this.#done, this.#total);
		for (let ready = this.#finished.get(this.#nextToReport); ready !== undefined; ready = this.#finished.get(this.#nextToReport)) {
			this.#finished.delete(this.#nextToReport++);
			for (const file of ready.results) {
				this.#notes.push(...file.notes);
				this.#request.onResult?.(file);
			}
		}
	}
}
