/** What an edge establishes: conditions, cases, choices; null where it contradicts what the path knows. */
import type { EdgeFact } from '../../../flow/graph.ts';
import { namedChildren, type SyntaxNode } from '../../../kernel-c/syntax.ts';
import { conditionKey } from '../../values/condition-key.ts';
import { ANYTHING, ERROR, NOTHING, SOMETHING, type Test, type Value } from '../../values/value.ts';
import { countsOf, isArray, isElementOf, loopOf, nearestLoop } from '../arrays.ts';
import type { FunctionFacts } from '../function-facts.ts';
import { truthTest, valueIn } from '../path-values.ts';
import { notAcquired, type PathState, withObject } from '../state.ts';
import { leaveLoop } from './loops.ts';
import { assumeAsked, settleChange, settleTransfer } from './pending.ts';

/** A condition is true, or false. */
export function assumeCondition(facts: FunctionFacts, before: PathState, condition: SyntaxNode, truth: boolean): PathState | null {
	const loop = truth || !isArray(before.object) ? null : loopOf(condition);
	const after = assumeValue(facts, before, condition, truth);
	return loop === null || after === null ? after : leaveLoop(facts, after, loop);
}

/** A preprocessor condition, or one that was asked before, is what it was. */
export function recall(facts: FunctionFacts, state: PathState, key: string, truth: boolean): PathState | null {
	const known = state.conditions.get(key);
	if (known !== undefined) return known === truth ? state : null;
	return facts.trackedConditions.has(key) ? { ...state, conditions: new Map([...state.conditions, [key, truth]]) } : state;
}

function assumeValue(facts: FunctionFacts, before: PathState, condition: SyntaxNode, truth: boolean): PathState | null {
	const { key, isOpposite } = conditionKey(condition, facts.text);
	const state = key === '' ? before : recall(facts, before, key, truth !== isOpposite);
	if (state === null) return null;
	const value = valueIn(state, condition, facts);
	const certain = value.mask === NOTHING ? false : (value.mask & NOTHING) === 0 ? true : null;
	if (certain !== null && !value.isObject && certain !== truth) return null;
	const asked = assumeAsked(state, condition, truth, facts);
	if (asked !== null) return asked;
	if (comparesAddress(facts, state, condition) === truth) return null;
	const compared = comparesObject(facts, state, condition, truth);
	if (compared !== null) return compared === 'never' ? null : compared;
	// `if (!pages[i]) break;` in the loop that drops them.
	if (isElementOf(state.object, value.test?.path ?? value.path) && isNothing(value, truth)) {
		const loop = nearestLoop(condition);
		if (loop !== null) return leaveLoop(facts, state, loop);
	}
	// `if (n) unpin_user_pages(pages, n);`: where n is 0 there are none.
	if (isArray(state.object) && value.path !== '' && isNothing(value, truth) && state.object.names.some((name) => countsOf(facts, name).has(value.path)))
		return withObject(state, { phase: 'absent', isDropped: true, names: [] });
	const test = value.isObject ? { path: value.path, whenTrue: ERROR | SOMETHING, whenFalse: NOTHING } : truthTest(value);
	const refined = refineValue(facts, state, test, truth);
	return refined === null ? null : withConstant(facts, refined, condition, truth);
}

/** Where a variable equals a constant it is that, until it is written: `rc == -EAGAIN`, and `switch (rc)` later. */
function withConstant(facts: FunctionFacts, state: PathState, condition: SyntaxNode, truth: boolean): PathState {
	if (condition.type !== 'binary_expression') return state;
	const operator = condition.children.find((child) => child.field === 'operator')?.type;
	const [left, right] = namedChildren(condition);
	if (left === undefined || right === undefined || operator !== (truth ? '==' : '!=')) return state;
	return isConstant(facts, state, valueIn(state, left, facts), valueIn(state, right, facts));
}

function isConstant(facts: FunctionFacts, state: PathState, value: Value, other: Value): PathState {
	if (other.constant === undefined || value.isObject || !facts.trackedPaths.has(value.path)) return state;
	return { ...state, constants: new Map([...state.constants, [value.path, other.constant]]) };
}

/** Whether what a condition asks of is NULL where it is true, or where it is not. */
function isNothing(value: Value, truth: boolean): boolean {
	const test = truthTest(value);
	return (truth ? test.whenTrue : test.whenFalse) === NOTHING;
}

/** `page == other`: where they are the same it is somebody else's business which of the two is dropped. */
function comparesObject(facts: FunctionFacts, state: PathState, condition: SyntaxNode, truth: boolean): PathState | 'never' | null {
	if (condition.type !== 'binary_expression' || state.object.phase !== 'live') return null;
	const operator = condition.children.find((child) => child.field === 'operator')?.type;
	if (operator !== '==' && operator !== '!=') return null;
	const [left, right] = namedChildren(condition);
	if (left === undefined || right === undefined) return null;
	const a = valueIn(state, left, facts);
	const b = valueIn(state, right, facts);
	// Two names of the same object.
	if (a.isObject && b.isObject) return (operator === '==') === truth ? state : 'never';
	const other = a.isObject ? b : a;
	// What a call gave to check against says nothing of whose it is.
	if (a.isObject === b.isObject || other.path === '' || other.path.startsWith('@') || (other.mask & SOMETHING) === 0) return null;
	return (operator === '==') === truth ? { ...state, object: { ...notAcquired, phase: 'absent' } } : state;
}

/** The truth that `addr == INVALID_ADDR` cannot have, where it is an address of the object: that is no constant. Null for other conditions. */
function comparesAddress(facts: FunctionFacts, state: PathState, condition: SyntaxNode): boolean | null {
	if (condition.type !== 'binary_expression' || state.object.derived.size === 0) return null;
	const operator = condition.children.find((child) => child.field === 'operator')?.type;
	const [left, right] = namedChildren(condition);
	if ((operator !== '==' && operator !== '!=') || left === undefined || right === undefined) return null;
	const [a, b] = [valueIn(state, left, facts), valueIn(state, right, facts)];
	const isConstant = (a.derived !== undefined && b.constant !== undefined) || (b.derived !== undefined && a.constant !== undefined);
	return isConstant ? operator === '==' : null;
}

function refineValue(facts: FunctionFacts, before: PathState, test: Test, truth: boolean): PathState | null {
	const allowed = truth ? test.whenTrue : test.whenFalse;
	if (test.path === '') return before;
	return before.object.names.includes(test.path) ? refineObject(before, test.path, allowed) : refineVariable(facts, before, test.path, allowed);
}

function refineObject(before: PathState, path: string, allowed: number): PathState | null {
	const { object } = before;
	const mask = object.mask & allowed;
	if (mask === 0) return null;
	if ((mask & SOMETHING) !== 0 || object.phase !== 'live') {
		const next = withObject(before, { mask });
		return object.pending?.by === path ? settleChange(next, mask) : next;
	}
	// There is none on this path; its names still say so.
	const masks = new Map(before.masks);
	for (const name of object.names) if (!name.startsWith('@')) masks.set(name, mask);
	return { ...before, masks, object: { ...notAcquired, phase: 'absent' } };
}

function refineVariable(facts: FunctionFacts, before: PathState, path: string, allowed: number): PathState | null {
	const { object } = before;
	const known = before.masks.get(path) ?? ANYTHING;
	const mask = known & allowed;
	if (mask === 0) return null;
	let state = before;
	const isPending = object.pending?.by === path;
	const isTransfer = object.transfer?.by === path;
	if ((facts.trackedPaths.has(path) || isPending || isTransfer) && mask !== known) state = { ...state, masks: new Map([...state.masks, [path, mask]]) };
	// The truth that was kept of another value.
	const kept = before.tests.get(path);
	const isTrue = (mask & NOTHING) === 0;
	if (kept !== undefined && (isTrue || mask === NOTHING)) {
		const refined = refineValue(facts, state, kept, isTrue);
		if (refined === null) return null;
		state = refined;
	}
	if (isTransfer) state = settleTransfer(state, mask);
	return isPending ? settleChange(state, mask) : state;
}

/** A `switch` went to a label, or to none. */
export function assumeCase(facts: FunctionFacts, state: PathState, fact: Extract<EdgeFact, { kind: 'case' }>): PathState | null {
	const value = valueIn(state, fact.value, facts);
	if (value.path === '' || value.isObject) return state;
	const labels = fact.labels.map((label) => valueIn(state, label, facts));
	const known = value.constant;
	if (known !== undefined && labels.length > 0 && labels.every(({ constant }) => constant !== undefined && constant !== known)) return null;
	if (labels.length > 0) {
		const allowed = labels.reduce((all, { mask }) => all | mask, 0);
		const refined = refineValue(facts, state, { path: value.path, whenTrue: allowed, whenFalse: ANYTHING }, true);
		return refined === null || labels.length > 1 ? refined : isConstant(facts, refined, value, labels[0] as Value);
	}
	if (known !== undefined && fact.others.some((label) => valueIn(state, label, facts).constant === known)) return null;
	const hasZero = fact.others.some((label) => valueIn(state, label, facts).mask === NOTHING);
	return hasZero ? refineValue(facts, state, { path: value.path, whenTrue: ERROR | SOMETHING, whenFalse: ANYTHING }, true) : state;
}

/** The value of `a ? b : c` is that of one of them, of `&&` and `||` a truth. */
export function assumeChoice(facts: FunctionFacts, state: PathState, fact: Extract<EdgeFact, { kind: 'choice' }>): PathState {
	const value =
		typeof fact.value === 'boolean' ? { mask: fact.value ? SOMETHING : NOTHING, path: '', isObject: false, test: null } : valueIn(state, fact.value, facts);
	return { ...state, choices: new Map([...state.choices, [fact.of.start, value]]) };
}
