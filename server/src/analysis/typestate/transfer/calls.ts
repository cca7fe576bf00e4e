/** Calls: what the callee changes, keeps, takes over, writes; and where the object comes to be. */
import type { Use } from '../../../contracts/callees.ts';
import { mayTakeOver } from '../../../contracts/words.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf } from '../../../kernel-c/calls.ts';
import { declaredName } from '../../../kernel-c/declarations.ts';
import { childOf, type SyntaxNode } from '../../../kernel-c/syntax.ts';
import { NOTHING, SOMETHING } from '../../values/value.ts';
import { acquiredObject } from '../acquired-object.ts';
import { isArray, isElements } from '../arrays.ts';
import { isForOwnRequest } from '../carriers.ts';
import { type FunctionFacts, pathOf } from '../function-facts.ts';
import { resultPath, valueIn } from '../path-values.ts';
import { type PathState, withObject } from '../state.ts';
import { forget, store } from './bindings.ts';
import { applyChanges } from './changes.ts';
import type { Evaluation } from './evaluation.ts';
import { isArrayOfObjects } from './places.ts';

/** A call, with its arguments. */
export function call(e: Evaluation, before: PathState, syntax: SyntaxNode): PathState {
	const { facts } = e;
	const name = calleeOf(syntax, facts.text);
	const given = argumentsOf(syntax);
	let state = before;
	for (const argument of given) state = e.run(state, argument);
	const contract = facts.callees.contract(name);
	// Who is known to change counts does with the rest of its arguments what its contract says: nothing.
	if (contract !== null && (contract.effects.length > 0 || contract.pack !== undefined)) state = applyChanges(e, state, syntax, contract, given);
	else state = passArguments(e, state, syntax, name, given);
	state = forgetWritten(e, state, name, given);
	return e.acquisition.call === syntax ? acquire(e, state, syntax) : state;
}

/** What becomes of the object where a function gets it that changes no count of it. */
function passArguments(e: Evaluation, before: PathState, syntax: SyntaxNode, name: string, given: readonly SyntaxNode[]): PathState {
	const { facts, kind } = e;
	let state = before;
	if (state.object.phase !== 'live') return state;
	const isReadaheadTaker = facts.isReadahead && kind.isOnPages && facts.callees.known.of(name)?.takesInReadahead === true;
	for (const [index, argument] of given.entries()) {
		const isWholeArray = isArrayOfObjects(facts, state, argument);
		const value = valueIn(state, argument, facts);
		if (!isWholeArray && !value.isObject && value.derived !== undefined) state = passAddress(e, state, syntax, name, facts.callees.use(name, index));
		if (!isWholeArray && !value.isObject) continue;
		const use = isReadaheadTaker ? 'may-take' : facts.callees.use(name, index);
		state = isWholeArray ? passArray(e, state, syntax, name, use) : passObject(e, state, syntax, name, argument, use);
	}
	return state;
}

function passArray(e: Evaluation, state: PathState, syntax: SyntaxNode, name: string, use: Use): PathState {
	if (use === 'keeps' || use === 'records' || use === 'may-store' || use === 'may-drop') return store(e, state, syntax);
	// What a helper put into the array another function may take out of it.
	if (use === 'unknown' && e.acquisition.isInferred === true) return store(e, state, syntax);
	if (e.kind.isOnPages && use === 'may-take') return give(e, state, syntax, name);
	if (use !== 'asks') e.tell('passed', state, syntax, name);
	return state;
}

/** Who gets an address or a number of the object may have it from then on, unless it fails. */
function passAddress(e: Evaluation, state: PathState, syntax: SyntaxNode, name: string, use: Use): PathState {
	// Of what is given back already an address leads nowhere; who uses it is not the object's concern.
	if (use === 'asks' || use === 'borrows' || use === 'numbers' || use === 'records' || (state.object.count <= 0 && state.object.pending === null)) return state;
	if (use === 'keeps' || use === 'may-store' || use === 'may-drop') return store(e, state, syntax);
	// Where nobody asks how it went it went well, and who frees by an address frees where the function fails too.
	return give(e, state, syntax, name, use !== 'may-take' && syntax.parent?.type !== 'expression_statement');
}

function passObject(e: Evaluation, state: PathState, syntax: SyntaxNode, name: string, argument: SyntaxNode, use: Use): PathState {
	const { facts, kind } = e;
	switch (use) {
		case 'moves': {
			// `no_free_ptr(p)` leaves NULL in `p`; what it gives back is the object.
			const path = pathOf(facts, argument);
			return withObject(state, { names: [...state.object.names.filter((other) => other !== path), resultPath(syntax)].sort() });
		}
		case 'asks':
			return state;
		case 'numbers':
			e.tell('numbered', state, syntax, name);
			return state;
		case 'records':
			if (!isForOwnRequest(facts, syntax)) return store(e, state, syntax);
			e.tell('used', state, syntax, name);
			return state;
		case 'keeps':
		case 'may-drop':
			return store(e, state, syntax);
		case 'may-store':
			return kind.isOnPages ? give(e, state, syntax, name) : store(e, state, syntax);
		case 'borrows':
			e.tell('used', state, syntax, name);
			return state;
		case 'may-take':
			if (kind.isOnPages) return give(e, state, syntax, name);
			e.tell('passed', state, syntax, name);
			return state;
		default:
			e.tell('passed', state, syntax, name);
			return state;
	}
}

/** A function may take the object over, unless it fails. */
function give(e: Evaluation, state: PathState, syntax: SyntaxNode, name: string, isOfAddress = false): PathState {
	const { object } = state;
	// It may be several of the arguments.
	if (object.transfer?.by === resultPath(syntax)) return state;
	e.tell('given', state, syntax, name);
	if (object.transfer !== null) return withObject(state, { escaped: true, transfer: null, assumedOwner: name });
	// The last that it was given to is the one that may have it.
	if (object.escaped) return object.assumedOwner === '' ? state : withObject(state, { assumedOwner: name });
	return withObject(state, { transfer: { by: resultPath(syntax), mask: masksOfSuccess(e.facts, syntax), callee: name, isOfAddress } });
}

/** What a call gives back where it succeeds, by what its result goes to. */
function masksOfSuccess(facts: FunctionFacts, syntax: SyntaxNode): number {
	const target = /^(?:assignment_expression|init_declarator)$/.test(syntax.parent?.type ?? '') ? syntax.parent?.children[0] : undefined;
	const variable = target === undefined ? undefined : facts.variables.get(pathOf(facts, target) || declaredName(target, facts.text));
	if (variable === undefined) return NOTHING | SOMETHING;
	return variable.isPointer || variable.type === 'bool' ? SOMETHING : NOTHING;
}

/** A variable whose address is given away may be written. */
function forgetWritten(e: Evaluation, before: PathState, callee: string, given: readonly SyntaxNode[]): PathState {
	let state = before;
	for (const argument of given) {
		const bare = bareExpression(argument);
		if (bare.type !== 'pointer_expression' || operatorOf(bare) !== '&') continue;
		const inner = childOf(bare, 'argument');
		const path = inner === null ? '' : pathOf(e.facts, inner);
		if (path === '' || e.facts.isPart(`&${path}`)) continue;
		// `path_put(&path)` drops `path.dentry`.
		const isInside = mayTakeOver(callee) && state.object.names.some((member) => member.startsWith(`${path}.`));
		if (state.object.names.includes(path) || isInside) state = withObject(state, { escaped: true, assumedOwner: isInside ? callee : '' });
		else {
			const { names } = state.object;
			state = forget(state, path);
			state = withObject(state, { names });
		}
	}
	return state;
}

/** The object comes to be. */
function acquire(e: Evaluation, before: PathState, syntax: SyntaxNode): PathState {
	const { acquisition, facts } = e;
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
		e.tell('lost', lost, syntax);
		return lost;
	}
	const object = acquiredObject(facts, acquisition, syntax);
	state = { ...state, object };
	// An array whose elements are set is there.
	if (isElements(acquisition.path)) state = { ...state, masks: new Map([...state.masks, [acquisition.path.slice(0, -2), SOMETHING]]) };
	if (acquisition.on === 'pointee') state = { ...forget(state, acquisition.path), object };
	e.tell('acquired', state, syntax, calleeOf(syntax, facts.text));
	return state;
}
