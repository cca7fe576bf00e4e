/** Reads what the functions of a tree do to counts that other files may call: those of headers, then those of sources, which call the first. */

import type { FunctionSummary } from '../contracts/summary-index.ts';
import { isCFile, isKernelCode } from '../kernel-tree/file-kinds.ts';
import type { Listing } from '../kernel-tree/list-files.ts';
import type { FileResult } from './audit-messages.ts';
import type { ReviewSettings } from './settings.ts';
import type { Round, WorkerPool } from './worker-pool.ts';

/** What the index is made of. */
export interface IndexRequest {
	readonly settings: ReviewSettings;
	readonly signal?: AbortSignal | undefined;
}

/** Reads them with a pool. Files that cannot be read are left out; the review of them says why. */
export async function indexRounds(
	pool: WorkerPool,
	{ settings, signal }: IndexRequest,
	parts: Iterable<Listing>,
	onProgress: Round['onProgress'],
): Promise<FunctionSummary[]> {
	const helpers: FunctionSummary[] = [];
	const begin = (known: readonly FunctionSummary[], done: number) =>
		pool.begin({
			task: { job: 'index', settings: { ...settings, helpers: known } },
			onResult(result: FileResult) {
				for (const helper of result.helpers) helpers.push(helper);
			},
			onProgress: (read, added) => onProgress(done + read, done + added),
		});
	const sources: string[] = [];
	let headers = 0;
	begin([], 0);
	for (const { files } of parts) {
		if (signal?.aborted === true) return helpers;
		const code = files.filter((file) => isCFile(file) && isKernelCode(file));
		const inPart = code.filter((file) => file.endsWith('.h'));
		headers += inPart.length;
		pool.add(inPart);
		for (const each of code.filter((file) => !file.endsWith('.h'))) sources.push(each);
		await new Promise(setImmediate);
	}
	await pool.settled();
	begin([...helpers], headers);
	pool.add(sources);
	await pool.settled();
	return helpers;
}
