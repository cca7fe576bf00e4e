/** Objects that are dropped once too often, dropped without having been taken, or used after they were dropped. */
import { wayTo } from '../../flow/walk.ts';
import { calleeOf } from '../../kernel-c/calls.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { givesReference, mayKeep } from './takers.ts';
import type { Imbalance, Trail } from './trail.ts';

/** What is wrong with an object's use and its drops. */
export function misusesOf(trail: Trail): Imbalance[] {
	const found = nothingDropped(trail);
	if (trail.birth.on === 'argument' || trail.birth.on === 'entry') return found;
	if (trail.birth.on === 'unset') return neverTaken(trail);
	if (trail.birth.certainty === 'assumed' && trail.birth.isBorrowed !== true && !isNewReference(trail)) return found;
	for (const [index, visit] of trail.walk.visits.entries()) {
		const node = trail.facts.graph.nodes[visit.node];
		if (node === undefined || node.syntax === null || visit.before.object.phase !== 'live' || !visit.before.object.isDropped) continue;
		if (visit.before.object.count > 0 || visit.before.object.pending !== null || visit.before.object.handed) continue;
		const event = trail.eventsOn([index])[0];
		if (event === undefined) continue;
		const kind = event.kind === 'dropped' ? 'double-put' : /^(?:used|passed|given)$/.test(event.kind) ? 'use-after-put' : null;
		// Which of its references a helper drops is not known: a cache may have had one.
		if (kind === null || (kind === 'double-put' && (trail.birth.certainty !== 'known' || isByHelper(trail, event.callee)))) continue;
		const way = wayTo(trail.walk, index);
		// Who was given it may hold it still.
		const past = trail.eventsOn(way.slice(0, -1));
		const before = past.slice(
			0,
			past.findLastIndex((each) => each.kind === 'dropped'),
		);
		// Which reference a helper drops is not known of what it was not given.
		if (trail.birth.isBorrowed === true && past.some((each) => each.kind === 'dropped' && isByHelper(trail, each.callee))) continue;
		if (before.some((each) => (each.kind === 'passed' || each.kind === 'given') && mayKeep(each.callee))) continue;
		found.push(imbalanceAt(trail, kind, index, event.syntax, 'used here'));
	}
	return found;
}

/** Whether what a function of which nothing is known gave is a reference of its own, by the words of its name. */
function isNewReference(trail: Trail): boolean {
	const { call } = trail.birth;
	return call !== null && givesReference(calleeOf(call, trail.facts.text));
}

function isByHelper(trail: Trail, name: string): boolean {
	const effect = trail.facts.effect(name);
	return effect?.isInferred === true;
}

/** An error pointer is put, or NULL: what there is where there is no object. */
function nothingDropped(trail: Trail): Imbalance[] {
	for (const [index, { before, after }] of trail.walk.visits.entries()) {
		if (before.object.phase !== 'absent' || after?.object.phase !== 'void') continue;
		const drop = trail.eventsOn([index]).find((event) => event.kind === 'dropped');
		// Helpers ask first.
		if (drop !== undefined && !isByHelper(trail, drop.callee)) return [imbalanceAt(trail, 'never-taken', index, drop.syntax, 'put here')];
	}
	return [];
}

/** A variable is put or used that nothing was put into. */
function neverTaken(trail: Trail): Imbalance[] {
	for (const [index, visit] of trail.walk.visits.entries()) {
		const { object } = visit.before;
		const node = trail.facts.graph.nodes[visit.node];
		if (node === undefined || node.syntax === null || object.phase !== 'live' || object.handed || object.count !== 0) continue;
		const use = trail.eventsOn([index]).find((event) => event.kind === 'dropped' || event.kind === 'used' || event.kind === 'stored');
		if (use === undefined) continue;
		const isUsed = use.kind !== 'dropped';
		return [{ ...imbalanceAt(trail, 'never-taken', index, use.syntax, isUsed ? 'used here' : 'put here'), isUsed }];
	}
	return [];
}

function imbalanceAt(trail: Trail, kind: Imbalance['kind'], visit: number, at: SyntaxNode, ending: string): Imbalance {
	const way = wayTo(trail.walk, visit);
	return {
		kind,
		birth: trail.birth,
		name: kind === 'never-taken' ? trail.birth.path : trail.nameAt(visit),
		at,
		steps: trail.stepsOf(way, at, ending),
		way,
		returned: 'unknown',
		rightWay: null,
		isHeldOnEveryWay: false,
	};
}
