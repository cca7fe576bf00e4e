/** Objects that are given back once too often, or used after they were. */
import { isInferred } from '../../../contracts/contract.ts';
import { givesReference, mayKeep } from '../../../contracts/words.ts';
import { wayTo } from '../../../flow/walk.ts';
import { calleeOf } from '../../../kernel-c/calls.ts';
import type { ObjectVisit, ObjectWalk } from '../object-walk.ts';
import { type Trace, type Violation, violationAt } from '../trace.ts';

/** Whether a path goes on after it gave back the last. */
export function mayBeMisused(walk: ObjectWalk): boolean {
	return walk.visits.some(isDead);
}

function isDead({ before: { object } }: ObjectVisit): boolean {
	return object.phase === 'live' && object.isDropped && object.count <= 0 && object.pending === null && !object.escaped;
}

/** What is wrong with an object's use and its drops. */
export function misusesOf(trace: Trace): Violation[] {
	const { acquisition } = trace;
	if (acquisition.on === 'argument' || acquisition.on === 'entry' || acquisition.on === 'unset') return [];
	if (acquisition.isDoubtful === true) return [];
	if (acquisition.certainty === 'assumed' && acquisition.isBorrowed !== true && !isNewReference(trace)) return [];
	const found: Violation[] = [];
	for (const [index, visit] of trace.walk.visits.entries()) {
		const event = isDead(visit) ? visit.events[0] : undefined;
		if (event === undefined) continue;
		const kind = event.kind === 'dropped' ? 'double-put' : /^(?:used|passed|given)$/.test(event.kind) ? 'use-after-put' : null;
		if (kind === null || (kind === 'use-after-put' && trace.kind.afterRelease === 'usable')) continue;
		// Which of its references a helper drops is not known: a cache may have had one.
		if (kind === 'double-put' && (acquisition.certainty !== 'known' || isByHelper(trace, event.callee))) continue;
		const way = wayTo(trace.walk, index);
		// Who was given it may hold it still.
		const past = trace.eventsOn(way.slice(0, -1));
		const before = past.slice(
			0,
			past.findLastIndex((each) => each.kind === 'dropped'),
		);
		// Which reference a helper drops is not known of what it was not given.
		if (acquisition.isBorrowed === true && past.some((each) => each.kind === 'dropped' && isByHelper(trace, each.callee))) continue;
		if (before.some((each) => (each.kind === 'passed' || each.kind === 'given') && mayKeep(each.callee))) continue;
		found.push(violationAt(trace, kind, index, event.syntax, 'used here'));
	}
	return found;
}

/** Whether what a function of which nothing is known gave is a reference of its own, by the words of its name. */
function isNewReference(trace: Trace): boolean {
	const { call } = trace.acquisition;
	return call !== null && givesReference(calleeOf(call, trace.facts.text));
}

/** Whether what a function does was read off its body. */
export function isByHelper(trace: Trace, name: string): boolean {
	const contract = trace.facts.callees.contract(name);
	return contract !== null && isInferred(contract);
}
