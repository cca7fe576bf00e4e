/** Names: what an assignment binds, what is forgotten when a place is written, where the object is stored or its last name lost. */
import { bareExpression, calleeOf, operatorOf } from '../../../kernel-c/calls.ts';
import { childOf, type SyntaxNode } from '../../../kernel-c/syntax.ts';
import { isIndexedBy, isThrough, rootOfPath } from '../../values/access-path.ts';
import { ANYTHING, ERROR, NOTHING, SOMETHING, type Value } from '../../values/value.ts';
import { elementsOf, isOwnArray } from '../arrays.ts';
import { pathOf } from '../function-facts.ts';
import { valueIn } from '../path-values.ts';
import { type PathState, withObject, without } from '../state.ts';
import { isOwnStorage } from '../storage.ts';
import type { Evaluation } from './evaluation.ts';
import { isArrayOfObjects, isMadeOf, isOutParameter, mentionsObject } from './places.ts';

/** `x = value`, `x += value`. */
export function assignment(e: Evaluation, before: PathState, syntax: SyntaxNode): PathState {
	const left = childOf(syntax, 'left');
	const right = childOf(syntax, 'right');
	if (left === null || right === null) return before;
	const bareLeft = bareExpression(left);
	let state = before;
	// What is evaluated to know the place that is written: `priv->x` reads `priv`.
	if (bareLeft.type !== 'identifier') for (const child of bareLeft.children) if (child.named && child.type !== 'field_identifier') state = e.run(state, child);
	state = e.run(state, right);
	const path = pathOf(e.facts, left);
	if (operatorOf(syntax) !== '=') return addTo(e, state, path, operatorOf(syntax), valueIn(state, right, e.facts));
	return assign(e, state, path, syntax, valueIn(state, right, e.facts), right);
}

/** Gives a place a value; '' for one without a name. */
export function assign(e: Evaluation, before: PathState, path: string, syntax: SyntaxNode, value: Value, right: SyntaxNode): PathState {
	const { facts, acquisition } = e;
	if (path === '') return value.isObject || mentionsObject(facts, before, right) ? store(e, before, syntax) : before;
	let state = zeroed(e, bind(e, before, path, value), path, right);
	if (isArrayOfObjects(facts, before, right) && !isOwnStorage(facts, path)) state = store(e, state, syntax, isOutParameter(facts, path));
	if (value.isObject && !isOwnStorage(facts, path) && path !== acquisition.path && elementsOf(path) !== acquisition.path)
		state = store(e, state, syntax, isOutParameter(facts, path));
	else if (value.derived !== undefined && !isOwnStorage(facts, path)) state = storeAddress(e, state, syntax);
	else if (!value.isObject && isMadeOf(right) && !isOwnStorage(facts, path) && mentionsObject(facts, before, right)) state = store(e, state, syntax);
	return noteLoss(e, state, syntax);
}

/** Gives a path a value, and the object another name where the value is the object. */
export function bind({ facts, acquisition }: Evaluation, before: PathState, path: string, value: Value): PathState {
	let state = forget(before, path);
	if (value.isObject) {
		const elements = elementsOf(path);
		const names = new Set([...state.object.names, path]);
		if (elements !== '' && (elements === acquisition.path || isOwnArray(facts, elements))) names.add(elements);
		// An array whose elements are the object is given another name.
		if (acquisition.of === 'elements' && value.path.startsWith('@')) names.add(`${path}[]`);
		state = withObject(state, { names: [...names].sort() });
	} else if (value.derived !== undefined && isOwnStorage(facts, path)) {
		state = withObject(state, { derived: new Map([...state.object.derived, [path, value.derived]]) });
		if (value.mask !== ANYTHING && facts.trackedPaths.has(path)) state = { ...state, masks: new Map([...state.masks, [path, value.mask]]) };
	} else if (facts.trackedPaths.has(path) || state.object.pending?.by === value.path || state.object.transfer?.by === value.path) {
		if (value.constant !== undefined) state = { ...state, constants: new Map([...state.constants, [path, value.constant]]) };
		if (value.mask !== ANYTHING) state = { ...state, masks: new Map([...state.masks, [path, value.mask]]) };
		if (value.test !== null && value.test.path !== path) state = { ...state, tests: new Map([...state.tests, [path, value.test]]) };
	}
	const { pending } = state.object;
	if (pending !== null && value.path !== '' && pending.by === value.path) state = withObject(state, { pending: { ...pending, by: path } });
	const { transfer } = before.object;
	if (transfer !== null && value.path !== '' && transfer.by === value.path)
		state = withObject(state, { escaped: before.object.escaped, transfer: { ...transfer, by: path } });
	return state;
}

/** Forgets what is known of a path and of what is read through it. */
export function forget(state: PathState, path: string): PathState {
	if (path === '') return state;
	const isPlain = /^\w+$/.test(path);
	const gone = (other: string) => other === path || isThrough(other, path) || (isPlain && isIndexedBy(other, path));
	const root = new RegExp(`(?:^|\\W)${rootOfPath(path)}(?:\\W|$)`);
	const { names, derived, transfer } = state.object;
	const object = transfer !== null && gone(transfer.by) ? { ...state.object, escaped: true, transfer: null, assumedOwner: transfer.callee } : state.object;
	return {
		...state,
		masks: without(state.masks, gone),
		constants: without(state.constants, gone),
		tests: without(state.tests, (other, test) => gone(other) || gone(test.path)),
		conditions: without(state.conditions, (key) => !key.startsWith('#') && (isPlain ? root.test(key) : key.includes(path))),
		object: names.some(gone) || derived.size > 0 ? { ...object, names: names.filter((name) => !gone(name)), derived: without(derived, gone) } : object,
	};
}

/** What a fresh structure leads to is nothing, until it is written: `req = kzalloc(..)`, `if (req->page)`. */
function zeroed({ facts }: Evaluation, state: PathState, path: string, right: SyntaxNode): PathState {
	const call = bareExpression(right);
	if (call.type !== 'call_expression' || facts.callees.known.of(calleeOf(call, facts.text))?.zeroes !== true) return state;
	const members = [...facts.trackedPaths].filter((each) => each.startsWith(`${path}->`));
	return members.length === 0 ? state : { ...state, masks: new Map([...state.masks, ...members.map((each): [string, number] => [each, NOTHING])]) };
}

/** `done += got`: where something is added, and nothing negative, there is something. */
function addTo({ facts }: Evaluation, before: PathState, path: string, operator: string, value: Value): PathState {
	const known = before.masks.get(path) ?? ANYTHING;
	const state = forget(before, path);
	const isMore = operator === '+=' && ((known | value.mask) & ERROR) === 0 && (known === SOMETHING || value.mask === SOMETHING);
	return isMore && facts.trackedPaths.has(path) ? { ...state, masks: new Map([...state.masks, [path, SOMETHING]]) } : state;
}

/** `i++`: what was nothing, or something, is something. */
export function count(e: Evaluation, before: PathState, path: string, operator: string): PathState {
	const known = before.masks.get(path) ?? ANYTHING;
	const state = forget(before, path);
	if (operator !== '++' || (known & ERROR) !== 0 || !e.facts.trackedPaths.has(path)) return state;
	return { ...state, masks: new Map([...state.masks, [path, SOMETHING]]) };
}

/** The object is stored where others find it. `isOut`: in what the caller gave for it. */
export function store(e: Evaluation, state: PathState, syntax: SyntaxNode, isOut = false): PathState {
	const { object } = state;
	if (object.phase !== 'live') return state;
	e.tell('stored', state, syntax);
	return withObject(state, { escaped: true, assumedOwner: '', isByAddress: false, isOutOnly: isOut && (!object.escaped || object.isOutOnly) });
}

/** An address of the object is stored: who has it has the object, unless the function drops that itself. */
function storeAddress(e: Evaluation, state: PathState, syntax: SyntaxNode): PathState {
	return withObject(store(e, state, syntax), { isByAddress: !state.object.escaped || state.object.isByAddress });
}

/** Where the last name of what is held was overwritten it is lost. */
export function noteLoss(e: Evaluation, state: PathState, syntax: SyntaxNode): PathState {
	const { object } = state;
	if (object.phase !== 'live' || object.names.length > 0) return state;
	// An address is as good as a name.
	if (object.derived.size > 0) return state;
	if (object.escaped || object.transfer !== null || object.count <= 0 || object.pending !== null) return withObject(state, { phase: 'absent' });
	const lost = withObject(state, { phase: 'lost' });
	e.tell('lost', lost, syntax);
	return lost;
}
