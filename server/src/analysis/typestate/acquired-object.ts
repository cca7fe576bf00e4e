/** An object as it comes to be. */
import { argumentsOf, bareExpression, calleeOf, operatorOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import { childOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import type { Derived } from '../values/value.ts';
import { type Acquisition, isStoredBefore } from './acquisitions.ts';
import type { FunctionFacts } from './function-facts.ts';
import { maskWhen, resultPath } from './path-values.ts';
import type { ObjectState } from './state.ts';

/** Variables that are another name of one where it is given to a call: `page` and `folio` after `folio = page_folio(page)`, by the order of the text. */
function otherNames(facts: FunctionFacts, path: string, call: SyntaxNode): string[] {
	const { root, text, callees, variables } = facts;
	const lastValue = (variable: string) => valuesOf(root, text, variable).findLast((value) => value.end <= call.start);
	const originOf = (value: SyntaxNode | undefined): string => {
		const inner = value?.type === 'call_expression' && callees.same(calleeOf(value, text)) === 0 ? argumentsOf(value)[0] : undefined;
		return inner?.type === 'identifier' ? text.slice(inner.start, inner.end) : '';
	};
	// The one that the other was made of is still what it was then.
	const isMadeOf = (variable: string, other: string) => {
		const value = lastValue(variable);
		return other !== '' && value !== undefined && originOf(value) === other && (lastValue(other)?.end ?? 0) <= value.start;
	};
	const of = originOf(lastValue(path));
	const others = [...variables.keys()].filter((variable) => variable !== path && isMadeOf(variable, path));
	return isMadeOf(path, of) ? [of, ...others] : others;
}

const noAddresses: ReadonlyMap<string, Derived> = new Map();

/** Variables that a helper writes beside what it gives: `tlb = swiotlb_alloc_tlb(dev, size, &vaddr)`. They may lead to it. */
function addressesWritten(call: SyntaxNode, facts: FunctionFacts): ReadonlyMap<string, Derived> {
	const written = argumentsOf(call).flatMap((argument) => {
		const bare = bareExpression(argument);
		const inner = bare.type === 'pointer_expression' && operatorOf(bare) === '&' ? childOf(bare, 'argument') : null;
		const name = inner?.type === 'identifier' ? facts.text.slice(inner.start, inner.end) : '';
		return facts.variables.get(name)?.isPointer === true ? [name] : [];
	});
	return new Map(written.map((name) => [name, 'address']));
}

/** The object that a call gives. */
export function acquiredObject(facts: FunctionFacts, acquisition: Acquisition, call: SyntaxNode): ObjectState {
	// `req->parent = dir; ihold(dir);`: the reference is the request's.
	const escaped = acquisition.on === 'argument' && isStoredBefore(facts, acquisition.path, call);
	const base = {
		phase: 'live',
		others: [],
		transfer: null,
		assumedOwner: '',
		escaped,
		isOutOnly: false,
		returnedAs: '',
		isByAddress: false,
		isDropped: false,
	} as const;
	const derived = acquisition.on === 'result' && acquisition.isInferred === true ? addressesWritten(call, facts) : noAddresses;
	if (acquisition.on === 'result') {
		// Elements of an array that is returned go by the array's name too.
		const names = acquisition.of === 'elements' && acquisition.path !== '' ? [acquisition.path, resultPath(call)].sort() : [resultPath(call)];
		return { ...base, names, derived, count: 1, mask: acquisition.mask, pending: null };
	}
	const names = acquisition.path === '' ? [] : [acquisition.path, ...(acquisition.on === 'argument' ? otherNames(facts, acquisition.path, call) : [])].sort();
	if (acquisition.when === null) return { ...base, names, derived, count: 1, mask: acquisition.mask, pending: null };
	const pending = { by: resultPath(call), mask: maskWhen(acquisition.when), change: 1, asked: acquisition.asked ?? '', isPartial: false };
	return { ...base, names, derived, count: 0, mask: acquisition.mask, pending };
}
