/** New entries that are made writable, and what else they are made. */
import { argumentsOf } from '../../kernel-c/calls.ts';
import { entryValue } from './entry-value.ts';
import type { TableEvent } from './events.ts';
import { type FoundPath, findPath, mayHavePath } from './path-search.ts';
import { levelOf } from './roles.ts';
import { isOfKernel, isOrDoes, type TableFunction } from './table-function.ts';

/** An entry that is made writable and neither young nor dirty. */
export interface WritableEntry {
	readonly mkwrite: TableEvent;
	readonly path: FoundPath;
	/** Whether the entry is made here, or one that was there is made writable. */
	readonly isNew: boolean;
}

/** Every new entry of a function that is made writable before an entry is set, without being made young or dirty on the way. */
export function* writableWithoutBits(fn: TableFunction): Generator<WritableEntry> {
	for (const mkwrite of fn.all) {
		const entry = mkwrite.kind === 'mkwrite' ? argumentsOf(mkwrite.syntax)[0] : undefined;
		if (entry === undefined) continue;
		const { makers } = entryValue(fn, entry);
		const isMaker = (event: TableEvent) => (event.kind === 'make-entry' || event.kind === 'make-raw-entry') && makers.includes(event.syntax);
		const level = levelOf(mkwrite.name) ?? 'pte';
		const sets = (event: TableEvent) => event.kind === 'set' && !isOfKernel(fn, event) && levelOf(event.name) === level;
		const made = carriesBits(fn, isMaker, sets)
			? null
			: findPath(fn, {
					passes: [isMaker, (event) => event === mkwrite, sets],
					inOrder: true,
					endsThere: true,
					onceBegun: true,
					avoids: (event) => isOrDoes(event, 'mkyoung', 'mkdirty', 'migration'),
				});
		if (made !== null) {
			yield { mkwrite, path: made, isNew: true };
			continue;
		}
		const upgrade = findPath(fn, {
			passes: [(event) => event === mkwrite, ({ kind }) => kind === 'set-access'],
			inOrder: true,
			endsThere: true,
			avoids: (event) => isOrDoes(event, 'mkyoung', 'mkdirty'),
		});
		if (upgrade !== null) yield { mkwrite, path: upgrade, isNew: false };
	}
}

/** Whether some path makes the new entry dirty: then what decides that is known there, as where the bits of an old entry are carried over. */
function carriesBits(fn: TableFunction, isMaker: (event: TableEvent) => boolean, sets: (event: TableEvent) => boolean): boolean {
	const passes = [isMaker, ({ kind }: TableEvent) => kind === 'mkdirty', sets];
	return mayHavePath(fn, { passes, inOrder: true, endsThere: true, avoids: () => false });
}
