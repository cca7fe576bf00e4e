/** What a body does to counts of what it is given, and what it gives: read off its own paths. */
import type { Change, When } from '../../contracts/contract.ts';
import { EXIT } from '../../flow/graph.ts';
import { walkPaths } from '../../flow/walk.ts';
import { argumentsOf, calleeOf } from '../../kernel-c/calls.ts';
import { declaredName } from '../../kernel-c/declarations.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { type Acquisition, acquisitionsIn, targetOf } from '../typestate/acquisitions.ts';
import { kindOfDropped } from '../typestate/arrays.ts';
import { type End, endsOf } from '../typestate/exits.ts';
import { type FunctionFacts, pathOf } from '../typestate/function-facts.ts';
import type { ObjectWalk } from '../typestate/object-walk.ts';
import { ObjectDomain } from '../typestate/transfer/object-domain.ts';
import { accessPath, rootOfPath } from '../values/access-path.ts';

/** A helper whose paths are more than these is not known. */
const MOST_VISITS = 3000;

/** What becomes of counts in a body. */
export interface BodyChanges {
	readonly changes: readonly Change[];
	/** The argument (0-based) that every path gives back which does not fail, or null. */
	readonly same: number | null;
	/** Arguments (0-based) that some paths drop and others do not, in a way that no result tells. */
	readonly unclear: ReadonlySet<number>;
}

/** The names of a function's parameters, in order; '' for one without. */
export function parametersOf(root: SyntaxNode, text: string): string[] {
	const list = [...descendantsOf(root, new Set(['parameter_list']))][0];
	return (list?.children ?? [])
		.filter((child) => child.type === 'parameter_declaration')
		.map((child) => declaredName(childOf(child, 'declarator') ?? child, text));
}

/** What a body does to what it is given, and what it gives. */
export function changesIn(facts: FunctionFacts, parameters: readonly string[]): BodyChanges {
	const changes: Change[] = [];
	const unclear = new Set<number>();
	let same: number | null = null;
	const add = (change: Change | null) => {
		if (
			change !== null &&
			!changes.some((each) => each.on === change.on && each.argument === change.argument && each.member === change.member && each.counts === change.counts)
		)
			changes.push(change);
	};
	for (const { acquisition, ends, walk } of objectsOf(facts, parameters)) {
		const argument = parameters.indexOf(acquisition.path);
		if (acquisition.on === 'entry') {
			const when = whenReleased(ends, facts);
			if (when !== null) add({ on: 'argument', argument, change: -1, counts: acquisition.counts, ...conditionOf(when) });
			else if (ends.some((end) => end.isDropped)) unclear.add(argument);
			continue;
		}
		// What it takes on what it was given is its caller's already.
		if (acquisition.on !== 'argument' || argument < 0) add(givenByResult(acquisition, walk, ends));
		for (const change of givenThroughArguments(facts, parameters, acquisition, walk, ends)) add(change);
		if (acquisition.on !== 'argument' || argument < 0) continue;
		const taken = takenOnArgument(facts, argument, acquisition, walk, ends);
		add(taken?.change ?? null);
		if (taken?.isReturned === true) same = argument;
	}
	// One that returns something may drop them only where it failed.
	if (facts.returns === 'nothing') for (const each of elementsDroppedBy(facts, parameters)) add(each);
	return { changes, same, unclear };
}

interface FollowedObject {
	readonly acquisition: Acquisition;
	readonly walk: ObjectWalk;
	readonly ends: readonly End[];
}

/** What a body is given and drops, and what it may give, with how their paths end; but for those with too many. */
function* objectsOf(facts: FunctionFacts, parameters: readonly string[]): Generator<FollowedObject> {
	const written = writtenThrough(facts, parameters);
	const isWritten = ({ call, path }: Acquisition) =>
		call !== null && (written.has(path) || written.has(targetOf(call, facts.text)) || written.has(`${call.start}`));
	for (const acquisition of acquisitionsIn(facts)) {
		const isGiven = acquisition.on === 'entry' && parameters.includes(acquisition.path);
		const isOnParameter = acquisition.on === 'argument' && parameters.includes(acquisition.path);
		// What is taken where a flag asks for it may not be taken at all.
		if (acquisition.isByFlags === true) continue;
		const isTaken =
			acquisition.certainty === 'known' &&
			acquisition.on !== 'unset' &&
			acquisition.on !== 'each' &&
			(isOnParameter || isWritten(acquisition) || mayReturn(facts, acquisition));
		if (!isGiven && !isTaken) continue;
		const walk = walkPaths(facts.graph, new ObjectDomain(facts, acquisition), MOST_VISITS, facts.budget);
		if (!walk.isCut) yield { acquisition, walk, ends: endsOf(walk) };
	}
}

/** Whether a body that returns a pointer may return what it takes: under the name that it took it by, or the one that the call's result got. */
function mayReturn({ returns, returned, text }: FunctionFacts, { on, call, path }: Acquisition): boolean {
	if (returns !== 'pointer') return false;
	if (on !== 'argument' || call === null) return true;
	return returned.has(path) || returned.has(targetOf(call, text));
}

/** What a body writes where one of its parameters points: the names of variables, and where calls begin whose results it writes. */
function writtenThrough({ root, text }: FunctionFacts, parameters: readonly string[]): ReadonlySet<string> {
	const written = new Set<string>();
	for (const assignment of descendantsOf(root, new Set(['assignment_expression']))) {
		const path = accessPath(childOf(assignment, 'left') ?? assignment, text);
		if (!/^\*|->/.test(path) || !parameters.includes(rootOfPath(path))) continue;
		const value = childOf(assignment, 'right');
		// What goes there under another name is known by that: `*out = page_folio(page)`.
		const parts = value === null ? [] : [value, ...descendantsOf(value, new Set(['identifier', 'call_expression']))];
		for (const part of parts) written.add(part.type === 'call_expression' ? `${part.start}` : text.slice(part.start, part.end));
	}
	return written;
}

/** What a body takes and returns: every path that does not fail gives it away. */
function givenByResult(acquisition: Acquisition, walk: ObjectWalk, ends: readonly End[]): Change | null {
	const returned = walk.visits.flatMap(({ node, before }) => (node === EXIT && before.object.returnedAs !== '' ? [before.object.returnedAs] : []));
	if (returned.length === 0) return null;
	// What it keeps as well is borrowed by who gets it.
	if (walk.visits.some(({ events }) => events.some(({ kind }) => kind === 'stored'))) return null;
	if (!ends.every((end) => end.outcome === 'kept' || end.outcome === 'none' || end.returned === 'error')) return null;
	// What it has dropped before it returns it is somebody else's.
	if (ends.some((end) => end.outcome === 'kept' && end.isDropped)) return null;
	// What a reference was taken on may be returned without one on another path: then who calls cannot know.
	const isGiven = (end: End) => walk.visits[end.visit]?.before.object.returnedAs !== '' && end.outcome === 'kept';
	if (acquisition.on === 'argument' && !ends.every((end) => isGiven(end) || end.returned === 'error')) return null;
	const isArray = returned[0] === 'elements';
	if (returned.some((each) => each !== returned[0])) return null;
	// Taken on what was found it may be what somebody else keeps.
	const isDoubtful = acquisition.on !== 'result' || acquisition.isDoubtful === true;
	return {
		on: 'result',
		change: 1,
		counts: acquisition.counts,
		when: 'valid',
		...(isArray ? { of: 'elements' as const } : {}),
		...(isDoubtful ? { isDoubtful } : {}),
	};
}

/** What a body takes and leaves where an argument points: `*foliop = folio`, `map->page = page`. */
function* givenThroughArguments(
	facts: FunctionFacts,
	parameters: readonly string[],
	acquisition: Acquisition,
	walk: ObjectWalk,
	ends: readonly End[],
): Generator<Change> {
	for (const [argument, parameter] of parameters.entries()) {
		if (parameter === '') continue;
		const places = new Map<string, string | undefined>([[`*${parameter}`, undefined]]);
		for (const { before } of walk.visits)
			for (const name of before.object.names)
				if (name.startsWith(`${parameter}->`) && /^\w+$/.test(name.slice(parameter.length + 2))) places.set(name, name.slice(parameter.length + 2));
		for (const [place, member] of places) {
			const isIn = (end: End) => end.outcome === 'kept' && walk.visits[end.visit]?.before.object.names.includes(place) === true;
			if (!ends.some(isIn)) continue;
			// A member of what the caller has may be there to stay: only what the caller made for this call is looked into.
			if (member !== undefined && facts.returns !== 'number' && facts.returns !== 'bool') continue;
			const when = whenAll(ends, facts, isIn);
			if (when === null) continue;
			yield {
				on: 'pointee',
				argument,
				change: 1,
				counts: acquisition.counts,
				...conditionOf(when),
				...(member === undefined ? {} : { member }),
				isDoubtful: true,
			};
		}
	}
}

/** What a body takes on an argument and holds where it leaves, by no name but the argument's. */
function takenOnArgument(
	facts: FunctionFacts,
	argument: number,
	acquisition: Acquisition,
	walk: ObjectWalk,
	ends: readonly End[],
): { readonly change: Change; readonly isReturned: boolean } | null {
	const state = (end: End) => walk.visits[end.visit]?.before;
	const isReturned = (end: End) => state(end)?.object.returnedAs === 'object';
	const isHeld = (end: End) => {
		const object = state(end)?.object;
		return object !== undefined && object.phase === 'live' && object.count === 1 && (object.returnedAs === 'object' || !object.escaped);
	};
	if (!ends.some(isHeld)) return null;
	const base = { on: 'argument', argument, change: 1, counts: acquisition.counts, isDoubtful: true } as const;
	if (ends.some(isReturned)) {
		// It gives the object where it took it, and NULL or an error where it did not; all of it or none.
		if (!ends.every((end) => (isHeld(end) && isReturned(end)) || end.returned === 'error')) return null;
		const isSure = ends.every(isHeld);
		return { change: { ...base, ...(isSure ? {} : { when: 'valid' as const }) }, isReturned: true };
	}
	if (facts.returns === 'pointer') return null;
	const when = whenAll(ends, facts, isHeld);
	return when === null ? null : { change: { ...base, ...conditionOf(when) }, isReturned: false };
}

function conditionOf(when: When | 'always'): { readonly when?: When } {
	return when === 'always' ? {} : { when };
}

/** With which results a body has dropped what it was given, where there was any. */
function whenReleased(ends: readonly End[], facts: FunctionFacts): When | 'always' | null {
	const isReleased = (end: End) => end.outcome === 'released' || (end.outcome === 'kept' && end.isDropped);
	return whenAll(
		ends.filter((end) => end.outcome !== 'none'),
		facts,
		isReleased,
	);
}

/** With which results something is so at ends of a body: always, or by what is returned; null where these disagree, or none is. */
function whenAll(ends: readonly End[], facts: FunctionFacts, is: (end: End) => boolean): When | 'always' | null {
	if (!ends.some(is)) return null;
	if (ends.every(is)) return 'always';
	if (facts.returns === 'pointer' || facts.returns === 'nothing' || ends.some((end) => end.returned !== 'success' && end.returned !== 'error')) return null;
	const onSuccess = ends.filter((end) => end.returned === 'success');
	const onError = ends.filter((end) => end.returned === 'error');
	const isBool = facts.returns === 'bool';
	if (onSuccess.length > 0 && onSuccess.every(is) && !onError.some(is)) return isBool ? 'true' : 'zero';
	return onError.length > 0 && onError.every(is) && !onSuccess.some(is) && !isBool ? 'nonzero' : null;
}

/** Parameters that are arrays, and whose elements a loop drops, or a callee. */
function elementsDroppedBy(facts: FunctionFacts, parameters: readonly string[]): Change[] {
	const changes: Change[] = [];
	for (const loop of descendantsOf(facts.root, new Set(['for_statement', 'while_statement']))) {
		for (const [argument, name] of parameters.entries()) {
			const counts = kindOfDropped(facts, loop, `${name}[]`);
			if (counts !== null) changes.push({ on: 'argument', argument, change: -1, counts, of: 'elements' });
		}
	}
	for (const call of descendantsOf(facts.root, new Set(['call_expression']))) {
		for (const change of facts.callees.effects(calleeOf(call, facts.text))) {
			const given = change.change < 0 && change.on === 'argument' && change.of === 'elements' ? argumentsOf(call)[change.argument ?? 0] : undefined;
			const argument = given === undefined ? -1 : parameters.indexOf(pathOf(facts, given));
			if (argument >= 0) changes.push({ on: 'argument', argument, change: -1, counts: change.counts, of: 'elements' });
		}
	}
	return changes;
}
