/** Objects that are dropped once too often, dropped without having been taken, or used after they were dropped. */

import { givesReference, mayKeep } from '../../../contracts/takers.ts';
import { wayTo } from '../../../flow/walk.ts';
import { calleeOf } from '../../../kernel-c/calls.ts';
import type { SyntaxNode } from '../../../kernel-c/syntax.ts';
import type { Trace, Violation } from '../trace.ts';

/** What is wrong with an object's use and its drops. */
export function misusesOf(trace: Trace): Violation[] {
	const found = nothingDropped(trace);
	if (trace.acquisition.on === 'argument' || trace.acquisition.on === 'entry') return found;
	if (trace.acquisition.on === 'unset') return neverTaken(trace);
	if (trace.acquisition.certainty === 'assumed' && trace.acquisition.isBorrowed !== true && !isNewReference(trace)) return found;
	for (const [index, visit] of trace.walk.visits.entries()) {
		const node = trace.facts.graph.nodes[visit.node];
		if (node === undefined || node.syntax === null || visit.before.object.phase !== 'live' || !visit.before.object.isDropped) continue;
		if (visit.before.object.count > 0 || visit.before.object.pending !== null || visit.before.object.escaped) continue;
		const event = trace.eventsOn([index])[0];
		if (event === undefined) continue;
		const kind = event.kind === 'dropped' ? 'double-put' : /^(?:used|passed|given)$/.test(event.kind) ? 'use-after-put' : null;
		// Which of its references a helper drops is not known: a cache may have had one.
		if (kind === null || (kind === 'double-put' && (trace.acquisition.certainty !== 'known' || isByHelper(trace, event.callee)))) continue;
		const way = wayTo(trace.walk, index);
		// Who was given it may hold it still.
		const past = trace.eventsOn(way.slice(0, -1));
		const before = past.slice(
			0,
			past.findLastIndex((each) => each.kind === 'dropped'),
		);
		// Which reference a helper drops is not known of what it was not given.
		if (trace.acquisition.isBorrowed === true && past.some((each) => each.kind === 'dropped' && isByHelper(trace, each.callee))) continue;
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

function isByHelper(trace: Trace, name: string): boolean {
	const effect = trace.facts.effect(name);
	return effect?.isInferred === true;
}

/** An error pointer is put, or NULL: what there is where there is no object. */
function nothingDropped(trace: Trace): Violation[] {
	for (const [index, { before, after }] of trace.walk.visits.entries()) {
		if (before.object.phase !== 'absent' || after?.object.phase !== 'void') continue;
		const drop = trace.eventsOn([index]).find((event) => event.kind === 'dropped');
		// Helpers ask first.
		if (drop !== undefined && !isByHelper(trace, drop.callee)) return [violationAt(trace, 'never-taken', index, drop.syntax, 'put here')];
	}
	return [];
}

/** A variable is put or used that nothing was put into. */
function neverTaken(trace: Trace): Violation[] {
	for (const [index, visit] of trace.walk.visits.entries()) {
		const { object } = visit.before;
		const node = trace.facts.graph.nodes[visit.node];
		if (node === undefined || node.syntax === null || object.phase !== 'live' || object.escaped || object.count !== 0) continue;
		const use = trace.eventsOn([index]).find((event) => event.kind === 'dropped' || event.kind === 'used' || event.kind === 'stored');
		if (use === undefined) continue;
		const isUsed = use.kind !== 'dropped';
		return [{ ...violationAt(trace, 'never-taken', index, use.syntax, isUsed ? 'used here' : 'put here'), isUsed }];
	}
	return [];
}

function violationAt(trace: Trace, kind: Violation['kind'], visit: number, at: SyntaxNode, ending: string): Violation {
	const way = wayTo(trace.walk, visit);
	return {
		kind,
		acquisition: trace.acquisition,
		name: kind === 'never-taken' ? trace.acquisition.path : trace.nameAt(visit),
		at,
		steps: trace.stepsOf(way, at, ending),
		way,
		returned: 'unknown',
		rightWay: null,
		isHeldOnEveryWay: false,
	};
}
