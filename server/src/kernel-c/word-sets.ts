/** Which of many sets of words an item holds a word of: one pass over its tokens answers for all of them. */
import type { Item } from './items.ts';
import { itemHolds, type SourceFile } from './source-file.ts';
import { WORD } from './tokens.ts';

/** Sets of words, to be looked for in the items of one file. */
export class WordSets {
	readonly #source: SourceFile;
	readonly #sets: readonly ReadonlySet<string>[];
	/** By the code of a word the sets that hold it. */
	readonly #setsOf: readonly (readonly number[] | undefined)[];

	constructor(source: SourceFile, sets: readonly ReadonlySet<string>[]) {
		this.#source = source;
		this.#sets = sets;
		const { wordIds } = source.tokens;
		const setsOf: number[][] = [];
		for (const [index, words] of sets.entries()) {
			for (const word of words) {
				const code = wordIds.get(word);
				if (code === undefined) continue;
				setsOf[code] ??= [];
				setsOf[code].push(index);
			}
		}
		this.#setsOf = setsOf;
	}

	/** The places in the list of the sets of which an item holds a word, outside comments and strings. */
	heldBy(item: Item): ReadonlySet<number> {
		const held = new Set<number>();
		if (item.kind === 'macro') {
			for (const [index, words] of this.#sets.entries()) if (itemHolds(this.#source, item, words)) held.add(index);
			return held;
		}
		const { tokens } = this.#source;
		for (const token of item.tokens) {
			if (tokens.kind[token] !== WORD) continue;
			const sets = this.#setsOf[tokens.code[token] as number];
			if (sets !== undefined) for (const index of sets) held.add(index);
		}
		return held;
	}
}
