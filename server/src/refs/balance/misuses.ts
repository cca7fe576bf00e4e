/** Objects that are dropped once too often, dropped without having been taken, or used after they were dropped. */
import { wayTo } from '../../flow/walk.ts';
import type { Imbalance, Trail } from './trail.ts';

/** Functions that may hold a reference of their own afterwards. */
const mayKeep = /add|insert|queue|submit|store|attach|link|install|register|map_/;

/** What is wrong with an object's use and its drops. */
export function misusesOf(trail: Trail): Imbalance[] {
	const found: Imbalance[] = [];
	if (trail.birth.on === 'argument' || trail.birth.on === 'entry') return found;
	if (trail.birth.on === 'unset') return neverTaken(trail);
	for (const [index, visit] of trail.walk.visits.entries()) {
		const node = trail.facts.graph.nodes[visit.node];
		if (node === undefined || node.syntax === null || visit.before.object.phase !== 'live' || !visit.before.object.isDropped) continue;
		if (visit.before.object.count > 0 || visit.before.object.pending !== null || visit.before.object.handed) continue;
		const event = trail.eventsOn([index])[0];
		if (event === undefined) continue;
		const kind = event.kind === 'dropped' ? 'double-put' : event.kind === 'used' || event.kind === 'passed' ? 'use-after-put' : null;
		if (kind === null || (kind === 'double-put' && trail.birth.certainty !== 'known')) continue;
		const way = wayTo(trail.walk, index);
		// Who was given it may hold it still.
		const past = trail.eventsOn(way.slice(0, -1));
		const before = past.slice(
			0,
			past.findLastIndex((each) => each.kind === 'dropped'),
		);
		if (before.some((each) => each.kind === 'passed' && mayKeep.test(each.callee))) continue;
		const steps = trail.stepsOf(way, event.syntax, 'used here');
		found.push({
			kind,
			birth: trail.birth,
			name: trail.nameAt(index),
			at: event.syntax,
			steps,
			way,
			returned: 'unknown',
			rightWay: null,
			isHeldOnEveryWay: false,
		});
	}
	return found;
}

/** A variable is put that nothing was put into. */
function neverTaken(trail: Trail): Imbalance[] {
	for (const [index, visit] of trail.walk.visits.entries()) {
		const { object } = visit.before;
		const node = trail.facts.graph.nodes[visit.node];
		if (node === undefined || node.syntax === null || object.phase !== 'live' || object.handed || object.count !== 0) continue;
		const drop = trail.eventsOn([index]).find((event) => event.kind === 'dropped');
		if (drop === undefined) continue;
		const way = wayTo(trail.walk, index);
		const steps = trail.stepsOf(way, drop.syntax, 'put here');
		return [
			{
				kind: 'never-taken',
				birth: trail.birth,
				name: trail.birth.path,
				at: drop.syntax,
				steps,
				way,
				returned: 'unknown',
				rightWay: null,
				isHeldOnEveryWay: false,
			},
		];
	}
	return [];
}
