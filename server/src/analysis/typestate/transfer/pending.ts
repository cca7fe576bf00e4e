/** What waits for the result of a call: a change that may have taken place, and whether who was given the object has taken it. */
import type { SyntaxNode } from '../../../kernel-c/syntax.ts';
import { namedChildren } from '../../../kernel-c/syntax.ts';
import { ANYTHING, ERROR, NOTHING, SOMETHING } from '../../values/value.ts';
import { type FunctionFacts, pathOf } from '../function-facts.ts';
import { notAcquired, type PathState, withObject } from '../state.ts';

/** Settles a change that waited, once its call's result is known to be one of `mask`. */
export function settleChange(state: PathState, mask: number): PathState {
	const { object } = state;
	const { pending } = object;
	if (pending === null) return state;
	// Who was asked for some and gives no error gives some.
	const isSome = pending.asked !== '' && (mask & ERROR) === 0 && (mask & SOMETHING) !== 0;
	if ((mask & pending.mask) === 0) {
		const isAcquisition = object.count === 0 && pending.change > 0 && !object.isDropped;
		return isAcquisition ? { ...state, object: { ...notAcquired, phase: 'absent' } } : withObject(state, { pending: null });
	}
	if ((mask & ~pending.mask) !== 0 && !isSome) return state;
	// How many is asked later, perhaps.
	if (isSome && mask !== SOMETHING && pending.asked !== '1') return withObject(state, { pending: { ...pending, isPartial: true } });
	// Of one that was asked for there is one.
	const known = pending.asked === '1' ? { ...state, constants: new Map([...state.constants, [pending.by, '1']]) } : state;
	return withObject(known, { pending: null, count: object.count + pending.change, isDropped: object.isDropped || pending.change < 0 });
}

/** Settles whether who the object was given to has taken it. */
export function settleTransfer(state: PathState, mask: number): PathState {
	const { transfer } = state.object;
	if (transfer === null) return state;
	if ((mask & transfer.mask) === 0) return withObject(state, { transfer: null });
	if ((mask & ~transfer.mask) !== 0) return state;
	// Which results mean that it failed is not known: then a drop after that tells nothing of the function.
	const isSure = transfer.mask !== (NOTHING | SOMETHING);
	return withObject(state, { escaped: true, transfer: null, assumedOwner: isSure ? transfer.callee : '', isOutOnly: transfer.isOfAddress && !isSure });
}

/**
 * What comparing a result with what was asked for tells of it: `got != n` after `got = pin_user_pages_fast(.., n, ..)`. Null where a
 * condition compares something else.
 */
export function assumeAsked(state: PathState, condition: SyntaxNode, truth: boolean, facts: FunctionFacts): PathState | null {
	const { pending } = state.object;
	if (pending === null || pending.asked === '' || condition.type !== 'binary_expression') return null;
	const operator = condition.children.find((child) => child.field === 'operator')?.type ?? '';
	const isAll = truth ? operator === '==' || operator === '>=' : operator === '!=' || operator === '<';
	const isLess = truth ? operator === '!=' || operator === '<' : operator === '==' || operator === '>=';
	const [left, right] = namedChildren(condition);
	if ((!isAll && !isLess) || left === undefined || right === undefined) return null;
	const written = (node: SyntaxNode) => facts.text.slice(node.start, node.end).replace(/\s+/g, '');
	if (pathOf(facts, left) !== pending.by || written(right) !== pending.asked) return null;
	const known = state.masks.get(pending.by) ?? ANYTHING;
	// One that was asked for and is not there is none.
	const isOne = pending.asked === '1';
	const mask = known & (isAll ? SOMETHING : isOne ? NOTHING | ERROR : ANYTHING);
	if (mask === 0) return state;
	const next = { ...state, masks: new Map([...state.masks, [pending.by, mask]]) };
	if (isLess && !isOne) return withObject(next, { pending: { ...pending, isPartial: true } });
	return settleChange(next, mask);
}
