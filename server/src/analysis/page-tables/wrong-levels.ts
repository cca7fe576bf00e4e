/** Reverse mappings of another level than the entry that goes with them. */

import type { EventKind, TableEvent } from './events.ts';
import type { HalfDone } from './half-done.ts';
import { findPath } from './path-search.ts';
import type { Level } from './roles.ts';
import { isOrDoes, type TableFunction } from './table-function.ts';

const pairs: readonly (readonly [rmap: EventKind, entry: readonly EventKind[]])[] = [
	['rmap-add', ['set']],
	['rmap-remove', ['clear', 'clear-flush', 'set']],
];

/** Every reverse mapping that is added or removed on a path whose entries are all of one other level. */
export function* wrongLevels(fn: TableFunction): Generator<HalfDone> {
	for (const [rmap, entries] of pairs) {
		for (const at of fn.all) {
			if (at.kind !== rmap || at.level === null) continue;
			const level = otherLevel(fn, at.level, entries);
			if (level === null) continue;
			const isEntry = (event: TableEvent) => isOrDoes(event, ...entries) && event.level === level;
			const path = findPath(fn, {
				passes: [(event) => event === at, isEntry],
				// What is of no level, or of the right one, may be what it is for.
				avoids: (event) => (isOrDoes(event, ...entries) && event.level !== level) || event.kind === 'populate',
			});
			if (path !== null) yield { missing: 'level', at, path, level };
		}
	}
}

/** The one other level of which the function has entries. */
function otherLevel(fn: TableFunction, own: Level, entries: readonly EventKind[]): Level | null {
	const levels = new Set(fn.all.filter((event) => isOrDoes(event, ...entries) && event.level !== null && event.level !== own).map(({ level }) => level));
	const [level] = levels;
	return levels.size === 1 ? (level ?? null) : null;
}
