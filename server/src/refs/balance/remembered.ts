/** Results that are kept with the syntax of a function, which stays while its text does, for as long as its helpers do the same. */
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { Effect } from '../effects.ts';
import type { Helpers } from './function-facts.ts';

/** Results by syntax and key. */
export type Memory<Result> = WeakMap<SyntaxNode, Map<string, Kept<Result>>>;

interface Kept<Result> {
	readonly result: Result;
	/** What was asked of the helpers on the way, with the answers. */
	readonly answers: readonly Answer[];
}

interface Answer {
	readonly said: string;
	again(helpers: Helpers): string;
}

/**
 * The result under a key, made anew where it was not made yet, or where a helper that it asked about now answers otherwise. `isLasting`:
 * whether what was just made is to be kept.
 */
export function remembered<Result>(
	memory: Memory<Result>,
	root: SyntaxNode,
	key: string,
	helpers: Helpers,
	make: (helpers: Helpers) => Result,
	isLasting: () => boolean = () => true,
): Result {
	const results = memory.get(root) ?? new Map<string, Kept<Result>>();
	memory.set(root, results);
	const known = results.get(key);
	if (known?.answers.every((answer) => answer.again(helpers) === answer.said)) return known.result;
	const record = new Record(helpers);
	const result = make(record);
	if (isLasting()) results.set(key, { result, answers: [...record.answers.values()] });
	return result;
}

/** Passes questions on, and keeps them with their answers. */
class Record implements Helpers {
	readonly answers = new Map<string, Answer>();
	readonly #helpers: Helpers;

	constructor(helpers: Helpers) {
		this.#helpers = helpers;
	}

	effect(name: string): Effect | null {
		const effect = this.#helpers.effect(name);
		this.#keep(`effect ${name}`, told(effect), (helpers) => told(helpers.effect(name)));
		return effect;
	}

	borrows(name: string, argument: number): boolean {
		const answer = this.#helpers.borrows(name, argument);
		this.#keep(`borrows ${name} ${argument}`, `${answer}`, (helpers) => `${helpers.borrows(name, argument)}`);
		return answer;
	}

	keeps(name: string, argument: number): boolean {
		const answer = this.#helpers.keeps(name, argument);
		this.#keep(`keeps ${name} ${argument}`, `${answer}`, (helpers) => `${helpers.keeps(name, argument)}`);
		return answer;
	}

	mayDrop(name: string, argument: number): boolean {
		const answer = this.#helpers.mayDrop(name, argument);
		this.#keep(`mayDrop ${name} ${argument}`, `${answer}`, (helpers) => `${helpers.mayDrop(name, argument)}`);
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
