/** What is given back, or used, though there is none: an error pointer, NULL, a variable that nothing was put into. */
import type { ObjectVisit, ObjectWalk } from '../object-walk.ts';
import { type Trace, type Violation, violationAt } from '../trace.ts';
import { isByHelper } from './misuses.ts';

/** Whether a path drops what is not there, or has dropped what was never taken. */
export function mayBeNeverTaken(walk: ObjectWalk): boolean {
	const isUnset = ({ before: { object } }: ObjectVisit) => object.phase === 'live' && object.count <= 0 && !object.isDropped && !object.escaped;
	return walk.visits.some((visit) => visit.before.object.phase === 'void' || visit.after?.object.phase === 'void' || isUnset(visit));
}

/** The first place where what is not there is given back. */
export function neverTakenOf(trace: Trace): Violation[] {
	return trace.acquisition.on === 'unset' ? withoutValue(trace) : nothingDropped(trace);
}

/** An error pointer is put, or NULL: what there is where there is no object. */
function nothingDropped(trace: Trace): Violation[] {
	for (const [index, { before, after, events }] of trace.walk.visits.entries()) {
		if (before.object.phase !== 'absent' || after?.object.phase !== 'void') continue;
		const drop = events.find((event) => event.kind === 'dropped');
		// Helpers ask first.
		if (drop !== undefined && !isByHelper(trace, drop.callee)) return [violationAt(trace, 'never-taken', index, drop.syntax, 'put here')];
	}
	return [];
}

/** A variable is put or used that nothing was put into. */
function withoutValue(trace: Trace): Violation[] {
	for (const [index, { before, events }] of trace.walk.visits.entries()) {
		const { object } = before;
		if (object.phase !== 'live' || object.escaped || object.count !== 0) continue;
		const use = events.find((event) => event.kind === 'dropped' || event.kind === 'used' || event.kind === 'stored');
		if (use === undefined) continue;
		const isUsed = use.kind !== 'dropped';
		return [{ ...violationAt(trace, 'never-taken', index, use.syntax, isUsed ? 'used here' : 'put here'), isUsed }];
	}
	return [];
}
