/** Judges the walk of one object: leaks and misuses. */
import type { Walk } from '../../../flow/walk.ts';
import type { Acquisition } from '../acquisitions.ts';
import type { FunctionFacts } from '../function-facts.ts';
import type { ObjectDomain } from '../object-paths.ts';
import type { PathState } from '../state.ts';
import { Trace, type Violation } from '../trace.ts';
import type { Justification } from './justifications.ts';
import { leaksOf } from './leaks.ts';
import { misusesOf } from './misuses.ts';

/** What is said of an object. */
export interface Judgement {
	/** What is wrong with it. */
	readonly violations: readonly Violation[];
	/** What made the checker silent about paths that leave with a reference. */
	readonly justifications: readonly Justification[];
}

/** Everything that is wrong with an object, and what is not because something explains it. */
export function judge(facts: FunctionFacts, acquisition: Acquisition, paths: ObjectDomain, walk: Walk<PathState>): Judgement {
	const trace = new Trace(facts, acquisition, paths, walk);
	const { leaks, justifications } = leaksOf(trace);
	return { violations: [...leaks, ...misusesOf(trace)], justifications };
}
