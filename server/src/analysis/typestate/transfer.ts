/** What evaluating an expression does to the state of a path. */

import aliases from '../../../data/aliases.json' with { type: 'json' };
import { type CountChange, type Effect, isPageKind } from '../../contracts/effects.ts';
import { isPureCall } from '../../contracts/pure-calls.ts';
import { isBorrower, isKeeper, isSame, mayTakeOver, takesInReadahead } from '../../contracts/takers.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf } from '../../kernel-c/calls.ts';
import { declaredName } from '../../kernel-c/declarations.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { accessPath, isIndexedBy, isThrough, rootOfPath } from '../values/access-path.ts';
import { ANYTHING, ERROR, NOTHING, SOMETHING, type Value } from '../values/value.ts';
import { acquiredObject } from './acquired-object.ts';
import type { Acquisition } from './acquisitions.ts';
import { elementsOf, isArray, isElements, isOwnArray } from './arrays.ts';
import { isForOwnRequest } from './carriers.ts';
import type { FunctionFacts } from './function-facts.ts';
import { maskWhen, resultPath, valueIn } from './path-values.ts';
import { type PathState, withObject, without } from './state.ts';
import { isOwnStorage } from './storage.ts';

const takeAway: ReadonlySet<string> = new Set(aliases.takeAway);

/** Calls that ask about the pointer and read nothing through it. */
const looksAtPointer: ReadonlySet<string> = new Set(aliases.lookAtPointer);

/** Calls that give a number or an address by which the object can be found again. */
const handles: ReadonlySet<string> = new Set(aliases.handles);

/** Something that happens to the object, for who reads a path afterwards. */
export interface ObjectEvent {
	/** `numbered`: turned into a pfn or an address. `passed`: given to a function that is not known. `given`: to one that may take it over. `used`: read through, or given to a function that reads it. */
	readonly kind: 'acquired' | 'taken' | 'dropped' | 'passed' | 'given' | 'stored' | 'used' | 'lost' | 'numbered';
	readonly syntax: SyntaxNode;
	/** The function that was called, or ''. */
	readonly callee: string;
	/** The count afterwards. */
	readonly count: number;
}

/** Evaluates the nodes of a function for one object. */
export class Evaluator {
	readonly #facts: FunctionFacts;
	readonly #acquisition: Acquisition;
	/** Told of everything that happens to the object. */
	onEvent: ((event: ObjectEvent) => void) | null = null;

	constructor(facts: FunctionFacts, acquisition: Acquisition) {
		this.#facts = facts;
		this.#acquisition = acquisition;
	}

	/** The state after an expression or a declarator. */
	run(before: PathState, syntax: SyntaxNode): PathState {
		if (this.#facts.graph.lowered.has(syntax)) return before;
		switch (syntax.type) {
			case 'init_declarator': {
				const value = childOf(syntax, 'value');
				const target = childOf(syntax, 'declarator');
				if (value === null || target === null) return before;
				const state = this.run(before, value);
				return this.#assign(state, declaredName(target, this.#facts.text), syntax, valueIn(state, value, this.#facts), value);
			}
			case 'assignment_expression':
				return this.#assignment(before, syntax);
			case 'update_expression': {
				const argument = childOf(syntax, 'argument');
				return argument === null ? before : this.#count(this.run(before, argument), accessPath(argument, this.#facts.text), operatorOf(syntax));
			}
			case 'call_expression':
				return this.#call(before, syntax);
			case 'field_expression':
				return this.#read(before, syntax);
			case 'sizeof_expression':
				return before;
			case 'identifier':
			case 'pointer_declarator':
			case 'array_declarator':
				return before;
			default: {
				let state = before;
				for (const child of syntax.children) if (child.named) state = this.run(state, child);
				return state;
			}
		}
	}

	/** `i++`: what was nothing, or something, is something. */
	#count(before: PathState, path: string, operator: string): PathState {
		const known = before.masks.get(path) ?? ANYTHING;
		const state = this.#forget(before, path);
		if (operator !== '++' || (known & ERROR) !== 0 || !this.#facts.trackedPaths.has(path)) return state;
		return { ...state, masks: new Map([...state.masks, [path, SOMETHING]]) };
	}

	#tell(kind: ObjectEvent['kind'], state: PathState, syntax: SyntaxNode, callee = ''): void {
		this.onEvent?.({ kind, syntax, callee, count: state.object.count });
	}

	/** Tells that the object is given back to who called. */
	use(state: PathState, syntax: SyntaxNode): void {
		this.#tell('used', state, syntax);
	}

	#read(before: PathState, syntax: SyntaxNode): PathState {
		const owner = childOf(syntax, 'argument');
		if (owner === null) return before;
		const state = this.run(before, owner);
		if (operatorOf(syntax) === '->' && valueIn(state, owner, this.#facts).isObject) this.#tell('used', state, syntax);
		return state;
	}

	#assignment(before: PathState, syntax: SyntaxNode): PathState {
		const left = childOf(syntax, 'left');
		const right = childOf(syntax, 'right');
		if (left === null || right === null) return before;
		const bareLeft = bareExpression(left);
		let state = bareLeft.type === 'identifier' ? before : this.#runPlace(before, bareLeft);
		state = this.run(state, right);
		const path = accessPath(left, this.#facts.text);
		if (operatorOf(syntax) !== '=') return this.#forget(state, path);
		return this.#assign(state, path, syntax, valueIn(state, right, this.#facts), right);
	}

	/** What is evaluated to know the place that is written: `priv->x` reads `priv`. */
	#runPlace(before: PathState, left: SyntaxNode): PathState {
		let state = before;
		for (const child of left.children) if (child.named && child.type !== 'field_identifier') state = this.run(state, child);
		return state;
	}

	#assign(before: PathState, path: string, syntax: SyntaxNode, value: Value, right: SyntaxNode): PathState {
		if (path === '') return value.isObject || this.#mentionsObject(before, right) ? this.#store(before, syntax) : before;
		let state = this.#bind(before, path, value);
		if (this.#isArrayOfObjects(before, right) && !isOwnStorage(this.#facts, path)) state = this.#store(state, syntax, this.#isOutParameter(path));
		if (value.isObject && !isOwnStorage(this.#facts, path) && path !== this.#acquisition.path && elementsOf(path) !== this.#acquisition.path)
			state = this.#store(state, syntax, this.#isOutParameter(path));
		else if (!value.isObject && isMadeOf(right) && !isOwnStorage(this.#facts, path) && this.#mentionsObject(before, right)) state = this.#store(state, syntax);
		return this.#noteLoss(state, syntax);
	}

	/** Gives a path a value. */
	#bind(before: PathState, path: string, value: Value): PathState {
		let state = this.#forget(before, path);
		if (value.isObject) {
			const elements = elementsOf(path);
			const names = new Set([...state.object.names, path]);
			if (elements !== '' && (elements === this.#acquisition.path || isOwnArray(this.#facts, elements))) names.add(elements);
			state = withObject(state, { names: [...names].sort() });
		} else if (this.#facts.trackedPaths.has(path) || state.object.pending?.by === value.path || state.object.transfer?.by === value.path) {
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
	#forget(state: PathState, path: string): PathState {
		if (path === '') return state;
		const isPlain = /^\w+$/.test(path);
		const gone = (other: string) => other === path || isThrough(other, path) || (isPlain && isIndexedBy(other, path));
		const root = new RegExp(`(?:^|\\W)${rootOfPath(path)}(?:\\W|$)`);
		const { names, transfer } = state.object;
		const object = transfer !== null && gone(transfer.by) ? { ...state.object, escaped: true, transfer: null, assumedOwner: transfer.callee } : state.object;
		return {
			...state,
			masks: without(state.masks, gone),
			constants: without(state.constants, gone),
			tests: without(state.tests, (other, test) => gone(other) || gone(test.path)),
			conditions: without(state.conditions, (key) => !key.startsWith('#') && (isPlain ? root.test(key) : key.includes(path))),
			object: names.some(gone) ? { ...object, names: names.filter((name) => !gone(name)) } : object,
		};
	}

	#noteLoss(state: PathState, syntax: SyntaxNode): PathState {
		const { object } = state;
		if (object.phase !== 'live' || object.names.length > 0) return state;
		if (object.escaped || object.transfer !== null || object.count <= 0 || object.pending !== null) return withObject(state, { phase: 'absent' });
		const lost = withObject(state, { phase: 'lost' });
		this.#tell('lost', lost, syntax);
		return lost;
	}

	#store(state: PathState, syntax: SyntaxNode, isOut = false): PathState {
		const { object } = state;
		if (object.phase !== 'live') return state;
		this.#tell('stored', state, syntax);
		return withObject(state, { escaped: true, assumedOwner: '', isOutOnly: isOut && (!object.escaped || object.isOutOnly) });
	}

	/** `pages`, where the object is its elements. */
	#isArrayOfObjects(state: PathState, expression: SyntaxNode): boolean {
		if (!isArray(state.object)) return false;
		const path = accessPath(expression, this.#facts.text);
		return path !== '' && state.object.names.includes(`${path}[]`);
	}

	/** Tells that an array of objects is given back to who called. */
	returnsArray(state: PathState, value: SyntaxNode): boolean {
		return this.#isArrayOfObjects(state, value);
	}

	/** `*foliop`, but not where the parameter is an array that the function walks. */
	#isOutParameter(path: string): boolean {
		const parameter = path.slice(1);
		return path.startsWith('*') && this.#facts.variables.get(parameter)?.isParameter === true && !this.#facts.isWalked(parameter);
	}

	#mentionsObject(state: PathState, expression: SyntaxNode): boolean {
		if (state.object.phase !== 'live') return false;
		for (const node of descendantsOf(expression, new Set(['identifier', 'field_expression']))) {
			if (node.parent?.type === 'field_expression' && node.field === 'argument' && operatorOf(node.parent) === '->') continue;
			if (valueIn(state, node, this.#facts).isObject) return true;
		}
		return false;
	}

	#call(before: PathState, call: SyntaxNode): PathState {
		const name = calleeOf(call, this.#facts.text);
		const given = argumentsOf(call);
		let state = before;
		for (const argument of given) state = this.run(state, argument);
		const effect = this.#facts.effect(name);
		if (effect !== null) state = this.#applyEffect(state, call, effect, given);
		else state = this.#passToUnknown(state, call, name, given);
		state = this.#forgetWritten(state, name, given);
		return this.#acquisition.call === call ? this.#acquire(state, call) : state;
	}

	#applyEffect(before: PathState, call: SyntaxNode, effect: Effect, given: readonly SyntaxNode[]): PathState {
		let state = before;
		for (const change of effect.effects) {
			if (change.on !== 'argument' || (this.#acquisition.call === call && change.change > 0)) continue;
			const argument = given[change.argument ?? 0];
			if (argument === undefined) continue;
			if (state.object.phase === 'absent' && change.change < 0 && this.#isNothingToDrop(state, argument, change)) {
				state = withObject(state, { phase: 'void' });
				this.#tell('dropped', state, call, calleeOf(call, this.#facts.text));
			}
			if (state.object.phase !== 'live') continue;
			if (isMadeOf(argument) && this.#mentionsObject(state, argument)) {
				// `__free_page(pages + i)`: one of several, which are not counted one by one.
				state = withObject(state, { escaped: true, assumedOwner: '', isDropped: state.object.isDropped || change.change < 0 });
				continue;
			}
			if (isArray(state.object) && change.change < 0 && (valueIn(state, argument, this.#facts).isObject || this.#isArrayOfObjects(state, argument))) {
				// Elements are not counted one by one.
				this.#tell('dropped', state, call, calleeOf(call, this.#facts.text));
				state = withObject(state, { phase: 'absent', isDropped: true, names: [] });
				continue;
			}
			if (change.isOfElements === true || !valueIn(state, argument, this.#facts).isObject) continue;
			state = this.#change(state, call, change);
		}
		return state;
	}

	/** Whether what is dropped is the error pointer that came in place of the object, or NULL where NULL must not be dropped. */
	#isNothingToDrop(state: PathState, argument: SyntaxNode, change: CountChange): boolean {
		const path = accessPath(argument, this.#facts.text);
		const mask = state.masks.get(path) ?? ANYTHING;
		return path === this.#acquisition.path && (mask === ERROR || (mask === NOTHING && change.counts === 'page'));
	}

	#change(state: PathState, call: SyntaxNode, change: CountChange): PathState {
		const callee = calleeOf(call, this.#facts.text);
		if (change.times !== undefined) {
			// `folio_put_refs(folio, n)` drops all there is; how many `folio_ref_sub()` drops, and of whose, is not known.
			const next = withObject(state, change.change < 0 && callee.includes('put') ? { count: 0, isDropped: true } : { escaped: true, assumedOwner: '' });
			this.#tell(next.object.isDropped ? 'dropped' : 'stored', next, call, callee);
			return next;
		}
		if (/_(?:testzero|and_test)$/.test(callee)) {
			// Who drops the last reference owns the dead page.
			const next = withObject(state, { count: state.object.count + change.change, isDropped: true, escaped: true, assumedOwner: '' });
			this.#tell('dropped', next, call, callee);
			return next;
		}
		if (change.when !== undefined) {
			return withObject(state, { pending: { by: resultPath(call), mask: maskWhen(change.when), change: change.change } });
		}
		const count = Math.max(-2, Math.min(4, state.object.count + change.change));
		const next = withObject(state, { count, isDropped: state.object.isDropped || change.change < 0 });
		this.#tell(change.change < 0 ? 'dropped' : 'taken', next, call, callee);
		return next;
	}

	#passToUnknown(before: PathState, call: SyntaxNode, name: string, given: readonly SyntaxNode[]): PathState {
		let state = before;
		if (state.object.phase !== 'live') return state;
		for (const [index, argument] of given.entries()) {
			if (this.#isArrayOfObjects(state, argument)) {
				if (isKeeper(name) || this.#facts.keeps(name, index)) state = this.#store(state, call);
				else if (isPageKind(this.#acquisition.counts) && this.#mayTake(name)) state = this.#give(state, call, name);
				else if (!this.#facts.borrows(name, index)) this.#tell('passed', state, call, name);
				continue;
			}
			if (!valueIn(state, argument, this.#facts).isObject) continue;
			if (takeAway.has(name)) {
				// `no_free_ptr(p)` leaves NULL in `p`; what it gives back is the object.
				const path = accessPath(argument, this.#facts.text);
				const names = [...state.object.names.filter((other) => other !== path), resultPath(call)].sort();
				state = withObject(state, { names });
				continue;
			}
			if (isSame(name) || looksAtPointer.has(name) || this.#facts.borrows(name, index)) continue;
			if (handles.has(name)) this.#tell('numbered', state, call, name);
			else if (isForOwnRequest(this.#facts, call)) this.#tell('used', state, call, name);
			else if (isKeeper(name) || this.#facts.mayDrop(name, index)) state = this.#store(state, call);
			else if (isPageKind(this.#acquisition.counts) && (this.#mayTake(name) || this.#facts.keeps(name, index))) state = this.#give(state, call, name);
			else if (this.#facts.keeps(name, index)) state = this.#store(state, call);
			else this.#tell(isBorrower(name) || isPureCall(name) ? 'used' : 'passed', state, call, name);
		}
		return state;
	}

	#mayTake(name: string): boolean {
		return mayTakeOver(name) || (takesInReadahead(name) && this.#facts.isReadahead);
	}

	/** A function may take the object over, unless it fails. */
	#give(state: PathState, call: SyntaxNode, name: string): PathState {
		this.#tell('given', state, call, name);
		const { object } = state;
		if (object.transfer !== null) return withObject(state, { escaped: true, transfer: null, assumedOwner: name });
		// The last that it was given to is the one that may have it.
		if (object.escaped) return object.assumedOwner === '' ? state : withObject(state, { assumedOwner: name });
		return withObject(state, { transfer: { by: resultPath(call), mask: this.#masksOfSuccess(call), callee: name } });
	}

	/** What a call gives back where it succeeds, by what its result goes to. */
	#masksOfSuccess(call: SyntaxNode): number {
		const target = /^(?:assignment_expression|init_declarator)$/.test(call.parent?.type ?? '') ? call.parent?.children[0] : undefined;
		const variable =
			target === undefined ? undefined : this.#facts.variables.get(accessPath(target, this.#facts.text) || declaredName(target, this.#facts.text));
		if (variable === undefined) return NOTHING | SOMETHING;
		return variable.isPointer || variable.type === 'bool' ? SOMETHING : NOTHING;
	}

	/** A variable whose address is given away may be written. */
	#forgetWritten(before: PathState, callee: string, given: readonly SyntaxNode[]): PathState {
		let state = before;
		for (const argument of given) {
			const bare = bareExpression(argument);
			if (bare.type !== 'pointer_expression' || operatorOf(bare) !== '&') continue;
			const inner = childOf(bare, 'argument');
			const path = inner === null ? '' : accessPath(inner, this.#facts.text);
			if (path === '') continue;
			// `path_put(&path)` drops `path.dentry`.
			const isInside = mayTakeOver(callee) && state.object.names.some((member) => member.startsWith(`${path}.`));
			if (state.object.names.includes(path) || isInside) state = withObject(state, { escaped: true, assumedOwner: isInside ? callee : '' });
			else {
				const { names } = state.object;
				state = this.#forget(state, path);
				state = withObject(state, { names });
			}
		}
		return state;
	}

	/** The object comes to be. */
	#acquire(before: PathState, call: SyntaxNode): PathState {
		const acquisition = this.#acquisition;
		// One more of what is held already.
		if (before.object.phase === 'lost' || (isArray(before.object) && !before.object.escaped)) return before;
		let state = before;
		if (
			state.object.phase === 'live' &&
			!state.object.escaped &&
			state.object.transfer === null &&
			state.object.count > 0 &&
			state.object.names.every((name) => name === acquisition.path || name.startsWith('@'))
		) {
			// The next one overwrites the last.
			const lost = withObject(state, { phase: 'lost' });
			this.#tell('lost', lost, call);
			return lost;
		}
		const object = acquiredObject(this.#facts, acquisition, call);
		state = { ...state, object };
		// An array whose elements are set is there.
		if (isElements(acquisition.path)) state = { ...state, masks: new Map([...state.masks, [acquisition.path.slice(0, -2), SOMETHING]]) };
		if (acquisition.on === 'pointee') state = { ...this.#forget(state, acquisition.path), object };
		this.#tell('acquired', state, call, calleeOf(call, this.#facts.text));
		return state;
	}
}

/** Whether a value holds what stands in it: `{ .page = page }`, `page + i`. */
function isMadeOf(expression: SyntaxNode): boolean {
	const bare = bareExpression(expression);
	return bare.type === 'initializer_list' || (bare.type === 'binary_expression' && operatorOf(bare) === '+');
}
