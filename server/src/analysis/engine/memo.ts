/** Results that are kept with the syntax of a function, which stays while its text does, for as long as what they were told of others holds. */
import type { SyntaxNode } from '../../kernel-c/syntax.ts';

/** Results by syntax and key. */
export type Memory<Result, Others> = WeakMap<SyntaxNode, Map<string, Kept<Result, Others>>>;

interface Kept<Result, Others> {
	readonly result: Result;
	/** What was asked of others on the way, with the answers. */
	readonly answers: readonly Answer<Others>[];
}

interface Answer<Others> {
	readonly said: unknown;
	again(others: Others): unknown;
}

/** Passes questions on to others, and keeps them with their answers. */
export class Recorder<Others> {
	readonly answers = new Map<string, Answer<Others>>();
	readonly #others: Others;

	constructor(others: Others) {
		this.#others = others;
	}

	/** The answer to a question. `tell` makes the same value of the same answer: a text, a number, an object that stays. */
	ask<Reply>(question: string, reply: (others: Others) => Reply, tell: (reply: Reply) => unknown = (same) => same): Reply {
		const known = reply(this.#others);
		if (!this.answers.has(question)) this.answers.set(question, { said: tell(known), again: (others) => tell(reply(others)) });
		return known;
	}
}

/**
 * The result under a key, made anew where it was not made yet, or where another that was asked now answers otherwise. `isLasting`: whether
 * what was just made is to be kept.
 */
export function memoised<Result, Others>(
	memory: Memory<Result, Others>,
	root: SyntaxNode,
	key: string,
	others: Others,
	make: (recorder: Recorder<Others>) => Result,
	isLasting: () => boolean = () => true,
): Result {
	const results = memory.get(root) ?? new Map<string, Kept<Result, Others>>();
	memory.set(root, results);
	const known = results.get(key);
	if (known?.answers.every((answer) => answer.again(others) === answer.said)) return known.result;
	const recorder = new Recorder(others);
	const result = make(recorder);
	if (isLasting()) results.set(key, { result, answers: [...recorder.answers.values()] });
	return result;
}
