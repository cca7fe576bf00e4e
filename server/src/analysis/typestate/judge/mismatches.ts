/** What is given back as what it is not: a pin that is put, a folio given to put_device(). */
import { wayTo } from '../../../flow/walk.ts';
import type { ObjectWalk } from '../object-walk.ts';
import { type Trace, type Violation, violationAt } from '../trace.ts';
import { isByHelper } from './misuses.ts';

/** Whether a path gives something back as another kind than it took. */
export function mayBeMismatched(walk: ObjectWalk): boolean {
	return walk.visits.some(({ events }) => events.some(({ kind }) => kind === 'mismatched'));
}

/** Each place where what the function took itself, and nobody else has, is given back as another kind. */
export function mismatchesOf(trace: Trace): Violation[] {
	const { acquisition, walk } = trace;
	// Of what the caller has too the caller may hold the other kind.
	if (
		acquisition.certainty !== 'known' ||
		acquisition.isInferred === true ||
		!(acquisition.on === 'result' || acquisition.on === 'pointee' || acquisition.on === 'each')
	)
		return [];
	const found = new Map<number, Violation>();
	for (const [index, { before, events }] of walk.visits.entries()) {
		const { object } = before;
		const wrong = events.find(({ kind }) => kind === 'mismatched');
		if (
			wrong === undefined ||
			object.escaped ||
			object.transfer !== null ||
			object.count <= 0 ||
			isByHelper(trace, wrong.callee) ||
			found.has(wrong.syntax.start)
		)
			continue;
		const past = trace.eventsOn(wayTo(walk, index).slice(0, -1));
		// Who was given it may have taken the other kind on it.
		if (past.some(({ kind }) => kind === 'passed' || kind === 'given' || kind === 'stored')) continue;
		found.set(wrong.syntax.start, { ...violationAt(trace, 'mismatch', index, wrong.syntax, 'given back here'), callee: wrong.callee });
	}
	return [...found.values()];
}
