/** The functions of a file that other files may call, and what they do to counts. */

import type { KnownContracts } from '../../contracts/callees.ts';
import type { FunctionSummary } from '../../contracts/summary-index.ts';
import type { Item } from '../../kernel-c/items.ts';
import { type SourceFile, wordsOf } from '../../kernel-c/source-file.ts';
import { FileSummaries } from './file-summaries.ts';

/** Reads them off a file; `file` is its path in the tree. */
export function sharedSummariesOf(source: SourceFile, file: string, known: KnownContracts): FunctionSummary[] {
	const summaries = new FileSummaries(source, known);
	const isHeader = file.endsWith('.h');
	return source.main.items.flatMap((item) => {
		// SYSCALL_DEFINE3() and the like: the name is the macro's.
		if (item.kind !== 'function' || !/[a-z]/.test(item.name) || (!isHeader && isStatic(source, item))) return [];
		const shared = summaries.shared(item.name);
		return shared === null ? [] : [{ name: item.name, file, ...shared }];
	});
}

/** Whether a function can be called in its own file only. */
function isStatic(source: SourceFile, item: Item): boolean {
	for (const word of wordsOf(source, item)) {
		if (word === 'static') return true;
		if (word === item.name) return false;
	}
	return false;
}
