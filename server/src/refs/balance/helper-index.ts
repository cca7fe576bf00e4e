/** What functions of other files of a tree do to counts, by name. */
import type { Effect } from '../effects.ts';

/** The helpers of a tree. */
export interface HelperIndex {
	/** The effect of a function that is defined in some file of the tree, or null. */
	effectOf(name: string): Effect | null;
}

/** The index of no tree. */
export const noIndex: HelperIndex = { effectOf: () => null };
