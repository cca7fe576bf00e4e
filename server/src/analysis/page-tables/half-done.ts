/** What is found where a page is mapped or unmapped by halves. */
import type { TableEvent } from './events.ts';
import type { FoundPath } from './path-search.ts';
import type { Level } from './roles.ts';

/** What is missing on a path. */
export type Missing = 'rmap-add' | 'rmap-remove' | 'counter-up' | 'counter-down' | 'reference' | 'references' | 'release' | 'level';

/** Something that is done by halves. */
export interface HalfDone {
	readonly missing: Missing;
	/** Where the half that is done stands. */
	readonly at: TableEvent;
	readonly path: FoundPath;
	/** For levels: that of the entry. */
	readonly level?: Level;
}
