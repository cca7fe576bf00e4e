/**
 * Looks for a path through a function that passes some events and avoids others: what must happen together and does not. A path is
 * walked again with the conditions that are asked more than once, so that it does not contradict itself.
 */
import { type EdgeFact, EXIT, type FlowGraph, type FlowNode } from '../../flow/graph.ts';
import { type PathDomain, type Visit, walkPaths, wayTo } from '../../flow/walk.ts';
import { calleeOf, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { conditionKey } from '../balance/function-facts.ts';
import type { TableEvent } from './events.ts';
import { neverNull } from './roles.ts';

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
}

/** The bound on work for one search: visits of a node with a state. */
const MOST_VISITS = 6000;

interface SearchState {
	/** Which of `passes` are met, as bits. */
	readonly met: number;
	/** What is known of conditions, in a text. */
	readonly known: ReadonlyMap<string, boolean>;
}

/** The first such path, or null: where there is none, or where there are too many to say. */
export function findPath(searched: SearchedFunction, wanted: PathWanted): FoundPath | null {
	if (!wanted.passes.every((pass) => searched.events.some((events) => events.some(pass)))) return null;
	const repeated = repeatedConditions(searched);
	const asked = new Set<string>();
	for (;;) {
		const found = search(searched, wanted, asked);
		if (found === null) return null;
		const before = asked.size;
		for (const key of found.keys) if (repeated.has(key)) asked.add(key);
		if (asked.size === before) return found.path;
	}
}

interface Candidate {
	readonly path: FoundPath;
	/** What its conditions ask. */
	readonly keys: readonly string[];
}

function search(searched: SearchedFunction, wanted: PathWanted, asked: ReadonlySet<string>): Candidate | null {
	const { graph } = searched;
	const all = allBits(wanted);
	const domain = new SearchDomain(searched, wanted, asked, all);
	const walk = walkPaths(graph, domain, MOST_VISITS);
	if (walk.isCut) return null;
	const last = walk.visits.findIndex((visit) => (wanted.endsThere === true ? visit.after?.met === all : visit.node === EXIT && visit.before.met === all));
	if (last < 0) return null;
	const way = wayTo(walk, last).map((at) => walk.visits[at] as Visit<SearchState>);
	const keys = way.flatMap(({ fact }) =>
		fact?.kind === 'condition' ? [truthOf(fact.condition, true, searched.text).key] : fact?.kind === 'config' ? [`#${fact.condition}`] : [],
	);
	return { path: pathOf(searched, wanted, way), keys };
}

/** The bits of everything that a path has to meet. */
function allBits({ passes, passesFact }: PathWanted): number {
	return (1 << (passes.length + (passesFact === undefined ? 0 : 1))) - 1;
}

class SearchDomain implements PathDomain<SearchState> {
	readonly start: SearchState = { met: 0, known: new Map() };
	readonly #searched: SearchedFunction;
	readonly #wanted: PathWanted;
	readonly #asked: ReadonlySet<string>;
	readonly #all: number;
	/** Events whose result tells whether they took place, by their calls. */
	readonly #conditional: ReadonlyMap<SyntaxNode, readonly TableEvent[]>;

	constructor(searched: SearchedFunction, wanted: PathWanted, asked: ReadonlySet<string>, all: number) {
		this.#searched = searched;
		this.#wanted = wanted;
		this.#asked = asked;
		this.#all = all;
		const conditional = new Map<SyntaxNode, TableEvent[]>();
		for (const event of searched.events.flat()) {
			if (event.entry?.fails !== undefined) conditional.set(event.syntax, [...(conditional.get(event.syntax) ?? []), event]);
		}
		this.#conditional = conditional;
	}

	keyOf({ met, known }: SearchState): string {
		return known.size === 0
			? String(met)
			: `${met} ${[...known]
					.map(([key, truth]) => `${key}${truth ? '+' : '-'}`)
					.sort()
					.join(' ')}`;
	}

	afterNode(state: SearchState, node: FlowNode, id: number): SearchState | null {
		if (this.#wanted.endsThere === true && state.met === this.#all) return null;
		let met = state.met;
		for (const event of this.#searched.events[id] ?? []) {
			// What may have done nothing has done it or not once its result is known.
			if (event.entry?.fails !== undefined && isAsked(node, event.syntax)) continue;
			const next = meet(this.#wanted, met, event);
			if (next === null) return null;
			met = next;
		}
		return { met, known: this.#afterAssignments(state.known, node) };
	}

	/** What was asked of a variable holds no longer once it is set; once it is set to a constant that is known. */
	#afterAssignments(known: ReadonlyMap<string, boolean>, { syntax, kind }: FlowNode): ReadonlyMap<string, boolean> {
		if (this.#asked.size === 0 || syntax === null || kind === 'iterate') return known;
		let next: Map<string, boolean> | null = null;
		for (const node of descendantsOf(syntax, writes)) {
			const target = childOf(node, node.type === 'assignment_expression' ? 'left' : node.type === 'init_declarator' ? 'declarator' : 'argument');
			if (target === null || (node.type === 'pointer_expression' && operatorOf(node) !== '&')) continue;
			const name = writtenName(target, this.#searched.text);
			const word = new RegExp(`(?<![\\w.>])${name.replace(/\W/g, '\\$&')}(?!\\w)`);
			for (const key of known.keys()) {
				if (!word.test(key)) continue;
				next ??= new Map(known);
				next.delete(key);
			}
			const value = childOf(node, node.type === 'init_declarator' ? 'value' : 'right');
			const truth = truthAfter(node, value, this.#searched.text);
			if (truth === null || !this.#asked.has(name)) continue;
			next ??= new Map(known);
			next.set(name, truth);
		}
		return next ?? known;
	}

	afterFact(state: SearchState, fact: EdgeFact): SearchState | null {
		if (this.#wanted.avoidsFact?.(fact, state.met > 0) === true) return null;
		if (fact.kind === 'config') return this.#learn(state, `#${fact.condition}`, fact.truth);
		if (fact.kind !== 'condition') return state;
		const met = this.#metAfter(state.met, fact);
		if (met === null) return null;
		const { key, truth } = truthOf(fact.condition, fact.truth, this.#searched.text);
		const learnt = key === '' ? { ...state, met } : this.#learn({ ...state, met }, key, truth);
		const events = (1 << this.#wanted.passes.length) - 1;
		return learnt !== null && (learnt.met & events) === events && this.#wanted.passesFact?.(fact) === true ? { ...learnt, met: this.#all } : learnt;
	}

	/** What is met once it is known whether the call in a condition has done something. */
	#metAfter(before: number, { condition, truth }: EdgeFact & { kind: 'condition' }): number | null {
		if (condition.type !== 'call_expression') return before;
		let met: number | null = before;
		for (const event of this.#conditional.get(condition) ?? []) {
			if (met !== null && event.entry?.fails !== (truth ? 'nonzero' : 'zero')) met = meet(this.#wanted, met, event);
		}
		return met;
	}

	#learn(state: SearchState, key: string, truth: boolean): SearchState | null {
		if (!this.#asked.has(key)) return state;
		const known = state.known.get(key);
		if (known !== undefined) return known === truth ? state : null;
		return { met: state.met, known: new Map([...state.known, [key, truth]]) };
	}
}

/** Whether a branch is taken by what a call gives. */
function isAsked({ edges }: FlowNode, call: SyntaxNode): boolean {
	return edges.some(({ fact }) => fact?.kind === 'condition' && fact.condition === call);
}

const writes: ReadonlySet<string> = new Set(['assignment_expression', 'init_declarator', 'update_expression', 'pointer_expression']);

function meet(wanted: PathWanted, met: number, event: TableEvent): number | null {
	if (event.kind === 'impossible' || (!(wanted.onceBegun === true && met === 0) && wanted.avoids(event))) return null;
	for (const [at, pass] of wanted.passes.entries()) {
		if ((met & (1 << at)) !== 0 || !pass(event)) continue;
		if (wanted.inOrder === true && met !== (1 << at) - 1) continue;
		return met | (1 << at);
	}
	return met;
}

/** What is written to, as conditions name it: a declared pointer without its star. */
function writtenName(target: SyntaxNode, text: string): string {
	return textOf(target, text).replace(target.type.endsWith('_declarator') ? /^[\s*]+|\s+/g : /\s+/g, '');
}

/** What is known of a variable once a node has written it. */
function truthAfter(node: SyntaxNode, value: SyntaxNode | null, text: string): boolean | null {
	// What counts up is not zero.
	const operator = node.type === 'update_expression' || node.type === 'assignment_expression' ? operatorOf(node) : '';
	if (operator === '++' || operator === '+=') return true;
	return node.type === 'pointer_expression' || value === null || (operator !== '' && operator !== '=') ? null : constantTruth(value, text);
}

function constantTruth(value: SyntaxNode, text: string): boolean | null {
	const written = textOf(value, text).trim();
	if (/^(?:NULL|false|0)$/.test(written)) return false;
	if (value.type === 'call_expression' && neverNull.has(calleeOf(value, text))) return true;
	return /^(?:true|-?[1-9]\d*|-E[A-Z]+)$/.test(written) ? true : null;
}

/** A condition in one spelling: `x`, where it asks `!x`, `x == NULL` or `x != 0` too. */
function truthOf(condition: SyntaxNode, truth: boolean, text: string): { readonly key: string; readonly truth: boolean } {
	const { key, isOpposite } = conditionKey(condition, text);
	const zero = /^(.*)==(?:NULL|0|false)$/.exec(key);
	if (zero !== null) return { key: zero[1] as string, truth: truth === isOpposite };
	return { key, truth: isOpposite ? !truth : truth };
}

const repeated = new WeakMap<FlowGraph, ReadonlySet<string>>();

/** Conditions that are asked more than once, and those on what is set to constants. */
function repeatedConditions({ graph, text }: SearchedFunction): ReadonlySet<string> {
	const known = repeated.get(graph);
	if (known !== undefined) return known;
	const times = new Map<string, number>();
	const constants = new Set<string>();
	const conditions = new Set<SyntaxNode>();
	for (const { edges, syntax } of graph.nodes) {
		for (const { fact } of edges) {
			if (fact?.kind === 'condition') conditions.add(fact.condition);
			if (fact?.kind === 'config' && fact.truth) times.set(`#${fact.condition}`, (times.get(`#${fact.condition}`) ?? 0) + 1);
		}
		if (syntax === null) continue;
		for (const node of descendantsOf(syntax, new Set(['assignment_expression', 'init_declarator', 'update_expression']))) {
			const [target] = namedChildren(node);
			const value = childOf(node, node.type === 'init_declarator' ? 'value' : 'right');
			if (target !== undefined && truthAfter(node, value, text) !== null) constants.add(writtenName(target, text));
		}
	}
	for (const condition of conditions) {
		const { key } = truthOf(condition, true, text);
		if (key !== '') times.set(key, (times.get(key) ?? 0) + 1);
	}
	const asked = new Set([...times].filter(([key, count]) => count > 1 || constants.has(key)).map(([key]) => key));
	repeated.set(graph, asked);
	return asked;
}

function pathOf({ graph, events }: SearchedFunction, wanted: PathWanted, way: readonly Visit<SearchState>[]): FoundPath {
	const met: TableEvent[] = [];
	const conditions: { condition: SyntaxNode; truth: boolean }[] = [];
	let end: SyntaxNode | null = null;
	for (const { node, before, fact } of way) {
		if (fact?.kind === 'condition') conditions.push({ condition: fact.condition, truth: fact.truth });
		let bits = before.met;
		for (const event of events[node] ?? []) {
			const next = meet(wanted, bits, event) ?? bits;
			if (next !== bits && !met.includes(event)) met.push(event);
			bits = next;
		}
		end = graph.nodes[node]?.syntax ?? end;
	}
	return { met, conditions, end };
}
