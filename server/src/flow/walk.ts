/**
 * Walks every path of a flow graph with a state, until the states repeat. Which states there are, and which of them contradict what the
 * path has passed, the caller says; paths with the same state at the same node are one from there on.
 */
import { type EdgeFact, ENTRY, type FlowGraph, type FlowNode } from './graph.ts';
import type { WalkBudget } from './walk-budget.ts';

/** What a node does: the state after it, and what happened, in order, for who reads the path afterwards. */
export interface Step<State, Event> {
	readonly state: State;
	readonly events: readonly Event[];
}

/** What a path carries along. States are not changed in place. */
export interface PathDomain<State, Event = never> {
	readonly start: State;
	/** The same text for the same state, and only for it. */
	keyOf(state: State): string;
	/** What a node does in a state; null where the path cannot go on. */
	step(state: State, node: FlowNode, id: number): Step<State, Event> | null;
	/** The state once an edge's fact holds; null where it contradicts the state. */
	assume(state: State, fact: EdgeFact): State | null;
}

/** The events of a step at which nothing happens. */
export const noEvents: readonly never[] = [];

/** A node of the graph as reached with one state; its place in {@link Walk.visits} is its name. */
export interface Visit<State, Event = never> {
	readonly node: number;
	/** The state before the node. */
	readonly before: State;
	/** The state after it; null where the path ends there. */
	after: State | null;
	/** What happened there. */
	events: readonly Event[];
	/** The visit that led here first, with the edge's fact; -1 for the entry. */
	readonly from: number;
	readonly fact: EdgeFact | null;
	/** Every visit that this one leads to. */
	readonly next: number[];
}

/** All visits of a walk. */
export interface Walk<State, Event = never> {
	readonly visits: readonly Visit<State, Event>[];
	/** Whether the bound on work was reached, so that some paths were not walked. */
	readonly isCut: boolean;
}

/** Walks a graph breadth first, so that the first way to a visit is a shortest; at most so many visits, and no more than are left. */
export function walkPaths<State, Event = never>(
	graph: FlowGraph,
	domain: PathDomain<State, Event>,
	mostVisits: number,
	budget: WalkBudget,
): Walk<State, Event> {
	const walk = walkWithin(graph, domain, Math.min(mostVisits, budget.left));
	budget.spend(walk.visits.length);
	return walk;
}

function walkWithin<State, Event>(graph: FlowGraph, domain: PathDomain<State, Event>, mostVisits: number): Walk<State, Event> {
	const visits: Visit<State, Event>[] = [];
	const known = new Map<string, number>();
	const reach = (node: number, before: State, from: number, fact: EdgeFact | null): number => {
		const key = `${node} ${domain.keyOf(before)}`;
		const seen = known.get(key);
		if (seen !== undefined) return seen;
		known.set(key, visits.length);
		return visits.push({ node, before, after: null, events: noEvents, from, fact, next: [] }) - 1;
	};
	reach(ENTRY, domain.start, -1, null);
	for (let at = 0; at < visits.length; at++) {
		if (visits.length > mostVisits) return { visits, isCut: true };
		const visit = visits[at] as Visit<State, Event>;
		const node = graph.nodes[visit.node] as FlowNode;
		const step = domain.step(visit.before, node, visit.node);
		if (step === null) continue;
		visit.after = step.state;
		visit.events = step.events;
		const reached = new Set<number>();
		for (const edge of node.edges) {
			if (visits.length > mostVisits) return { visits, isCut: true };
			const state = edge.fact === null ? visit.after : domain.assume(visit.after, edge.fact);
			if (state === null) continue;
			const next = reach(edge.to, state, at, edge.fact);
			if (reached.size < reached.add(next).size) visit.next.push(next);
		}
	}
	return { visits, isCut: false };
}

/** The visits on the way to one, from the entry on. */
export function wayTo<State, Event>(walk: Walk<State, Event>, visit: number): number[] {
	const way: number[] = [];
	for (let at = visit; at >= 0; at = (walk.visits[at] as Visit<State, Event>).from) way.push(at);
	return way.reverse();
}
