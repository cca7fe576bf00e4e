/** An object as it comes to be. */
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { type Acquisition, isStoredBefore } from './acquisitions.ts';
import type { FunctionFacts } from './function-facts.ts';
import { maskWhen, resultPath } from './path-values.ts';
import type { ObjectState } from './state.ts';

/** The object that a call gives. */
export function acquiredObject(facts: FunctionFacts, acquisition: Acquisition, call: SyntaxNode): ObjectState {
	// `req->parent = dir; ihold(dir);`: the reference is the request's.
	const escaped = acquisition.on === 'argument' && isStoredBefore(facts, acquisition.path, call);
	const base = { phase: 'live', transfer: null, assumedOwner: '', escaped, isOutOnly: false, isReturned: false, isDropped: false } as const;
	if (acquisition.on === 'result') return { ...base, names: [resultPath(call)], count: 1, mask: acquisition.mask, pending: null };
	const names = acquisition.path === '' ? [] : [acquisition.path];
	if (acquisition.when === null) return { ...base, names, count: 1, mask: acquisition.mask, pending: null };
	return { ...base, names, count: 0, mask: acquisition.mask, pending: { by: resultPath(call), mask: maskWhen(acquisition.when), change: 1 } };
}
