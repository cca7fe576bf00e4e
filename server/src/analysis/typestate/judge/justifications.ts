/** What explains that a path leaves with a reference: somebody else has it by then. */

import { isPureCall } from '../../../contracts/table.ts';
import { isLookup, isMemoryAccess, mayTakeOver } from '../../../contracts/words.ts';
import type { EdgeFact } from '../../../flow/graph.ts';
import { MOST_ORIGINS } from '../../../kernel-c/bounds.ts';
import { argumentsOf, calleeOf } from '../../../kernel-c/calls.ts';
import { declaredName, valuesOf } from '../../../kernel-c/declarations.ts';
import { descendantsOf, namedChildren, type SyntaxNode } from '../../../kernel-c/syntax.ts';
import { rootOfPath } from '../../values/access-path.ts';
import { ANYTHING, ERROR, SOMETHING } from '../../values/value.ts';
import { targetOf } from '../acquisitions.ts';
import { loopOf } from '../arrays.ts';
import { carriedOnBy } from '../carriers.ts';
import { factBetween, nodesOn } from '../exits.ts';
import { type FunctionFacts, pathOf } from '../function-facts.ts';
import { valueIn } from '../path-values.ts';
import { isOwnStorage } from '../storage.ts';
import type { Trace } from '../trace.ts';

/** Why a path that leaves with a reference is not called a leak. */
export interface Justification {
	readonly because: string;
	/** What explains it; offsets are the item's. */
	readonly at: SyntaxNode | null;
}

/** The object is stored on a part of a path, or what it is found again by is returned. */
export function escapesOn(trace: Trace, way: readonly number[]): Justification | null {
	for (const { kind, syntax, callee } of trace.eventsOn(way)) {
		const carrier = kind === 'passed' || kind === 'given' ? carriedOnBy(trace.facts, syntax) : null;
		if (carrier !== null)
			return { because: `${calleeOf(carrier, trace.facts.text)}() may drop it, by the structure that ${callee}() was given with it`, at: syntax };
		if (kind === 'stored') return { because: callee === '' ? 'it is stored here' : `${callee}() keeps it`, at: syntax };
		if (kind === 'numbered' && isReturned(syntax)) return { because: 'the number or address by which it is found again is returned', at: syntax };
	}
	return null;
}

function isReturned(call: SyntaxNode): boolean {
	let at = call.parent;
	while (at !== null && /^(?:parenthesized|cast|binary)_expression$/.test(at.type)) at = at.parent;
	return at?.type === 'return_statement';
}

/** A function makes another pointer or a number of the object, which goes somewhere and may hold it from then on. */
export function derivedFrom(trace: Trace, way: readonly number[]): Justification | null {
	const derivation = trace
		.eventsOn(way)
		.find(
			({ kind, syntax, callee }) =>
				(kind === 'numbered' || ((kind === 'passed' || kind === 'given') && trace.kind.isOnPages)) &&
				escapes(trace.facts, syntax, new Set(), kind === 'numbered' && !trace.facts.callees.givesAddress(callee)) &&
				!isNothing(trace, way, syntax),
		);
	return derivation === undefined ? null : { because: `what ${derivation.callee}() makes of it may hold it`, at: derivation.syntax };
}

/** An array is given to a function of which nothing is known, which may drop its elements, and no path of the function does. */
export function passedWhole(trace: Trace, way: readonly number[]): Justification | null {
	if (!trace.acquisition.path.endsWith('[]')) return null;
	const passed = trace.eventsOn(way).find(({ kind }) => kind === 'passed');
	return passed === undefined ? null : { because: `${passed.callee}() is given the array, and may drop what is in it`, at: passed.syntax };
}

/** What a helper gave, perhaps, goes to a function of which nothing is known, which may drop it. */
export function passedInDoubt(trace: Trace, way: readonly number[]): Justification | null {
	if (trace.acquisition.isDoubtful !== true) return null;
	const passed = trace.eventsOn(way).find(({ kind }) => kind === 'passed' || kind === 'given');
	return passed === undefined ? null : { because: `${passed.callee}() is given it, and may drop it`, at: passed.syntax };
}

/** Whether a path comes to know that a call made nothing: its result is NULL or an error. */
function isNothing(trace: Trace, way: readonly number[], call: SyntaxNode): boolean {
	const path = targetOf(call, trace.facts.text);
	return path !== '' && way.some((index) => ((trace.walk.visits[index]?.after?.masks.get(path) ?? ANYTHING) & SOMETHING) === 0);
}

/** Whether a value is returned, stored outside of the function, or given to who may keep it; through local variables too. */
function escapes(facts: FunctionFacts, value: SyntaxNode, seen: Set<string>, mayBeNumber: boolean): boolean {
	let at = value.parent;
	while (at !== null && /^(?:parenthesized|cast|binary|conditional)_expression$/.test(at.type)) at = at.parent;
	switch (at?.type) {
		case 'return_statement':
		case 'initializer_list':
		case 'initializer_pair':
			return true;
		case 'pointer_expression':
			// `migrate_device_pages(&src_pfn, &dst_pfn, 1)`: who has the address has the number.
			return mayBeNumber && /^&/.test(facts.text.slice(at.start, at.start + 1));
		case 'argument_list': {
			if (at.parent === null) return false;
			const callee = calleeOf(at.parent, facts.text);
			// An address or a number of it is made of this one: that goes somewhere, or does not.
			if (facts.callees.derives(callee)) return escapes(facts, at.parent, seen, mayBeNumber);
			if (mayTakeOver(callee) || facts.callees.same(callee) !== null || facts.callees.keeps(callee) || isLookup(callee)) return true;
			// An address or a number is as good as the page to who gets it: a page table, a device.
			return (
				mayBeNumber &&
				!isMemoryAccess(callee) &&
				!isPureCall(callee) &&
				facts.callees.use(
					callee,
					argumentsOf(at.parent).findIndex((each) => each.start <= value.start && value.end <= each.end),
				) !== 'asks'
			);
		}
		case 'assignment_expression':
		case 'init_declarator': {
			const target = namedChildren(at)[0];
			if (target === undefined || (target.start <= value.start && value.end <= target.end)) return false;
			const path = pathOf(facts, target) || declaredName(target, facts.text);
			if (!isOwnStorage(facts, path)) return true;
			// A number says how it went, but where the object was turned into one.
			if (seen.has(path) || !(mayBeNumber || facts.variables.get(path)?.isPointer === true)) return false;
			// What goes through so many variables may be kept anywhere.
			if (seen.size >= MOST_ORIGINS) return true;
			seen.add(path);
			return [...descendantsOf(facts.root, new Set(['identifier']))].some(
				(name) => facts.text.slice(name.start, name.end) === rootOfPath(path) && escapes(facts, name, seen, mayBeNumber),
			);
		}
		default:
			return false;
	}
}

/** A path returns what a call made of the object, which may then hold it. */
export function returnsDerived(trace: Trace, way: readonly number[]): Justification | null {
	const { text, root, returns } = trace.facts;
	if (returns !== 'pointer') return null;
	const last = nodesOn(trace.walk, trace.facts.graph, way).findLast(({ node }) => node.kind === 'return');
	const value = last?.node.syntax === undefined || last.node.syntax === null ? undefined : namedChildren(last.node.syntax)[0];
	if (value?.type !== 'identifier' || last?.visit.after?.returned === 'error') return null;
	const names = last?.visit.before.object.names ?? [];
	const made = valuesOf(root, text, text.slice(value.start, value.end)).find(
		(each) => each.type === 'call_expression' && argumentsOf(each).some((argument) => names.includes(pathOf(trace.facts, argument))),
	);
	return made === undefined ? null : { because: 'what is made of it here is returned', at: made };
}

/** A path leaves with the object locked: then it hands both the lock and the reference on. */
export function leavesLocked(trace: Trace, way: readonly number[]): Justification | null {
	let lock: SyntaxNode | null = null;
	for (const { callee, syntax } of trace.eventsOn(way)) {
		const does = trace.facts.callees.known.of(callee)?.pageLock;
		if (does !== undefined) lock = does === 'takes' ? syntax : null;
	}
	return lock === null ? null : { because: 'the path leaves with it locked, as one does that hands on both', at: lock };
}

/** `fc->cred` is dropped by who gets rid of `fc`. */
export function goesWithOwner(trace: Trace, way: readonly number[]): Justification | null {
	const { path } = trace.acquisition;
	const owner = rootOfPath(path);
	if (owner === path) return null;
	for (const { node } of nodesOn(trace.walk, trace.facts.graph, way)) {
		if (node.syntax === null) continue;
		for (const call of descendantsOf(node.syntax, new Set(['call_expression']))) {
			const callee = calleeOf(call, trace.facts.text);
			// Who gets the structure of an array may drop what is in the array.
			const mayDrop = mayTakeOver(callee) || trace.acquisition.of === 'elements';
			if (!trace.facts.callees.frees(callee) && mayDrop && argumentsOf(call).some((argument) => pathOf(trace.facts, argument) === owner))
				return { because: `${callee}() may drop it with ${owner}`, at: call };
		}
	}
	return null;
}

/** The ways part where a loop is not entered: that it runs at least once the code knows better than its condition tells. */
export function skipsLoop(trace: Trace, from: number, to: number, way: readonly number[], right: RightWay | null): Justification | null {
	const fact = factBetween(trace.walk, trace.facts.graph, from, to);
	const loop = fact === null ? null : loopThat(fact, false);
	const isLeftLater = nodesOn(trace.walk, trace.facts.graph, way).some((step) => step.fact !== null && loopThat(step.fact, true) === loop);
	const isBefore = loop !== null && trace.acquisition.call !== null && trace.acquisition.call.end <= loop.start;
	if (loop === null || (isBefore && isLeftLater) || (right !== null && isElsewhere(right, loop))) return null;
	return { because: 'the path is one that does not enter this loop, which may be sure to run', at: loop };
}

/** The loop that an edge enters, or does not; null for other edges. */
function loopThat(fact: EdgeFact, enters: boolean): SyntaxNode | null {
	if (fact.kind === 'iteration') return fact.enters === enters ? fact.loop : null;
	return fact.kind === 'condition' && fact.truth === enters ? loopOf(fact.condition) : null;
}

/** A way that drops the object. */
export interface RightWay {
	readonly drop: SyntaxNode | null;
	/** Whether it fails. */
	readonly fails: boolean;
	/** Whether it fails where the way in question does not, and what is counted is not kept by who succeeds. */
	readonly failsAlone: boolean;
}

/** Whether it is not by running that a loop drops the object: it fails and leaves for where all is dropped, or searches. */
function isElsewhere({ drop, fails, failsAlone }: RightWay, loop: SyntaxNode): boolean {
	if (drop === null) return false;
	const isInside = loop.start <= drop.start && drop.end <= loop.end;
	return isInside ? isWhereItIsFound(drop, loop, fails) : failsAlone;
}

/** Whether a loop searches for something, drops the object where it has found it, and goes on no further: then it may find nothing. */
function isWhereItIsFound(drop: SyntaxNode, loop: SyntaxNode, fails: boolean): boolean {
	let block: SyntaxNode | null = drop;
	while (block !== null && block !== loop && block.type !== 'compound_statement') block = block.parent;
	if (block === null || block === loop) return false;
	const last = namedChildren(block).at(-1)?.type;
	return last === 'break_statement' || (last === 'return_statement' && !fails);
}

/** A path makes a pfn or an address of the object, by which it is found again. */
export function numbered(trace: Trace, way: readonly number[]): Justification | null {
	const number = trace.eventsOn(way).find((event) => event.kind === 'numbered' && !trace.facts.callees.givesAddress(event.callee));
	return number === undefined ? null : { because: `${number.callee}() gives a number or address by which it is found again`, at: number.syntax };
}

/** A function that returns nothing got the object for what it starts, and drops it where that failed. */
export function dropsOnFailureOnly(trace: Trace, from: number, to: number): Justification | null {
	const fact = factBetween(trace.walk, trace.facts.graph, from, to);
	const state = trace.walk.visits[from]?.after;
	if (trace.facts.returns !== 'nothing' || trace.acquisition.on !== 'argument' || fact?.kind !== 'condition' || !state) return null;
	const { test } = valueIn(state, fact.condition, trace.facts);
	const other = test === null ? ANYTHING : fact.truth ? test.whenFalse : test.whenTrue;
	const isFailure = other === ERROR || (other === (ERROR | SOMETHING) && trace.facts.variables.get(test?.path ?? '')?.isPointer === false);
	return isFailure ? { because: 'it is dropped where this failed, and kept where it did not', at: fact.condition } : null;
}

/** The function returns a constant by which the caller knows that it was given a reference. */
export function tellsCaller(trace: Trace, way: readonly number[]): Justification | null {
	if (trace.acquisition.on !== 'argument') return null;
	const last = nodesOn(trace.walk, trace.facts.graph, way).findLast(({ node }) => node.kind === 'return');
	const value = last?.node.syntax ? namedChildren(last.node.syntax)[0] : undefined;
	if (last === undefined || value === undefined || last.visit.after?.returned !== 'unknown') return null;
	const { constant } = valueIn(last.visit.before, value, trace.facts);
	return constant === undefined ? null : { because: `${constant} may tell the caller that it holds a reference`, at: value };
}
