/** Judges the walk of one object: leaks and misuses. */
import type { Walk } from '../../flow/walk.ts';
import type { Birth } from './births.ts';
import type { ObjectPaths } from './domain.ts';
import type { FunctionFacts } from './function-facts.ts';
import { leaksOf } from './leaks.ts';
import { misusesOf } from './misuses.ts';
import type { PathState } from './state.ts';
import { type Imbalance, Trail } from './trail.ts';

/** Everything that is wrong with an object. */
export function judge(facts: FunctionFacts, birth: Birth, paths: ObjectPaths, walk: Walk<PathState>): Imbalance[] {
	const trail = new Trail(facts, birth, paths, walk);
	return [...leaksOf(trail), ...misusesOf(trail)];
}
