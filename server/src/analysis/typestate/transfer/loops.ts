/** Turns of loops: iterator macros that hold what they give, those that set a variable, loops that drop the elements of an array. */
import { macroArguments, macroNameOf, variableSetBy } from '../../../flow/macro-statements.ts';
import type { SyntaxNode } from '../../../kernel-c/syntax.ts';
import { isThrough } from '../../values/access-path.ts';
import { NOTHING, SOMETHING } from '../../values/value.ts';
import type { Acquisition } from '../acquisitions.ts';
import { isArray, isElements, kindOfDropped } from '../arrays.ts';
import { type FunctionFacts, pathOf } from '../function-facts.ts';
import { notAcquired, type PathState, withObject } from '../state.ts';
import type { Evaluation } from './evaluation.ts';

/** An iterator macro takes its next element, and drops the one before where it holds one. */
export function nextTurn(e: Evaluation, before: PathState, loop: SyntaxNode): PathState {
	const { facts } = e;
	let state = before;
	for (const argument of macroArguments(loop)) state = e.run(state, argument);
	for (const change of facts.callees.effects(macroNameOf(loop, 'while', facts.text) ?? '')) {
		const argument = macroArguments(loop)[change.argument ?? 0];
		const path = argument === undefined ? '' : pathOf(facts, argument);
		if (change.on === 'each' && path !== '' && state.object.names.includes(path) && state.object.phase === 'live' && (state.object.mask & SOMETHING) !== 0) {
			state = withObject(state, { count: Math.max(-2, state.object.count - 1), isDropped: true });
		}
	}
	return state;
}

/** After a loop that drops the elements of an array they are dropped: it was entered, as there are some. */
export function leaveLoop(facts: FunctionFacts, state: PathState, loop: SyntaxNode): PathState {
	if (!state.object.names.some((name) => isElements(name) && kindOfDropped(facts, loop, name) !== null)) return state;
	return withObject(state, { phase: 'absent', isDropped: true, names: [] });
}

/** An iterator macro gave an element, or had no more. */
export function assumeTurn(facts: FunctionFacts, acquisition: Acquisition, before: PathState, loop: SyntaxNode, enters: boolean): PathState {
	if (!enters && isArray(before.object)) return leaveLoop(facts, before, loop);
	const list = macroArguments(loop);
	const known = facts.callees.effects(macroNameOf(loop, 'while', facts.text) ?? '').find((change) => change.on === 'each');
	if (known === undefined) {
		const set = enters ? variableSetBy(loop, facts.text) : null;
		return unknownTurn(facts, set === null ? before : overwrite(before, set), list);
	}
	const argument = list[known.argument ?? 0];
	const path = argument === undefined ? '' : pathOf(facts, argument);
	const { object } = before;
	const others = object.names.filter((name) => name !== path && !isThrough(name, path));
	let state = withObject(before, { names: others });
	state = { ...state, masks: new Map([...state.masks].filter(([other]) => other !== path && !isThrough(other, path))) };
	if (object.phase === 'live' && others.length === 0 && object.names.length > 0) {
		state = withObject(state, { phase: object.count > 0 && !object.escaped ? 'lost' : 'absent' });
	}
	if (!enters) return { ...state, masks: new Map([...state.masks, [path, NOTHING]]) };
	if (acquisition.call !== loop || state.object.phase === 'lost') return state;
	return { ...state, object: { ...notAcquired, phase: 'live', names: [path], count: 1, mask: SOMETHING } };
}

/** An iterator gives a variable its next element: who held the last by no other name has lost it. */
function overwrite(before: PathState, path: string): PathState {
	const { object } = before;
	if (object.phase !== 'live' || object.count <= 0 || object.escaped || object.transfer !== null || object.pending !== null) return before;
	return object.names.every((name) => name === path) ? withObject(before, { phase: 'lost' }) : before;
}

/** What an iterator of which nothing is known does to the variables that it is given. */
function unknownTurn(facts: FunctionFacts, before: PathState, list: readonly SyntaxNode[]): PathState {
	let state = before;
	for (const argument of list) {
		const path = pathOf(facts, argument);
		if (path === '' || !/^\w+$/.test(path)) continue;
		if (state.object.names.includes(path)) {
			// It may be what the iterator sets: then the object goes by its other names.
			const names = state.object.names.filter((name) => name !== path);
			state = names.length > 0 ? withObject(state, { names }) : { ...state, object: { ...notAcquired, phase: 'absent' } };
		} else state = { ...state, masks: new Map([...state.masks].filter(([other]) => other !== path && !isThrough(other, path))) };
	}
	return state;
}
