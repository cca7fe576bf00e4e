/** Judges the walk of one object: leaks and misuses. */
import type { Walk } from '../../flow/walk.ts';
import type { Birth } from './births.ts';
import type { ObjectPaths } from './domain.ts';
import type { Excuse } from './excuses.ts';
import type { FunctionFacts } from './function-facts.ts';
import { leaksOf } from './leaks.ts';
import { misusesOf } from './misuses.ts';
import type { PathState } from './state.ts';
import { type Imbalance, Trail } from './trail.ts';

/** What is said of an object. */
export interface Judgement {
	/** What is wrong with it. */
	readonly imbalances: readonly Imbalance[];
	/** What made the checker silent about paths that leave with a reference. */
	readonly excuses: readonly Excuse[];
}

/** Everything that is wrong with an object, and what is not because something explains it. */
export function judge(facts: FunctionFacts, birth: Birth, paths: ObjectPaths, walk: Walk<PathState>): Judgement {
	const trail = new Trail(facts, birth, paths, walk);
	const { leaks, excuses } = leaksOf(trail);
	return { imbalances: [...leaks, ...misusesOf(trail)], excuses };
}
