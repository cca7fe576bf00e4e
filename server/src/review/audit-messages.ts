/** What the audit and its workers say to each other; plain data that can be cloned. */

import type { FunctionSummary } from '../contracts/summary-index.ts';
import type { TreeProfile } from '../contracts/tree-profile.ts';
import type { ParserChoice } from '../kernel-tree/node-parser.ts';
import type { Silenced } from './decide.ts';
import type { Finding, Note, Stats } from './finding.ts';
import type { InventoryUse } from './inventory.ts';
import type { ReviewSettings } from './settings.ts';

/** What a worker is to do with every file. */
export type AuditJob = 'review' | 'inventory';

/**
 * What a worker is to do with every file until it is told otherwise. `index`: to say what the functions do that other files may call.
 * `names`: to say which of some names stand in the C and Kconfig files of a folder, comments included; what it is given may be folders.
 */
export interface Task {
	readonly job: AuditJob | 'index' | 'names';
	readonly settings: ReviewSettings;
	/** For `names`: of at least three characters. */
	readonly names?: readonly string[];
}

/** The place in the batch that the worker is at; for finding the file that killed it. */
export const PLACE = 0;

/** Not 0: the worker is to go on to no other file. */
export const STOP = 1;

/** What a worker knows for all its files. */
export interface WorkerSetup {
	readonly root: string;
	readonly tree: TreeProfile;
	readonly task: Task;
	readonly parser: ParserChoice;
	/** Two numbers, {@link PLACE} and {@link STOP}. */
	readonly progress: SharedArrayBuffer;
}

/** Files, relative to the root, for a worker; or folders for `names`. */
export interface Batch {
	readonly number: number;
	readonly files: readonly string[];
}

/** What became of one file that had something in it. */
export interface FileResult {
	readonly file: string;
	readonly findings: readonly Finding[];
	readonly silenced: readonly Silenced[];
	readonly inventory: readonly InventoryUse[];
	readonly helpers: readonly FunctionSummary[];
	readonly names: readonly string[];
	readonly notes: readonly Note[];
}

/** What became of a batch. */
export interface BatchResult {
	readonly number: number;
	readonly results: readonly FileResult[];
	readonly stats: Stats;
}
