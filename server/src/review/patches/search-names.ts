/** Searches a tree for names, in parallel: which of its C files hold which of them. */
import { isCFile, listInParts } from '../../kernel-tree/list-files.ts';
import { defaultSettings } from '../settings.ts';
import { type PoolRequest, WorkerPool } from '../worker-pool.ts';
import type { NameSearch } from './series-names.ts';

/** The files that hold each name; null where the search was stopped. Rejects where no worker can be started. */
export async function searchNames(request: PoolRequest, names: ReadonlySet<string>): Promise<NameSearch | null> {
	const files = new Map<string, string[]>([...names].map((name) => [name, []]));
	const pool = new WorkerPool(request, {
		task: { job: 'names', settings: defaultSettings, names: [...names] },
		onResult: (result) => {
			for (const name of result.names) files.get(name)?.push(result.file);
		},
		onProgress: () => {},
	});
	for (const part of listInParts(request.root)) {
		pool.add(part.files.filter(isCFile));
		await new Promise(setImmediate);
	}
	const { interrupted } = await pool.finish();
	return interrupted ? null : files;
}
