/** Judges the walk of one object. Each judgement says itself, cheaply, whether it may have anything to say. */
import type { Acquisition } from '../acquisitions.ts';
import type { FunctionFacts } from '../function-facts.ts';
import type { ObjectWalk } from '../object-walk.ts';
import { Trace, type Violation } from '../trace.ts';
import type { Justification } from './justifications.ts';
import { leaksOf, mayLeak } from './leaks.ts';
import { mayBeMismatched, mismatchesOf } from './mismatches.ts';
import { mayBeMisused, misusesOf } from './misuses.ts';
import { mayBeNeverTaken, neverTakenOf } from './never-taken.ts';

/** What is said of an object. */
export interface Judgement {
	/** What is wrong with it. */
	readonly violations: readonly Violation[];
	/** What made the checker silent about paths that leave with a reference. */
	readonly justifications: readonly Justification[];
}

/** Something that can be wrong with an object: whether a walk may show it, and where it does. */
interface Check {
	mayHold(walk: ObjectWalk): boolean;
	find(trace: Trace): Judgement;
}

const withoutJustifications = (violations: readonly Violation[]): Judgement => ({ violations, justifications: [] });

const checks: readonly Check[] = [
	{ mayHold: mayLeak, find: leaksOf },
	{ mayHold: mayBeNeverTaken, find: (trace) => withoutJustifications(neverTakenOf(trace)) },
	{ mayHold: mayBeMisused, find: (trace) => withoutJustifications(misusesOf(trace)) },
	{ mayHold: mayBeMismatched, find: (trace) => withoutJustifications(mismatchesOf(trace)) },
];

/** Whether anything may be wrong on some path of a walk: where nothing may, no way of it need be read. */
export function mayBeWrong(walk: ObjectWalk): boolean {
	return checks.some(({ mayHold }) => mayHold(walk));
}

/** Everything that is wrong with an object, and what is not because something explains it. */
export function judge(facts: FunctionFacts, acquisition: Acquisition, walk: ObjectWalk): Judgement {
	const trace = new Trace(facts, acquisition, walk);
	const found = checks.filter(({ mayHold }) => mayHold(walk)).map(({ find }) => find(trace));
	return { violations: found.flatMap(({ violations }) => violations), justifications: found.flatMap(({ justifications }) => justifications) };
}
