/** Walks the paths of a function for one object. */

import flow from '../../../data/flow.json' with { type: 'json' };
import { isPageKind } from '../../contracts/effects.ts';
import { cleanupOf } from '../../flow/cleanups.ts';
import type { EdgeFact, FlowNode } from '../../flow/graph.ts';
import { macroArguments, macroNameOf, variableSetBy } from '../../flow/macro-statements.ts';
import type { PathDomain } from '../../flow/walk.ts';
import { bareExpression } from '../../kernel-c/calls.ts';
import { namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { accessPath, isThrough } from '../values/access-path.ts';
import { ANYTHING, ERROR, NOTHING, SOMETHING, type Test, type Value } from '../values/value.ts';
import type { Acquisition } from './acquisitions.ts';
import { isArray, isElementOf, isElements, kindOfDropped, loopOf, nearestLoop } from './arrays.ts';
import { conditionKey, type FunctionFacts } from './function-facts.ts';
import { truthTest, valueIn } from './path-values.ts';
import { keyOfState, notAcquired, type PathState, type ReturnClass, startState, withObject } from './state.ts';
import { Evaluator, type ObjectEvent } from './transfer.ts';

/** Constants that a function returns where it failed: server/data/flow.json. */
const errorConstants = new RegExp(`^(?:${flow.errorConstants.join('|')})$`);

/** The domain of one object's paths. */
export class ObjectDomain implements PathDomain<PathState> {
	readonly start: PathState;
	readonly #facts: FunctionFacts;
	readonly #acquisition: Acquisition;
	readonly #evaluator: Evaluator;

	constructor(facts: FunctionFacts, acquisition: Acquisition) {
		this.#facts = facts;
		this.#acquisition = acquisition;
		this.#evaluator = new Evaluator(facts, acquisition);
		const given = { ...notAcquired, phase: 'live', names: [acquisition.path], count: 1, mask: acquisition.mask } as const;
		this.start = startState(acquisition.on === 'entry' ? given : acquisition.on === 'unset' ? { ...given, count: 0 } : notAcquired);
	}

	keyOf(state: PathState): string {
		return keyOfState(state);
	}

	/** What happens to the object at a node, in order. */
	eventsAt(state: PathState, node: FlowNode): ObjectEvent[] {
		const events: ObjectEvent[] = [];
		this.#evaluator.onEvent = (event) => events.push(event);
		this.afterNode(state, node);
		this.#evaluator.onEvent = null;
		return events;
	}

	afterNode(before: PathState, node: FlowNode): PathState | null {
		const { syntax } = node;
		if (syntax === null) return before;
		switch (node.kind) {
			case 'evaluate':
				return this.#evaluator.run(withoutChoices(this.#withoutResults(before, syntax), syntax), syntax);
			case 'iterate':
				return this.#nextTurn(before, syntax);
			case 'cleanup':
				return this.#cleanUp(before, syntax);
			case 'return':
				return this.#return(before, syntax);
			default:
				return before;
		}
	}

	/** What earlier calls gave back and nothing took. */
	#withoutResults(state: PathState, syntax: SyntaxNode): PathState {
		const isOld = (path: string) => path.startsWith('@') && (Number(path.slice(1)) < syntax.start || syntax.end <= Number(path.slice(1)));
		const { object } = state;
		if (
			!object.names.some(isOld) &&
			![...state.masks.keys()].some(isOld) &&
			!(object.pending !== null && isOld(object.pending.by)) &&
			!isOld(object.transfer?.by ?? '')
		)
			return state;
		const names = object.names.filter((name) => !isOld(name));
		const masks = new Map([...state.masks].filter(([path]) => !isOld(path)));
		const pending = object.pending !== null && isOld(object.pending.by) ? null : object.pending;
		// Who does not ask knows that it is there, as with `igrab()` of what it holds already; a page may be gone.
		const isUnchecked = pending !== object.pending && isPageKind(this.#acquisition.counts);
		const isSure = pending !== object.pending && !isUnchecked;
		// Nobody asked how it went.
		const isGiven = object.transfer !== null && isOld(object.transfer.by);
		const next = {
			...state,
			masks,
			object: {
				...object,
				names,
				pending,
				...(isGiven ? { escaped: true, transfer: null, assumedOwner: object.transfer?.callee ?? '' } : {}),
				...(isSure ? { count: object.count + (object.pending?.change ?? 0) } : {}),
				...(isUnchecked ? { phase: 'absent' as const } : {}),
			},
		};
		if (object.phase !== 'live' || names.length > 0 || isUnchecked) return next;
		return withObject(next, { phase: object.escaped || object.transfer !== null || object.count <= 0 ? 'absent' : 'lost' });
	}

	/** An iterator macro takes its next element, and drops the one before where it holds one. */
	#nextTurn(before: PathState, loop: SyntaxNode): PathState {
		const effect = this.#facts.effect(macroNameOf(loop, 'while', this.#facts.text) ?? '');
		let state = before;
		for (const argument of macroArguments(loop)) state = this.#evaluator.run(state, argument);
		for (const change of effect?.effects ?? []) {
			const argument = macroArguments(loop)[change.argument ?? 0];
			const path = argument === undefined ? '' : accessPath(argument, this.#facts.text);
			if (change.on === 'each' && path !== '' && state.object.names.includes(path) && state.object.phase === 'live' && (state.object.mask & SOMETHING) !== 0) {
				state = withObject(state, { count: Math.max(-2, state.object.count - 1), isDropped: true });
			}
		}
		return state;
	}

	#cleanUp(before: PathState, syntax: SyntaxNode): PathState {
		const cleanup = cleanupOf(syntax, this.#facts.text);
		const { object } = before;
		if (cleanup === null || object.phase !== 'live' || !object.names.includes(cleanup.variable)) return before;
		return withObject(before, { count: object.count - 1, isDropped: true });
	}

	#return(before: PathState, statement: SyntaxNode): PathState {
		const value = namedChildren(statement)[0];
		if (value === undefined) return { ...before, returned: 'none' };
		const state = this.#evaluator.run(withoutChoices(this.#withoutResults(before, statement), statement), value);
		const returned = valueIn(state, value, this.#facts);
		const next = { ...state, returned: this.#classOf(returned, value) };
		if (returned.isObject && isPageKind(this.#acquisition.counts)) this.#evaluator.use(state, value);
		if (this.#evaluator.returnsArray(state, value)) return withObject(next, { escaped: true, assumedOwner: '' });
		return returned.isObject ? withObject(next, { escaped: true, assumedOwner: '', isReturned: true }) : next;
	}

	#classOf(value: Value, expression: SyntaxNode): ReturnClass {
		const { returns, text } = this.#facts;
		if (returns === 'bool') return value.mask === NOTHING ? 'error' : value.mask === SOMETHING ? 'success' : 'unknown';
		const bare = bareExpression(expression);
		const name = value.constant ?? text.slice(bare.start, bare.end);
		if (errorConstants.test(name)) return 'error';
		if (value.mask === ERROR) return 'error';
		if (returns === 'pointer') {
			if ((value.mask & SOMETHING) === 0) return 'error';
			const isNone = value.mask === (ERROR | SOMETHING) && value.path !== '' && !this.#facts.mayBeError(value.path);
			return value.mask === SOMETHING || isNone ? 'success' : 'unknown';
		}
		if (value.mask === NOTHING) return 'success';
		if ((value.mask & NOTHING) === 0 && (value.mask & ERROR) !== 0) return 'error';
		return value.mask === (NOTHING | SOMETHING) ? 'success' : 'unknown';
	}

	afterFact(state: PathState, fact: EdgeFact): PathState | null {
		switch (fact.kind) {
			case 'condition':
				return this.#assume(state, fact.condition, fact.truth);
			case 'case':
				return this.#assumeCase(state, fact);
			case 'iteration':
				return this.#turn(state, fact.loop, fact.enters);
			case 'config':
				return this.#recall(state, `#${fact.condition}`, fact.truth);
			case 'choice': {
				const value =
					typeof fact.value === 'boolean'
						? { mask: fact.value ? SOMETHING : NOTHING, path: '', isObject: false, test: null }
						: valueIn(state, fact.value, this.#facts);
				return { ...state, choices: new Map([...state.choices, [fact.of.start, value]]) };
			}
			default:
				return state;
		}
	}

	#recall(state: PathState, key: string, truth: boolean): PathState | null {
		const known = state.conditions.get(key);
		if (known !== undefined) return known === truth ? state : null;
		return this.#facts.trackedConditions.has(key) ? { ...state, conditions: new Map([...state.conditions, [key, truth]]) } : state;
	}

	#assume(before: PathState, condition: SyntaxNode, truth: boolean): PathState | null {
		const loop = truth || !isArray(before.object) ? null : loopOf(condition);
		const after = this.#assumeValue(before, condition, truth);
		return loop === null || after === null ? after : this.#leaveLoop(after, loop);
	}

	/** After a loop that drops the elements of an array they are dropped: it was entered, as there are some. */
	#leaveLoop(state: PathState, loop: SyntaxNode): PathState {
		if (!state.object.names.some((name) => isElements(name) && kindOfDropped(this.#facts, loop, name) !== null)) return state;
		return withObject(state, { phase: 'absent', isDropped: true, names: [] });
	}

	#assumeValue(before: PathState, condition: SyntaxNode, truth: boolean): PathState | null {
		const { key, isOpposite } = conditionKey(condition, this.#facts.text);
		const state = key === '' ? before : this.#recall(before, key, truth !== isOpposite);
		if (state === null) return null;
		const value = valueIn(state, condition, this.#facts);
		const certain = value.mask === NOTHING ? false : (value.mask & NOTHING) === 0 ? true : null;
		if (certain !== null && !value.isObject && certain !== truth) return null;
		const compared = this.#comparesObject(state, condition, truth);
		if (compared !== null) return compared === 'never' ? null : compared;
		// `if (!pages[i]) break;` in the loop that drops them.
		if (isElementOf(state.object, value.test?.path ?? value.path) && isNothing(value, truth)) {
			const loop = nearestLoop(condition);
			if (loop !== null) return this.#leaveLoop(state, loop);
		}
		const test = value.isObject ? { path: value.path, whenTrue: ERROR | SOMETHING, whenFalse: NOTHING } : truthTest(value);
		return this.#refine(state, test, truth);
	}

	/** `page == other`: where they are the same it is somebody else's business which of the two is dropped. */
	#comparesObject(state: PathState, condition: SyntaxNode, truth: boolean): PathState | 'never' | null {
		if (condition.type !== 'binary_expression' || state.object.phase !== 'live') return null;
		const operator = condition.children.find((child) => child.field === 'operator')?.type;
		if (operator !== '==' && operator !== '!=') return null;
		const [left, right] = namedChildren(condition);
		if (left === undefined || right === undefined) return null;
		const a = valueIn(state, left, this.#facts);
		const b = valueIn(state, right, this.#facts);
		// Two names of the same object.
		if (a.isObject && b.isObject) return (operator === '==') === truth ? state : 'never';
		const other = a.isObject ? b : a;
		// What a call gave to check against says nothing of whose it is.
		if (a.isObject === b.isObject || other.path === '' || other.path.startsWith('@') || (other.mask & SOMETHING) === 0) return null;
		return (operator === '==') === truth ? { ...state, object: { ...notAcquired, phase: 'absent' } } : state;
	}

	#refine(before: PathState, test: Test, truth: boolean): PathState | null {
		const allowed = truth ? test.whenTrue : test.whenFalse;
		if (test.path === '') return before;
		const { object } = before;
		if (object.names.includes(test.path)) {
			const mask = object.mask & allowed;
			if (mask === 0) return null;
			if ((mask & SOMETHING) !== 0 || object.phase !== 'live') {
				const next = withObject(before, { mask });
				return object.pending?.by === test.path ? settle(next, mask) : next;
			}
			// There is none on this path; its names still say so.
			const masks = new Map(before.masks);
			for (const name of object.names) if (!name.startsWith('@')) masks.set(name, mask);
			return { ...before, masks, object: { ...notAcquired, phase: 'absent' } };
		}
		const known = before.masks.get(test.path) ?? ANYTHING;
		const mask = known & allowed;
		if (mask === 0) return null;
		let state = before;
		const isPending = object.pending?.by === test.path;
		const isTransfer = object.transfer?.by === test.path;
		if ((this.#facts.trackedPaths.has(test.path) || isPending || isTransfer) && mask !== known)
			state = { ...state, masks: new Map([...state.masks, [test.path, mask]]) };
		// The truth that was kept of another value.
		const kept = before.tests.get(test.path);
		if (kept !== undefined) {
			const isTrue = (mask & NOTHING) === 0;
			const isFalse = mask === NOTHING;
			if (isTrue || isFalse) {
				const refined = this.#refine(state, kept, isTrue);
				if (refined === null) return null;
				state = refined;
			}
		}
		if (isTransfer) state = settleTransfer(state, mask);
		return isPending ? settle(state, mask) : state;
	}

	#assumeCase(state: PathState, fact: Extract<EdgeFact, { kind: 'case' }>): PathState | null {
		const value = valueIn(state, fact.value, this.#facts);
		if (value.path === '' || value.isObject) return state;
		const masks = fact.labels.map((label) => valueIn(state, label, this.#facts).mask);
		if (masks.length > 0) {
			const allowed = masks.reduce((all, mask) => all | mask, 0);
			return this.#refine(state, { path: value.path, whenTrue: allowed, whenFalse: ANYTHING }, true);
		}
		const hasZero = fact.others.some((label) => valueIn(state, label, this.#facts).mask === NOTHING);
		return hasZero ? this.#refine(state, { path: value.path, whenTrue: ERROR | SOMETHING, whenFalse: ANYTHING }, true) : state;
	}

	#turn(before: PathState, loop: SyntaxNode, enters: boolean): PathState | null {
		if (!enters && isArray(before.object)) return this.#leaveLoop(before, loop);
		const { text } = this.#facts;
		const list = macroArguments(loop);
		const effect = this.#facts.effect(macroNameOf(loop, 'while', text) ?? '');
		const known = effect?.effects.find((change) => change.on === 'each');
		const argument = list[known?.argument ?? 0];
		const path = argument === undefined ? '' : accessPath(argument, text);
		if (known === undefined) {
			const set = enters ? variableSetBy(loop, text) : null;
			return this.#unknownTurn(set === null ? before : this.#overwrite(before, set), list);
		}
		const { object } = before;
		const others = object.names.filter((name) => name !== path && !isThrough(name, path));
		let state = withObject(before, { names: others });
		state = { ...state, masks: new Map([...state.masks].filter(([other]) => other !== path && !isThrough(other, path))) };
		if (object.phase === 'live' && others.length === 0 && object.names.length > 0) {
			state = withObject(state, { phase: object.count > 0 && !object.escaped ? 'lost' : 'absent' });
		}
		if (!enters) return { ...state, masks: new Map([...state.masks, [path, NOTHING]]) };
		if (this.#acquisition.call !== loop || state.object.phase === 'lost') return state;
		return { ...state, object: { ...notAcquired, phase: 'live', names: [path], count: 1, mask: SOMETHING } };
	}

	/** An iterator gives a variable its next element: who held the last by no other name has lost it. */
	#overwrite(before: PathState, path: string): PathState {
		const { object } = before;
		if (object.phase !== 'live' || object.count <= 0 || object.escaped || object.transfer !== null || object.pending !== null) return before;
		return object.names.every((name) => name === path) ? withObject(before, { phase: 'lost' }) : before;
	}

	/** What an iterator of which nothing is known does to the variables that it is given. */
	#unknownTurn(before: PathState, list: readonly SyntaxNode[]): PathState {
		let state = before;
		for (const argument of list) {
			const path = accessPath(argument, this.#facts.text);
			if (path === '' || !/^\w+$/.test(path)) continue;
			if (state.object.names.includes(path)) {
				// It may be what the iterator sets: then the object goes by its other names.
				const names = state.object.names.filter((name) => name !== path);
				state = names.length > 0 ? withObject(state, { names }) : { ...state, object: { ...notAcquired, phase: 'absent' } };
			} else state = { ...state, masks: new Map([...state.masks].filter(([other]) => other !== path && !isThrough(other, path))) };
		}
		return state;
	}
}

/** Whether what a condition asks of is NULL where it is true, or where it is not. */
function isNothing(value: Value, truth: boolean): boolean {
	const test = truthTest(value);
	return (truth ? test.whenTrue : test.whenFalse) === NOTHING;
}

/** Settles a change that waited for what a call gave back. */
function settle(state: PathState, mask: number): PathState {
	const { object } = state;
	const { pending } = object;
	if (pending === null) return state;
	if ((mask & pending.mask) === 0) {
		const isAcquisition = object.count === 0 && pending.change > 0 && !object.isDropped;
		return isAcquisition ? { ...state, object: { ...notAcquired, phase: 'absent' } } : withObject(state, { pending: null });
	}
	if ((mask & ~pending.mask) !== 0) return state;
	return withObject(state, { pending: null, count: object.count + pending.change, isDropped: object.isDropped || pending.change < 0 });
}

/** Settles whether who the object was given to has taken it. */
function settleTransfer(state: PathState, mask: number): PathState {
	const { transfer } = state.object;
	if (transfer === null) return state;
	if ((mask & transfer.mask) === 0) return withObject(state, { transfer: null });
	if ((mask & ~transfer.mask) !== 0) return state;
	// Which results mean that it failed is not known: then a drop after that tells nothing of the function.
	const isSure = transfer.mask !== (NOTHING | SOMETHING);
	return withObject(state, { escaped: true, transfer: null, assumedOwner: isSure ? transfer.callee : '' });
}

/** Choices of other statements are used up. */
function withoutChoices(state: PathState, syntax: SyntaxNode): PathState {
	if (state.choices.size === 0) return state;
	let statement = syntax;
	while (statement.parent !== null && !/_statement$|^declaration$/.test(statement.type)) statement = statement.parent;
	const left = [...state.choices].filter(([at]) => statement.start <= at && at < statement.end);
	return left.length === state.choices.size ? state : { ...state, choices: new Map(left) };
}
