/**
 * Walks every path of a flow graph with a state, until the states repeat. Which states there are, and which of them contradict what the
 * path has passed, the caller says; paths with the same state at the same node are one from there on.
 */
import { type EdgeFact, ENTRY, type FlowGraph, type FlowNode } from './graph.ts';
import type { WalkBudget } from './walk-budget.ts';

/** What a path carries along. States are not changed in place. */
export interface PathDomain<State> {
	readonly start: State;
	/** The same text for the same state, and only for it. */
	keyOf(state: State): string;
	/** The state after a node; null where the path cannot go on. */
	afterNode(state: State, node: FlowNode, id: number): State | null;
	/** The state once an edge's fact holds; null where it contradicts the state. */
	afterFact(state: State, fact: EdgeFact): State | null;
}

/** A node of the graph as reached with one state; its place in {@link Walk.visits} is its name. */
export interface Visit<State> {
	readonly node: number;
	/** The state before the node. */
	readonly before: State;
	/** The state after it; null where the path ends there. */
	after: State | null;
	/** The visit that led here first, with the edge's fact; -1 for the entry. */
	readonly from: number;
	readonly fact: EdgeFact | null;
	/** Every visit that this one leads to. */
	readonly next: number[];
}

/** All visits of a walk. */
export interface Walk<State> {
	readonly visits: readonly Visit<State>[];
	/** Whether the bound on work was reached, so that some paths were not walked. */
	readonly isCut: boolean;
}

/** Walks a graph breadth first, so that the first way to a visit is a shortest; at most so many visits, and no more than are left. */
export function walkPaths<State>(graph: FlowGraph, domain: PathDomain<State>, mostVisits: number, budget: WalkBudget): Walk<State> {
	const walk = walkWithin(graph, domain, Math.min(mostVisits, budget.left));
	budget.spend(walk.visits.length);
	return walk;
}

function walkWithin<State>(graph: FlowGraph, domain: PathDomain<State>, mostVisits: number): Walk<State> {
	const visits: Visit<State>[] = [];
	const known = new Map<string, number>();
	const reach = (node: number, before: State, from: number, fact: EdgeFact | null): number => {
		const key = `${node} ${domain.keyOf(before)}`;
		const seen = known.get(key);
		if (seen !== undefined) return seen;
		known.set(key, visits.length);
		return visits.push({ node, before, after: null, from, fact, next: [] }) - 1;
	};
	reach(ENTRY, domain.start, -1, null);
	for (let at = 0; at < visits.length; at++) {
		if (visits.length > mostVisits) return { visits, isCut: true };
		const visit = visits[at] as Visit<State>;
		const node = graph.nodes[visit.node] as FlowNode;
		visit.after = domain.afterNode(visit.before, node, visit.node);
		if (visit.after === null) continue;
		const reached = new Set<number>();
		for (const edge of node.edges) {
			if (visits.length > mostVisits) return { visits, isCut: true };
			const state = edge.fact === null ? visit.after : domain.afterFact(visit.after, edge.fact);
			if (state === null) continue;
			const next = reach(edge.to, state, at, edge.fact);
			if (reached.size < reached.add(next).size) visit.next.push(next);
		}
	}
	return { visits, isCut: false };
}

/** The visits on the way to one, from the entry on. */
export function wayTo<State>(walk: Walk<State>, visit: number): number[] {
	const way: number[] = [];
	for (let at = visit; at >= 0; at = (walk.visits[at] as Visit<State>).from) way.push(at);
	return way.reverse();
}
