/** Reviews a whole tree in parallel: batches of files go to workers, results come back in the order of the files. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { listFiles } from '../kernel-tree/list-files.ts';
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
	readonly parser: 'wasm' | 'native';
	readonly signal?: AbortSignal | undefined;
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

const BATCH_SIZE = 400;
/** A file that two workers died of is left out. */
const MOST_DEATHS = 2;

const bundled = new URL('./audit-worker.js', import.meta.url);
const workerUrl = existsSync(bundled) ? bundled : new URL('./audit-worker.ts', import.meta.url);

/** Audits a tree. Rejects only where no worker can be started at all. */
export async function audit(request: AuditRequest): Promise<AuditSummary> {
	const started = performance.now();
	const listing = listFiles(request.root, request.paths.length > 0 ? request.paths : [''], request.exclude);
	const notes: Note[] = listing.failures.map((failure) => ({ level: 'warning', message: `${failure.path} ${failure.reason}`, file: failure.path }));
	const shard = request.shard;
	const files = [...listing.c, ...listing.kconfig].filter((_, index) => shard === undefined || index % shard.count === shard.index - 1);
	const pool = new Pool(request, files);
	const outcome = await pool.run();
	return {
		notes: [...notes, ...outcome.notes],
		stats: { ...outcome.stats, milliseconds: performance.now() - started },
		interrupted: outcome.interrupted,
	};
}

class Pool {
	readonly #request: AuditRequest;
	readonly #waiting: Batch[] = [];
	readonly #finished = new Map<number, BatchResult>();
	readonly #notes: Note[] = [];
	readonly #deaths = new Map<string, number>();
	readonly #workers = new Set<Worker>();
	readonly #total: number;
	#stats: Stats = noStats;
	#done = 0;
	#nextToReport = 0;
	#interrupted = false;
	#failure: Error | null = null;

	constructor(request: AuditRequest, files: readonly string[]) {
		this.#request = request;
		this.#total = files.length;
		for (let at = 0; at < files.length; at += BATCH_SIZE) this.#waiting.push({ number: at / BATCH_SIZE, files: files.slice(at, at + BATCH_SIZE) });
	}

	async run(): Promise<Omit<AuditSummary, 'stats'> & { stats: Stats }> {
		const signal = this.#request.signal;
		const stop = () => {
			this.#interrupted = true;
			this.#waiting.length = 0;
			for (const worker of this.#workers) void worker.terminate();
		};
		if (signal?.aborted === true) stop();
		signal?.addEventListener('abort', stop, { once: true });
		const count = Math.min(this.#request.workers, this.#waiting.length);
		await Promise.all(Array.from({ length: count }, () => this.#work()));
		signal?.removeEventListener('abort', stop);
		if (this.#failure !== null) throw this.#failure;
		return { notes: this.#notes, stats: this.#stats, interrupted: this.#interrupted };
	}

	/** Keeps one worker busy, and replaces it when it dies, until no batch is left. */
	async #work(): Promise<void> {
		while (this.#waiting.length > 0 && this.#failure === null) await this.#workUntilDeath();
	}

	#workUntilDeath(): Promise<void> {
		return new Promise((resolve) => {
			const progress = new SharedArrayBuffer(4);
			const { root, job, tree, settings, parser } = this.#request;
			const worker = new Worker(workerUrl, { workerData: { root, job, tree, settings, parser, progress } satisfies WorkerSetup });
			this.#workers.add(worker);
			let current: Batch | undefined;
			let reason = 'stopped';
			const next = () => {
				current = this.#waiting.shift();
				Atomics.store(new Int32Array(progress), 0, -1);
				if (current === undefined) void worker.terminate();
				else worker.postMessage(current);
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
				if (current !== undefined && !this.#interrupted) this.#bury(current, Atomics.load(new Int32Array(progress), 0), reason);
				resolve();
			});
			next();
		});
	}

	/** A worker died over a batch: the batch is tried again, without the file if it is the second time. */
	#bury(batch: Batch, place: number, reason: string): void {
		const file = batch.files[place];
		if (file === undefined) {
			this.#failure = new Error(`the audit's worker does not start: ${reason}`);
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
