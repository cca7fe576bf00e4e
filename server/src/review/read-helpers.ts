/** Reads what helpers of a tree do, for who reviews a few files of it. */

import type { FunctionSummary } from '../contracts/summary-index.ts';
import { listInParts } from '../kernel-tree/list-files.ts';
import { type IndexRequest, indexRounds } from './index-rounds.ts';
import { type PoolRequest, WorkerPool } from './worker-pool.ts';

/** Which tree, and with what settings. */
export interface HelpersRequest extends PoolRequest, IndexRequest {
	readonly exclude: readonly string[];
}

/** Reads them; null where it was stopped. Rejects where no worker can be started. */
export async function readHelpers(request: HelpersRequest): Promise<readonly FunctionSummary[] | null> {
	const nothing = { task: { job: 'index', settings: request.settings }, onResult: () => {}, onProgress: () => {} } as const;
	const pool = new WorkerPool(request, nothing);
	return pool.during(async () => {
		const helpers = await indexRounds(pool, request, listInParts(request.root, [''], request.exclude), () => {});
		const { interrupted } = await pool.finish();
		return interrupted ? null : helpers;
	});
}
