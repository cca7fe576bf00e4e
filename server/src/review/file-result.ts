/** What an audit makes of the text of one file. */

import { sharedSummariesOf } from '../analysis/summaries/shared-summaries.ts';
import type { TreeProfile } from '../contracts/tree-profile.ts';
import { readSource } from '../kernel-c/source-file.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import { isKconfigPath } from '../kernel-tree/file-kinds.ts';
import type { FileResult, Task } from './audit-messages.ts';
import { reviewFile } from './document.ts';
import { noStats, type Stats } from './finding.ts';
import { inventoryOf } from './inventory.ts';
import { knownContracts } from './settings.ts';

/** The result of a file in which there is nothing, without its name. */
export const nothingFound = { findings: [], silenced: [], inventory: [], helpers: [], names: [], notes: [] };

/** One file was looked at. */
export const oneFile: Stats = { ...noStats, files: 1 };

/** What came of one file. */
export interface FileReading {
	/** Null: nothing. */
	readonly result: FileResult | null;
	readonly stats: Stats;
}

/** Reads a file's text for a job. `file`: its path in the tree. */
export function readAs(tree: TreeProfile, { job, settings }: Task, text: string, parser: TextParser, file: string): FileReading {
	const stats = { ...oneFile, candidates: 1 };
	if (job === 'index') {
		const helpers = sharedSummariesOf(readSource(text, parser), file, knownContracts(settings));
		return { result: helpers.length === 0 ? null : { ...nothingFound, file, helpers }, stats };
	}
	const isForKconfig = isKconfigPath(file);
	if (job === 'inventory') return { result: { ...nothingFound, file, inventory: isForKconfig ? [] : inventoryOf(file, text, parser) }, stats };
	const input = { file, text, tree, settings };
	const review = reviewFile(input, parser);
	const isEmpty = review.findings.length === 0 && review.silenced.length === 0 && review.notes.length === 0;
	return {
		result: isEmpty ? null : { ...nothingFound, file, findings: review.findings, silenced: review.silenced, notes: review.notes },
		stats: { ...review.stats, candidates: 1 },
	};
}
