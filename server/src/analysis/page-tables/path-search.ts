/**
 * Looks for a path through a function that passes some events and avoids others: what must happen together and does not. A path is
 * walked again with the conditions that are asked more than once, so that it does not contradict itself.
 */
import { type EdgeFact, ENTRY, EXIT, type FlowGraph, type FlowNode } from '../../flow/graph.ts';
import { noEvents, type PathDomain, type Step, type Visit, walkPaths, wayTo } from '../../flow/walk.ts';
import type { WalkBudget } from '../../flow/walk-budget.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { refine } from '../engine/refine.ts';
import { type ConditionalEvents, conditionalEvents, conditionsIn, type GraphConditions } from './conditions.ts';
import type { TableEvent } from './events.ts';

/** What a path has to be. */
export interface PathWanted {
	/** Each is met on the path: in any order, or one after the other. */
	readonly passes: readonly ((event: TableEvent) => boolean)[];
	readonly inOrder?: boolean;
	/** None is met on it; with `onceBegun` only after the first of `passes`. */
	avoids(event: TableEvent): boolean;
	readonly onceBegun?: boolean;
	/** No edge of it holds such a fact; `hasBegun` once one of `passes` was met. */
	avoidsFact?(fact: EdgeFact, hasBegun: boolean): boolean;
	/** What an edge tells counts as the last of what is passed, after all of `passes`. */
	passesFact?(fact: EdgeFact): boolean;
	/** Whether it ends where the last of `passes` is met, not at the exit of the function. */
	readonly endsThere?: boolean;
}

/** A path. Offsets of syntax are the item's. */
export interface FoundPath {
	/** Where each of `passes` is met. */
	readonly met: readonly TableEvent[];
	/** The conditions on it, with what they were. */
	readonly conditions: readonly { readonly condition: SyntaxNode; readonly truth: boolean }[];
	/** What is evaluated last. */
	readonly end: SyntaxNode | null;
}

/** A function whose paths are searched. */
export interface SearchedFunction {
	readonly graph: FlowGraph;
	readonly text: string;
	/** The events of every node of the graph. */
	readonly events: readonly (readonly TableEvent[])[];
	/** The work that searches may do; once it is spent nothing that they say of the function counts. */
	readonly budget: WalkBudget;
}

/** The bound on work for one search: visits of a node with a state. */
const MOST_VISITS = 6000;

/** So many visits without memory cost as much as one with it. */
const QUICK_VISITS = 20;

/** The most conditions that a path remembers: as many as there are bits. */
const MOST_ASKED = 30;

interface SearchState {
	/** Which of `passes` are met, as bits. */
	readonly met: number;
	/** Which of the conditions asked are known, and how they were, as bits. */
	readonly answered: number;
	readonly answers: number;
}

/** The first such path, or null: where there is none, or where there are too many to say. */
export function findPath(searched: SearchedFunction, wanted: PathWanted): FoundPath | null {
	const meeting = new Meeting(searched, wanted);
	if (!mayExist(searched, wanted, meeting)) return null;
	const conditions = conditionsIn(searched);
	const { found } = refine<Candidate | null>(
		[],
		{
			search: (asked) => search(searched, wanted, meeting, conditions, [...asked]),
			asks: (candidate) => (candidate?.keys ?? []).filter((key) => conditions.repeated().has(key)),
		},
		MOST_ASKED,
	);
	return found?.path ?? null;
}

/** Whether there is such a path, were its conditions not to contradict each other. Quick: for what excuses a finding. */
export function mayHavePath(searched: SearchedFunction, wanted: PathWanted): boolean {
	return mayExist(searched, wanted, new Meeting(searched, wanted));
}

/** What a path has met after a node, and after an edge. Null where it cannot go on. */
class Meeting {
	/** The bits of everything that a path has to meet. */
	readonly all: number;
	readonly #events: number;
	readonly #searched: SearchedFunction;
	readonly #wanted: PathWanted;
	readonly #conditional: ConditionalEvents;

	constructor(searched: SearchedFunction, wanted: PathWanted) {
		this.#searched = searched;
		this.#wanted = wanted;
		this.#conditional = conditionalEvents(searched);
		this.#events = (1 << wanted.passes.length) - 1;
		this.all = wanted.passesFact === undefined ? this.#events : (1 << (wanted.passes.length + 1)) - 1;
	}

	afterNode(before: number, node: FlowNode, id: number): number | null {
		if (this.#wanted.endsThere === true && before === this.all) return null;
		let met = before;
		for (const event of this.#searched.events[id] ?? []) {
			// What may have done nothing has done it or not once its result is known.
			if (event.entry?.fails !== undefined && this.#conditional.isAsked(node, event.syntax)) continue;
			const next = this.#meet(met, event);
			if (next === null) return null;
			met = next;
		}
		return met;
	}

	afterFact(before: number, fact: EdgeFact): number | null {
		if (this.#wanted.avoidsFact?.(fact, before > 0) === true) return null;
		if (fact.kind !== 'condition') return before;
		let met = before;
		for (const event of this.#conditional.of(fact.condition)) {
			if (event.entry?.fails === (fact.truth ? 'nonzero' : 'zero')) continue;
			const next = this.#meet(met, event);
			if (next === null) return null;
			met = next;
		}
		return (met & this.#events) === this.#events && this.#wanted.passesFact?.(fact) === true ? this.all : met;
	}

	/** The events at a node that make more met than before. */
	metAt(before: number, id: number): TableEvent[] {
		const found: TableEvent[] = [];
		let met = before;
		for (const event of this.#searched.events[id] ?? []) {
			const next = this.#meet(met, event) ?? met;
			if (next !== met) found.push(event);
			met = next;
		}
		return found;
	}

	#meet(met: number, event: TableEvent): number | null {
		const { passes, inOrder, onceBegun, avoids } = this.#wanted;
		if (event.kind === 'impossible' || (!(onceBegun === true && met === 0) && avoids.call(this.#wanted, event))) return null;
		for (let at = 0; at < passes.length; at++) {
			if ((met & (1 << at)) !== 0 || passes[at]?.(event) !== true) continue;
			if (inOrder === true && met !== (1 << at) - 1) continue;
			return met | (1 << at);
		}
		return met;
	}
}

/** Whether there is a path, were its conditions not to contradict each other: most questions end here, so no path is kept. */
function mayExist({ graph, events, budget }: SearchedFunction, wanted: PathWanted, meeting: Meeting): boolean {
	if (budget.isSpent || !wanted.passes.every((pass) => events.some((list) => list.some(pass)))) return false;
	// By node, a bit for each that can be met there.
	const seen = new Uint32Array(graph.nodes.length);
	const open: [id: number, met: number][] = [[ENTRY, 0]];
	let visits = 0;
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		if (++visits % QUICK_VISITS === 0) budget.spend(1);
		const [id, before] = at;
		const node = graph.nodes[id] as FlowNode;
		const met = meeting.afterNode(before, node, id);
		if (met === null) continue;
		if (wanted.endsThere === true ? met === meeting.all : id === EXIT && before === meeting.all) return true;
		for (const { to, fact } of node.edges) {
			const next = fact === null ? met : meeting.afterFact(met, fact);
			if (next === null || ((seen[to] as number) & (1 << next)) !== 0) continue;
			seen[to] = (seen[to] as number) | (1 << next);
			open.push([to, next]);
		}
	}
	return false;
}

interface Candidate {
	readonly path: FoundPath;
	/** What its conditions ask. */
	readonly keys: readonly string[];
}

function search(searched: SearchedFunction, wanted: PathWanted, meeting: Meeting, conditions: GraphConditions, asked: readonly string[]): Candidate | null {
	const walk = walkPaths(searched.graph, new SearchDomain(conditions, meeting, asked), MOST_VISITS, searched.budget);
	if (walk.isCut) return null;
	const last = walk.visits.findIndex((visit) =>
		wanted.endsThere === true ? visit.after?.met === meeting.all : visit.node === EXIT && visit.before.met === meeting.all,
	);
	if (last < 0) return null;
	const way = wayTo(walk, last).map((at) => walk.visits[at] as Visit<SearchState>);
	const keys = way.flatMap(({ fact }) =>
		fact?.kind === 'condition' ? [conditions.askedBy(fact.condition).key] : fact?.kind === 'config' ? [`#${fact.condition}`] : [],
	);
	return { path: pathOf(searched, meeting, way), keys };
}

/** What is met, and which of the conditions asked have been answered, and how, as bits. */
class SearchDomain implements PathDomain<SearchState> {
	readonly start: SearchState = { met: 0, answered: 0, answers: 0 };
	readonly #conditions: GraphConditions;
	readonly #meeting: Meeting;
	readonly #asked: readonly string[];
	readonly #bits: ReadonlyMap<string, number>;
	/** The conditions that a write makes unknown, by the name that is written. */
	readonly #forgotten = new Map<string, number>();

	constructor(conditions: GraphConditions, meeting: Meeting, asked: readonly string[]) {
		this.#conditions = conditions;
		this.#meeting = meeting;
		this.#asked = asked;
		this.#bits = new Map(asked.map((key, at) => [key, 1 << at]));
	}

	keyOf({ met, answered, answers }: SearchState): string {
		return `${met} ${answered} ${answers}`;
	}

	step(state: SearchState, node: FlowNode, id: number): Step<SearchState, never> | null {
		const met = this.#meeting.afterNode(state.met, node, id);
		return met === null ? null : { state: this.#afterWrites(met === state.met ? state : { ...state, met }, id), events: noEvents };
	}

	/** What was asked of a variable holds no longer once it is set; once it is set to a constant that is known. */
	#afterWrites(state: SearchState, id: number): SearchState {
		if (this.#asked.length === 0) return state;
		let { answered, answers } = state;
		for (const write of this.#conditions.writesAt(id)) {
			const forgotten = this.#forgottenBy(write.name);
			answered &= ~forgotten;
			answers &= ~forgotten;
			const bit = write.truth === null ? undefined : this.#bits.get(write.name);
			if (bit === undefined) continue;
			answered |= bit;
			answers = write.truth === true ? answers | bit : answers & ~bit;
		}
		return answered === state.answered && answers === state.answers ? state : { ...state, answered, answers };
	}

	#forgottenBy(name: string): number {
		const known = this.#forgotten.get(name);
		if (known !== undefined) return known;
		const word = new RegExp(`(?<![\\w.>])${name.replace(/\W/g, '\\$&')}(?!\\w)`);
		const bits = this.#asked.reduce((sum, key, at) => (word.test(key) ? sum | (1 << at) : sum), 0);
		this.#forgotten.set(name, bits);
		return bits;
	}

	assume(state: SearchState, fact: EdgeFact): SearchState | null {
		const met = this.#meeting.afterFact(state.met, fact);
		if (met === null) return null;
		const changed = met === state.met ? state : { ...state, met };
		if (fact.kind === 'config') return this.#learn(changed, `#${fact.condition}`, fact.truth);
		if (fact.kind !== 'condition') return changed;
		const { key, isOpposite } = this.#conditions.askedBy(fact.condition);
		return key === '' ? changed : this.#learn(changed, key, isOpposite ? !fact.truth : fact.truth);
	}

	#learn(state: SearchState, key: string, truth: boolean): SearchState | null {
		const bit = this.#bits.get(key);
		if (bit === undefined) return state;
		if ((state.answered & bit) !== 0) return ((state.answers & bit) !== 0) === truth ? state : null;
		return { met: state.met, answered: state.answered | bit, answers: truth ? state.answers | bit : state.answers };
	}
}

function pathOf({ graph }: SearchedFunction, meeting: Meeting, way: readonly Visit<SearchState>[]): FoundPath {
	const met: TableEvent[] = [];
	const conditions: { condition: SyntaxNode; truth: boolean }[] = [];
	let end: SyntaxNode | null = null;
	for (const { node, before, fact } of way) {
		if (fact?.kind === 'condition') conditions.push({ condition: fact.condition, truth: fact.truth });
		for (const event of meeting.metAt(before.met, node)) if (!met.includes(event)) met.push(event);
		end = graph.nodes[node]?.syntax ?? end;
	}
	return { met, conditions, end };
}
