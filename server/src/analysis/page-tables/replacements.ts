/** Pages that take the place of others in one entry: the mm's counters change by as much as its mappings do. */

import type { TableEvent } from './events.ts';
import type { HalfDone } from './half-done.ts';
import { findPath } from './path-search.ts';
import { isOrDoes, isPageCount, type TableFunction } from './table-function.ts';

/** Every replacement that counts one side and not the other. */
export function* unevenReplacements(fn: TableFunction): Generator<HalfDone> {
	const adds = fn.all.filter(({ kind }) => kind === 'rmap-add');
	const removes = fn.all.filter(({ kind }) => kind === 'rmap-remove');
	if (adds.length === 0 || removes.length === 0) return;
	const isAdd = ({ kind }: TableEvent) => kind === 'rmap-add';
	const isRemove = ({ kind }: TableEvent) => kind === 'rmap-remove';
	for (const sign of [1, -1]) {
		const counts = (event: TableEvent) => isPageCount(event) && event.sign === sign;
		const path = findPath(fn, {
			passes: [isAdd, isRemove, counts],
			avoids: (event) => (isPageCount(event) && event.sign !== sign) || isOrDoes(event, 'migration') || (event.kind === 'call' && event.does.has('counter')),
		});
		const at = path?.met.find(counts);
		if (path === null || at === undefined || levelsDiffer(path.met)) continue;
		yield { missing: sign > 0 ? 'counter-down' : 'counter-up', at, path };
		return;
	}
}

/** Whether a mapping of one level goes and those of another come: a split, whose counters stay or are given to the table. */
function levelsDiffer(met: readonly TableEvent[]): boolean {
	const levels = new Set(met.filter(({ kind }) => kind === 'rmap-add' || kind === 'rmap-remove').map(({ level }) => level ?? 'pte'));
	return levels.size > 1;
}
