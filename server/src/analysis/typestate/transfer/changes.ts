/** What a contract's changes do to the object: taken, dropped, pending until a result is known, given back as what it is not. */
import type { Change, Contract } from '../../../contracts/contract.ts';
import { isReleasedAs } from '../../../contracts/kinds.ts';
import { calleeOf } from '../../../kernel-c/calls.ts';
import type { SyntaxNode } from '../../../kernel-c/syntax.ts';
import { ANYTHING, ERROR, NOTHING } from '../../values/value.ts';
import { isArray } from '../arrays.ts';
import { pathOf } from '../function-facts.ts';
import { maskWhen, resultPath, valueIn } from '../path-values.ts';
import { type PathState, withObject } from '../state.ts';
import type { Evaluation } from './evaluation.ts';
import { isArrayOfObjects, isMadeOf, mentionsObject } from './places.ts';

/** More than these of one object are not told apart. */
const MOST_HELD = 4;
const LEAST_HELD = -2;

/** Applies what a callee does to what it is given. */
export function applyChanges(e: Evaluation, before: PathState, call: SyntaxNode, contract: Contract, given: readonly SyntaxNode[]): PathState {
	const { facts, acquisition } = e;
	const callee = calleeOf(call, facts.text);
	let state = before;
	for (const change of contract.effects) {
		if (change.on !== 'argument' || (acquisition.call === call && change.change > 0)) continue;
		const argument = given[change.argument ?? 0];
		if (argument === undefined) continue;
		if (state.object.phase === 'absent' && change.change < 0 && isNothingToDrop(e, state, argument, change)) {
			state = withObject(state, { phase: 'void' });
			e.tell('dropped', state, call, callee);
		}
		if (state.object.phase !== 'live') continue;
		if (isMadeOf(argument) && mentionsObject(facts, state, argument)) {
			// `__free_page(pages + i)`: one of several, which are not counted one by one.
			state = withObject(state, { escaped: true, assumedOwner: '', isDropped: state.object.isDropped || change.change < 0 });
			continue;
		}
		if (
			isArray(state.object) &&
			change.change < 0 &&
			change.of !== 'address' &&
			(valueIn(state, argument, facts).isObject || isArrayOfObjects(facts, state, argument))
		) {
			// Elements are not counted one by one.
			state = withObject(state, { phase: 'absent', count: 0, pending: null, isDropped: true, names: [] });
			e.tell(isOwnKind(e, change) ? 'dropped' : 'mismatched', state, call, callee);
			continue;
		}
		const value = valueIn(state, argument, facts);
		const isMeant = change.of === 'address' ? value.derived !== undefined : change.of === undefined && value.isObject;
		if (!isMeant) continue;
		state = isOwnKind(e, change) ? applyOwn(e, state, call, callee, change) : applyOther(e, state, call, callee, change);
	}
	return state;
}

/** Whether a change is one of the kind that is followed. */
function isOwnKind(e: Evaluation, change: Change): boolean {
	return change.change > 0 ? change.counts === e.kind.kind : isReleasedAs(e.kind, change.counts);
}

/** Whether what is dropped is the error pointer that came in place of the object, or NULL where NULL must not be dropped. */
function isNothingToDrop(e: Evaluation, state: PathState, argument: SyntaxNode, change: Change): boolean {
	const path = pathOf(e.facts, argument);
	const mask = state.masks.get(path) ?? ANYTHING;
	return path === e.acquisition.path && (mask === ERROR || (mask === NOTHING && e.facts.callees.kinds.of(change.counts).faultsOnNull));
}

function applyOwn(e: Evaluation, state: PathState, call: SyntaxNode, callee: string, change: Change): PathState {
	if (change.times !== undefined) {
		// `folio_put_refs(folio, n)` drops all there is; how many `folio_ref_sub()` drops, and of whose, is not known.
		const next = withObject(state, change.change < 0 && change.isAll === true ? { count: 0, isDropped: true } : { escaped: true, assumedOwner: '' });
		e.tell(next.object.isDropped ? 'dropped' : 'stored', next, call, callee);
		return next;
	}
	if (change.isLast === true) {
		// Who drops the last reference owns the dead page.
		const next = withObject(state, { count: state.object.count + change.change, isDropped: true, escaped: true, assumedOwner: '' });
		e.tell('dropped', next, call, callee);
		return next;
	}
	if (change.when !== undefined) {
		return withObject(state, {
			pending: { by: resultPath(call), mask: maskWhen(change.when), change: change.change, asked: '', isPartial: false },
		});
	}
	const count = Math.max(LEAST_HELD, Math.min(MOST_HELD, state.object.count + change.change));
	const dropped = change.change < 0 && count <= 0 ? withoutAddressees(state) : state;
	const next = withObject(dropped, { count, isDropped: state.object.isDropped || change.change < 0 });
	e.tell(change.change < 0 ? 'dropped' : 'taken', next, call, callee);
	return next;
}

/** Who was given no more than an address has nothing where the function itself drops the object. */
function withoutAddressees(state: PathState): PathState {
	const { transfer, escaped, isByAddress, isOutOnly, assumedOwner } = state.object;
	if (escaped && isByAddress) return withObject(state, { escaped: false, isByAddress: false });
	if (transfer?.isOfAddress === true) return withObject(state, { transfer: null });
	return escaped && isOutOnly && assumedOwner !== '' ? withObject(state, { escaped: false, isOutOnly: false, assumedOwner: '' }) : state;
}

/** A change of another kind on the same object, which may be held as well: a reference and a lock. */
function applyOther(e: Evaluation, state: PathState, call: SyntaxNode, callee: string, change: Change): PathState {
	const { others } = state.object;
	if (e.facts.callees.kinds.of(change.counts).isPrimitive) return state;
	// What may have taken place, or so many times, says nothing sure of the kind that is followed.
	if (change.change > 0) {
		if (change.when !== undefined || change.times !== undefined || others.length >= MOST_HELD) return state;
		return withObject(state, { others: [...others, change.counts].sort() });
	}
	const held = others.findIndex((kind) => isReleasedAs(e.facts.callees.kinds.of(kind), change.counts));
	if (held >= 0) return withObject(state, { others: others.filter((_, at) => at !== held) });
	// What is used on after its release may have been held by the caller; what dies of it was held as something else.
	if (e.facts.callees.kinds.of(change.counts).afterRelease === 'usable') return state;
	const next = withObject(state, { count: Math.max(LEAST_HELD, state.object.count - 1), isDropped: true });
	// A count that goes with the object goes where the object does.
	e.tell(e.kind.afterRelease === 'usable' ? 'dropped' : 'mismatched', next, call, callee);
	return next;
}
