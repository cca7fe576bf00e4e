/** Which rules an item can concern, by the words that it holds: one pass over its tokens answers for all of them. */
import type { Item } from './items.ts';
import { itemHolds, type SourceFile } from './source-file.ts';
import { WORD } from './tokens.ts';

/** Questions about the items of one file: each is a list of sets of words, and an item answers it that holds a word of every set. */
export class WordSets {
	readonly #source: SourceFile;
	readonly #questions: readonly (readonly ReadonlySet<string>[])[];
	/** The number of the first set of each question among all sets. */
	readonly #firstSet: readonly number[];
	readonly #setCount: number;
	/** By the code of a word the sets that hold it. */
	readonly #setsOf: readonly (readonly number[] | undefined)[];

	constructor(source: SourceFile, questions: readonly (readonly ReadonlySet<string>[])[]) {
		this.#source = source;
		this.#questions = questions;
		const { wordIds } = source.tokens;
		const setsOf: number[][] = [];
		const firstSet: number[] = [];
		let number = 0;
		for (const question of questions) {
			firstSet.push(number);
			for (const words of question) {
				for (const word of words) {
					const code = wordIds.get(word);
					if (code === undefined) continue;
					setsOf[code] ??= [];
					setsOf[code].push(number);
				}
				number++;
			}
		}
		this.#setsOf = setsOf;
		this.#firstSet = firstSet;
		this.#setCount = number;
	}

	/** The places in the list of the questions that an item answers, outside comments and strings. */
	answeredBy(item: Item): ReadonlySet<number> {
		const answered = new Set<number>();
		if (item.kind === 'macro') {
			for (const [index, sets] of this.#questions.entries()) if (sets.every((words) => itemHolds(this.#source, item, words))) answered.add(index);
			return answered;
		}
		const { tokens } = this.#source;
		const held = new Uint8Array(this.#setCount);
		for (const token of item.tokens) {
			if (tokens.kind[token] !== WORD) continue;
			const sets = this.#setsOf[tokens.code[token] as number];
			if (sets !== undefined) for (const number of sets) held[number] = 1;
		}
		for (const [index, sets] of this.#questions.entries()) {
			if (sets.every((_, place) => held[(this.#firstSet[index] as number) + place] === 1)) answered.add(index);
		}
		return answered;
	}
}
