/** How the paths of an object end, and where they part. */
import { type EdgeFact, EXIT, type FlowGraph, type FlowNode } from '../../flow/graph.ts';
import { SOMETHING } from '../values/value.ts';
import type { ObjectVisit, ObjectWalk } from './object-walk.ts';
import type { PathState, ReturnClass } from './state.ts';

/** `released`: dropped. `kept`: somebody else has it. `leaked`: still held, by nobody. `none`: there was none. */
export type Outcome = 'released' | 'kept' | 'leaked' | 'none';

/** A visit of the exit, or one where the object was lost. */
export interface End {
	readonly visit: number;
	readonly outcome: Outcome;
	readonly returned: ReturnClass;
	/** Whether the path has dropped all that it had; who else may have it does not matter. */
	readonly isDropped: boolean;
	/** The function that may have it, by its name only, or ''. */
	readonly assumedOwner: string;
}

const ends = new WeakMap<ObjectWalk, readonly End[]>();

/** Every end of a walk. */
export function endsOf(walk: ObjectWalk): readonly End[] {
	const known = ends.get(walk) ?? withoutWrongGuesses(readEnds(walk));
	ends.set(walk, known);
	return known;
}

/**
 * A function whose name says that it may take the object over has not, where a path drops it after that: then the others of that result
 * that do not drop it leak it. What an error path takes back and drops says
 * nothing of those that succeed; results of which nothing is known count as one.
 */
function withoutWrongGuesses(all: readonly End[]): readonly End[] {
	const isWrong = (end: End) =>
		end.assumedOwner !== '' && all.some((other) => other.assumedOwner === end.assumedOwner && other.isDropped && other.returned === end.returned);
	return all.map((end) => (end.outcome === 'kept' && isWrong(end) ? { ...end, outcome: end.isDropped ? 'released' : 'leaked' } : end));
}

function readEnds(walk: ObjectWalk): End[] {
	const ends: End[] = [];
	for (const [index, visit] of walk.visits.entries()) {
		if (visit.node !== EXIT) continue;
		const { object, returned } = visit.before;
		ends.push({
			visit: index,
			outcome: outcomeOf(visit.before),
			returned: returned ?? 'none',
			isDropped: object.isDropped && object.count <= 0,
			assumedOwner: object.escaped ? object.assumedOwner : '',
		});
	}
	return ends;
}

function outcomeOf(state: PathState): Outcome {
	const { object } = state;
	switch (object.phase) {
		case 'not-acquired':
		case 'void':
			return 'none';
		case 'lost':
			return 'leaked';
		case 'absent':
			return object.isDropped ? 'released' : 'none';
		default:
			if (object.transfer !== null && !(object.transfer.isOfAddress && state.returned === 'error' && object.count > 0)) return 'kept';
			if (object.escaped && !(object.isOutOnly && state.returned === 'error')) return 'kept';
			// Some of what was asked for is there, and nobody asked how much.
			if (object.pending?.isPartial === true && !object.escaped) return 'leaked';
			if (object.pending !== null || (object.mask & SOMETHING) === 0) return 'none';
			return object.count > 0 ? 'leaked' : object.isDropped ? 'released' : 'none';
	}
}

/** The visits from which one of the ends can be reached. */
export function reaching(walk: ObjectWalk, ends: readonly End[]): ReadonlySet<number> {
	const before = predecessors(walk);
	const found = new Set<number>();
	const open = ends.map((end) => end.visit);
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		if (found.has(at)) continue;
		found.add(at);
		for (const each of before.get(at) ?? []) open.push(each);
	}
	return found;
}

function predecessors(walk: ObjectWalk): Map<number, number[]> {
	const before = new Map<number, number[]>();
	for (const [index, visit] of walk.visits.entries()) {
		for (const next of visit.next) {
			const list = before.get(next);
			if (list === undefined) before.set(next, [index]);
			else list.push(index);
		}
	}
	return before;
}

/** A shortest way from a visit to one of some visits, both ends included; null where there is none. */
export function shortestWay(walk: ObjectWalk, from: number, to: ReadonlySet<number>): number[] | null {
	const cameFrom = new Map<number, number>([[from, -1]]);
	const open = [from];
	for (let i = 0; i < open.length; i++) {
		const at = open[i] as number;
		if (to.has(at)) {
			const way: number[] = [];
			for (let back = at; back >= 0; back = cameFrom.get(back) as number) way.push(back);
			return way.reverse();
		}
		for (const next of (walk.visits[at] as ObjectVisit).next) {
			if (cameFrom.has(next)) continue;
			cameFrom.set(next, at);
			open.push(next);
		}
	}
	return null;
}

/** The nodes that a way passes, in order, with the visits. */
export function nodesOn(
	walk: ObjectWalk,
	graph: FlowGraph,
	way: readonly number[],
): { readonly node: FlowNode; readonly visit: ObjectVisit; readonly fact: EdgeFact | null }[] {
	return way.map((index, at) => {
		const visit = walk.visits[index] as ObjectVisit;
		return { node: graph.nodes[visit.node] as FlowNode, visit, fact: factBetween(walk, graph, way[at - 1] ?? visit.from, index) };
	});
}

/** What is known on the way from one visit to the next: a visit that several lead to knows only the first. */
export function factBetween(walk: ObjectWalk, graph: FlowGraph, from: number, to: number): EdgeFact | null {
	const visit = walk.visits[to];
	if (visit === undefined || visit.from === from) return visit?.fact ?? null;
	return graph.nodes[walk.visits[from]?.node ?? -1]?.edges.find((edge) => edge.to === visit.node)?.fact ?? null;
}
