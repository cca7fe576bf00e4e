/** Searches a tree for names, in parallel: which of its C and Kconfig files hold which of them. */
import { isKernelCode } from '../../kernel-tree/file-kinds.ts';
import { partsOf } from '../../kernel-tree/list-files.ts';
import { defaultSettings } from '../settings.ts';
import { type PoolRequest, WorkerPool } from '../worker-pool.ts';
import type { NameSearch } from './series-names.ts';

/** Folders that a worker is given at once: the search goes on while patches are reviewed, and nobody is there to hand out work. */
const BATCH_SIZE = 24;

/** The files that hold each name; null where the search was stopped. Rejects where no worker can be started. */
export async function searchNames(request: PoolRequest, names: ReadonlySet<string>): Promise<NameSearch | null> {
	const files = new Map<string, string[]>([...names].map((name) => [name, []]));
	const pool = new WorkerPool(
		{ ...request, batchSize: BATCH_SIZE },
		{
			task: { job: 'names', settings: defaultSettings, names: [...names] },
			onResult: (result) => {
				for (const name of result.names) files.get(name)?.push(result.file);
			},
			onProgress: () => {},
		},
	);
	// Two levels: the folders of drivers and architectures are about as large as others.
	pool.add(partsOf(request.root, 2).filter((part) => isKernelCode(`${part}/`)));
	const { interrupted } = await pool.finish();
	return interrupted ? null : files;
}
