/** Results that are kept with the syntax of a function, which stays while its text does, for as long as what its callees do stays the same. */

import type { Effect } from '../../contracts/effects.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { Summaries } from '../typestate/function-facts.ts';

/** Results by syntax and key. */
export type Memory<Result> = WeakMap<SyntaxNode, Map<string, Kept<Result>>>;

interface Kept<Result> {
	readonly result: Result;
	/** What was asked about callees on the way, with the answers. */
	readonly answers: readonly Answer[];
}

interface Answer {
	readonly said: string;
	again(summaries: Summaries): string;
}

/**
 * The result under a key, made anew where it was not made yet, or where a helper that it asked about now answers otherwise. `isLasting`:
 * whether what was just made is to be kept.
 */
export function memoised<Result>(
	memory: Memory<Result>,
	root: SyntaxNode,
	key: string,
	summaries: Summaries,
	make: (summaries: Summaries) => Result,
	isLasting: () => boolean = () => true,
): Result {
	const results = memory.get(root) ?? new Map<string, Kept<Result>>();
	memory.set(root, results);
	const known = results.get(key);
	if (known?.answers.every((answer) => answer.again(summaries) === answer.said)) return known.result;
	const record = new Record(summaries);
	const result = make(record);
	if (isLasting()) results.set(key, { result, answers: [...record.answers.values()] });
	return result;
}

/** Passes questions on, and keeps them with their answers. */
class Record implements Summaries {
	readonly answers = new Map<string, Answer>();
	readonly #summaries: Summaries;

	constructor(summaries: Summaries) {
		this.#summaries = summaries;
	}

	effect(name: string): Effect | null {
		const effect = this.#summaries.effect(name);
		this.#keep(`effect ${name}`, told(effect), (summaries) => told(summaries.effect(name)));
		return effect;
	}

	borrows(name: string, argument: number): boolean {
		const answer = this.#summaries.borrows(name, argument);
		this.#keep(`borrows ${name} ${argument}`, `${answer}`, (summaries) => `${summaries.borrows(name, argument)}`);
		return answer;
	}

	keeps(name: string, argument: number): boolean {
		const answer = this.#summaries.keeps(name, argument);
		this.#keep(`keeps ${name} ${argument}`, `${answer}`, (summaries) => `${summaries.keeps(name, argument)}`);
		return answer;
	}

	mayDrop(name: string, argument: number): boolean {
		const answer = this.#summaries.mayDrop(name, argument);
		this.#keep(`mayDrop ${name} ${argument}`, `${answer}`, (summaries) => `${summaries.mayDrop(name, argument)}`);
		return answer;
	}

	#keep(question: string, said: string, again: Answer['again']): void {
		if (!this.answers.has(question)) this.answers.set(question, { said, again });
	}
}

const texts = new WeakMap<Effect, string>();

function told(effect: Effect | null): string {
	if (effect === null) return '';
	const known = texts.get(effect) ?? JSON.stringify(effect.effects);
	texts.set(effect, known);
	return known;
}
