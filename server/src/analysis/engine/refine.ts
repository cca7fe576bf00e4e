/**
 * Little memory first: a path that remembers nothing stands for more paths than there are, so where none of them is wrong none is. Only what
 * is found is looked for again with what its own conditions ask, until it asks nothing more.
 */

/** A search that is made finer. */
export interface Refinable<Found> {
	/** Searches with a memory: the questions whose answers a path remembers. */
	search(memory: ReadonlySet<string>): Found;
	/** The questions on the ways that were found, of those that a path can remember. */
	asks(found: Found): Iterable<string>;
}

/** A search at its finest, with what it remembered, and the one before, which remembered less; null where there was but one. */
export interface Refined<Found> {
	readonly found: Found;
	readonly memory: ReadonlySet<string>;
	readonly coarser: { readonly found: Found; readonly memory: ReadonlySet<string> } | null;
}

/** Searches until what is found asks nothing that is not remembered. `most`: so many questions at most are remembered. */
export function refine<Found>(start: Iterable<string>, { search, asks }: Refinable<Found>, most = Number.POSITIVE_INFINITY): Refined<Found> {
	let memory: ReadonlySet<string> = new Set(start);
	let coarser: Refined<Found>['coarser'] = null;
	for (;;) {
		const found = search(memory);
		const finer = new Set(memory);
		for (const question of asks(found)) if (finer.size < most) finer.add(question);
		if (finer.size === memory.size) return { found, memory, coarser };
		coarser = { found, memory };
		memory = finer;
	}
}
