/** An object as it comes to be. */
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { type Birth, isStoredBefore } from './births.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ObjectState } from './state.ts';
import { maskWhen, resultPath } from './values.ts';

/** The object that a call gives. */
export function newborn(facts: FunctionFacts, birth: Birth, call: SyntaxNode): ObjectState {
	// `req->parent = dir; ihold(dir);`: the reference is the request's.
	const handed = birth.on === 'argument' && isStoredBefore(facts, birth.path, call);
	const base = { phase: 'live', giving: null, guess: '', handed, isOnlyOut: false, isReturned: false, isDropped: false } as const;
	if (birth.on === 'result') return { ...base, names: [resultPath(call)], count: 1, mask: birth.mask, pending: null };
	const names = birth.path === '' ? [] : [birth.path];
	if (birth.when === null) return { ...base, names, count: 1, mask: birth.mask, pending: null };
	return { ...base, names, count: 0, mask: birth.mask, pending: { by: resultPath(call), mask: maskWhen(birth.when), change: 1 } };
}
