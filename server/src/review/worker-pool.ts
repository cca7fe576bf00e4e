/** Workers that read the files of a tree in batches, and hand on what they say in the order of the files. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { TreeProfile } from '../contracts/tree-profile.ts';
import type { ParserChoice } from '../kernel-tree/node-parser.ts';
import { type Batch, type BatchResult, type FileResult, PLACE, STOP, type Task, type WorkerSetup } from './audit-messages.ts';
import { addStats, type Note, noStats, type Stats } from './finding.ts';

/** What workers need to know, and whom they tell. */
export interface PoolRequest {
	readonly root: string;
	readonly tree: TreeProfile;
	readonly workers: number;
	readonly parser: ParserChoice;
	readonly signal?: AbortSignal | undefined;
	/** Files that a worker is given at once; more where the main thread has other things to do than to hand out work. */
	readonly batchSize?: number;
	/** Another worker than the one that is shipped; for tests of workers that die. */
	readonly workerUrl?: URL | undefined;
}

/** What is done with the files that are added from now on. */
export interface Round {
	readonly task: Task;
	/** Called for every file that has something, in the order of the files. */
	onResult(result: FileResult): void;
	/** Called as batches come in: files that were read, of those that were added. */
	onProgress(done: number, total: number): void;
	/** Called, in the order of the files, with those that are done, after what was in them. */
	onDone?(files: readonly string[]): void;
}

/** What came of all rounds. */
export interface PoolOutcome {
	readonly notes: readonly Note[];
	/** Of the last round. */
	readonly stats: Stats;
	readonly interrupted: boolean;
}

const BATCH_SIZE = 250;
/** Milliseconds after which a worker that is to stop is ended wherever it is. */
const LONGEST_FILE = 5000;
/** Room for what lives shortly, in each worker: with V8's own choice an eighth of the time goes into collecting syntax. */
const YOUNG_MEGABYTES = 64;
/** A file that two workers died of is left out. */
const MOST_DEATHS = 2;
/** Workers that die before they are given a file cannot be started here. */
const MOST_IDLE_DEATHS = 8;

const bundled = new URL('./audit-worker.js', import.meta.url);
const workerUrl = existsSync(bundled) ? bundled : new URL('./audit-worker.ts', import.meta.url);

/** A pool of workers. */
export class WorkerPool {
	readonly #request: PoolRequest;
	readonly #waiting: Batch[] = [];
	readonly #idle: (() => void)[] = [];
	readonly #finished = new Map<number, BatchResult>();
	/** The files of the batches that are not reported yet. */
	readonly #filesOf = new Map<number, readonly string[]>();
	readonly #notes: Note[] = [];
	readonly #deaths = new Map<string, number>();
	readonly #batchSize: number;
	/** Workers with what they share: the place in the batch, and whether they are to stop. */
	readonly #workers = new Map<Worker, Int32Array>();
	readonly #running: Promise<void>[];
	#partial: string[] = [];
	#total = 0;
	#batches = 0;
	#isClosed = false;
	/** Batches that were given out or wait. */
	#open = 0;
	#settled: (() => void)[] = [];
	#round: Round;
	#stats: Stats = noStats;
	#done = 0;
	#nextToReport = 0;
	#interrupted = false;
	#failure: Error | null = null;
	#idleDeaths = 0;

	constructor(request: PoolRequest, round: Round) {
		this.#request = request;
		this.#batchSize = request.batchSize ?? BATCH_SIZE;
		this.#round = round;
		request.signal?.addEventListener('abort', () => this.#interrupt(), { once: true });
		if (request.signal?.aborted === true) this.#interrupt();
		this.#running = Array.from({ length: request.workers }, () => this.#work());
	}

	/** Begins another round. What was added before is {@link settled}. */
	begin(round: Round): void {
		this.#round = round;
		this.#total = 0;
		this.#done = 0;
		this.#stats = noStats;
		for (const worker of this.#workers.keys()) worker.postMessage(round.task);
	}

	/** Takes files for the round. */
	add(files: readonly string[]): void {
		// What workers died of in an earlier round they would die of again.
		const harmless = files.filter((file) => (this.#deaths.get(file) ?? 0) < MOST_DEATHS);
		this.#total += harmless.length;
		for (const each of harmless) this.#partial.push(each);
		while (this.#partial.length >= this.#batchSize) this.#enqueue(this.#partial.splice(0, this.#batchSize));
	}

	/** Ends when every file that was added has been read, or none will be any more. */
	async settled(): Promise<void> {
		if (this.#partial.length > 0) this.#enqueue(this.#partial);
		this.#partial = [];
		if (this.#open > 0 && !this.#isBroken) await new Promise<void>((resolve) => this.#settled.push(resolve));
	}

	/** Ends when all is done and the workers are gone. Rejects where no worker can be started at all. */
	async finish(): Promise<PoolOutcome> {
		await this.settled();
		this.#isClosed = true;
		this.#wake();
		await Promise.all(this.#running);
		if (this.#failure !== null) throw this.#failure;
		return { notes: this.#notes, stats: this.#stats, interrupted: this.#interrupted };
	}

	#enqueue(files: readonly string[]): void {
		if (!this.#isBroken) {
			this.#open++;
			this.#filesOf.set(this.#batches, files);
			this.#waiting.push({ number: this.#batches++, files });
		}
		this.#wake();
	}

	#interrupt(): void {
		this.#interrupted = true;
		this.#stop();
	}

	#stop(): void {
		this.#waiting.length = 0;
		// A worker ends between two files: one that is ended inside of the native parser takes the program with it.
		for (const shared of this.#workers.values()) Atomics.store(shared, STOP, 1);
		const late = setTimeout(() => {
			for (const worker of this.#workers.keys()) void worker.terminate();
		}, LONGEST_FILE);
		late.unref();
		this.#wake();
		this.#tellSettled();
	}

	#tellSettled(): void {
		for (const resolve of this.#settled.splice(0)) resolve();
	}

	/** Does something with the pool; where it throws, the workers are ended first. */
	async during<Result>(work: () => Promise<Result>): Promise<Result> {
		try {
			return await work();
		} catch (error) {
			this.#abandon(error);
			await Promise.all(this.#running);
			throw error;
		}
	}

	/** Ends the work for an error of the main thread's: the workers go, and {@link finish} rejects with it. */
	#abandon(error: unknown): void {
		this.#failure ??= error instanceof Error ? error : new Error(String(error));
		this.#stop();
	}

	/** Gives up where no worker can be started. */
	#fail(reason: string): void {
		this.#failure ??= new Error(`workers do not start: ${reason}`);
		this.#tellSettled();
	}

	/** Lets workers that wait look for work again. */
	#wake(): void {
		for (const wake of this.#idle.splice(0)) wake();
	}

	get #isBroken(): boolean {
		return this.#interrupted || this.#failure !== null;
	}

	get #isOver(): boolean {
		return this.#isBroken || (this.#isClosed && this.#waiting.length === 0);
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
			const progress = new SharedArrayBuffer(8);
			const shared = new Int32Array(progress);
			const { root, tree, parser } = this.#request;
			const { task } = this.#round;
			const worker = new Worker(this.#request.workerUrl ?? workerUrl, {
				workerData: { root, tree, task, parser, progress } satisfies WorkerSetup,
				resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
			});
			this.#workers.set(worker, shared);
			let current: Batch | undefined;
			let reason = 'stopped';
			const next = () => {
				current = this.#waiting.shift();
				Atomics.store(shared, PLACE, -1);
				if (current !== undefined) worker.postMessage(current);
				else if (this.#isOver) void worker.terminate();
				else this.#idle.push(next);
			};
			worker.on('message', (result: BatchResult) => {
				try {
					this.#take(result);
				} catch (error) {
					this.#abandon(error);
				}
				next();
			});
			worker.on('error', (error) => {
				reason = error.message;
			});
			worker.on('exit', () => {
				this.#workers.delete(worker);
				const waits = this.#idle.indexOf(next);
				if (waits >= 0) this.#idle.splice(waits, 1);
				if (!this.#interrupted && current !== undefined) this.#bury(current, Atomics.load(shared, PLACE), reason);
				else if (!this.#isOver && ++this.#idleDeaths > MOST_IDLE_DEATHS) this.#fail(reason);
				resolve();
			});
			next();
		});
	}

	/** A worker died over a batch: the batch is tried again, without the file if it is the second time. */
	#bury(batch: Batch, place: number, reason: string): void {
		const file = batch.files[place];
		if (file === undefined) {
			if (++this.#idleDeaths > MOST_IDLE_DEATHS) this.#fail(reason);
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
		this.#round.onProgress(this.#done, this.#total);
		for (let ready = this.#finished.get(this.#nextToReport); ready !== undefined; ready = this.#finished.get(this.#nextToReport)) {
			const files = this.#filesOf.get(this.#nextToReport) ?? [];
			this.#filesOf.delete(this.#nextToReport);
			this.#finished.delete(this.#nextToReport++);
			for (const file of ready.results) {
				for (const each of file.notes) this.#notes.push(each);
				this.#round.onResult(file);
			}
			// A worker that was told to stop leaves files of its batch alone.
			if (!this.#interrupted) this.#round.onDone?.(files);
		}
		if (--this.#open === 0) this.#tellSettled();
	}
}
