/** What the conditions of a function ask, and what its nodes write: read once for its flow graph, for every path that is searched. */
import type { FlowGraph, FlowNode } from '../../flow/graph.ts';
import { calleeOf, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { conditionKey } from '../values/condition-key.ts';
import type { TableEvent } from './events.ts';
import { isNeverNull } from './roles.ts';

/** A variable that a node writes, as conditions name it. */
export interface Write {
	readonly name: string;
	/** What is known of it afterwards, or null. */
	readonly truth: boolean | null;
}

const writing: ReadonlySet<string> = new Set(['assignment_expression', 'init_declarator', 'update_expression', 'pointer_expression']);
const none: readonly Write[] = [];

function findWrites(syntax: SyntaxNode, text: string): readonly Write[] {
	const writes: Write[] = [];
	for (const node of descendantsOf(syntax, writing)) {
		const target = childOf(node, node.type === 'assignment_expression' ? 'left' : node.type === 'init_declarator' ? 'declarator' : 'argument');
		if (target === null || (node.type === 'pointer_expression' && operatorOf(node) !== '&')) continue;
		// A declared pointer without its star.
		const name = textOf(target, text).replace(target.type.endsWith('_declarator') ? /^[\s*]+|\s+/g : /\s+/g, '');
		writes.push({ name, truth: truthAfter(node, childOf(node, node.type === 'init_declarator' ? 'value' : 'right'), text) });
	}
	return writes;
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
	if (value.type === 'call_expression' && isNeverNull(calleeOf(value, text))) return true;
	return /^(?:true|-?[1-9]\d*|-E[A-Z]+)$/.test(written) ? true : null;
}

/** A condition in one spelling. */
export interface AskedCondition {
	/** `x`, where it asks `x == NULL` or `x != 0` too; '' where asking again may give another answer. */
	readonly key: string;
	readonly isOpposite: boolean;
}

function askedIn(condition: SyntaxNode, text: string): AskedCondition {
	const { key, isOpposite } = conditionKey(condition, text);
	const zero = /^(.*)==(?:NULL|0|false)$/.exec(key);
	return zero === null ? { key, isOpposite } : { key: zero[1] as string, isOpposite: !isOpposite };
}

/** What the conditions and the nodes of a flow graph are about. */
export class GraphConditions {
	readonly #graph: FlowGraph;
	readonly #text: string;
	readonly #asked = new Map<SyntaxNode, AskedCondition>();
	readonly #writes: (readonly Write[] | undefined)[] = [];
	#repeated: ReadonlySet<string> | undefined;

	constructor(graph: FlowGraph, text: string) {
		this.#graph = graph;
		this.#text = text;
	}

	/** What a condition asks. */
	askedBy(condition: SyntaxNode): AskedCondition {
		const known = this.#asked.get(condition) ?? askedIn(condition, this.#text);
		this.#asked.set(condition, known);
		return known;
	}

	/** Everything that a node writes, in the order of the text. */
	writesAt(id: number): readonly Write[] {
		const known = this.#writes[id] ?? this.#findWrites(this.#graph.nodes[id]);
		this.#writes[id] = known;
		return known;
	}

	#findWrites(node: FlowNode | undefined): readonly Write[] {
		return node === undefined || node.syntax === null || node.kind === 'iterate' ? none : findWrites(node.syntax, this.#text);
	}

	/** Conditions that are asked more than once, and those on what is set to constants. */
	repeated(): ReadonlySet<string> {
		this.#repeated ??= this.#findRepeated();
		return this.#repeated;
	}

	#findRepeated(): ReadonlySet<string> {
		const times = new Map<string, number>();
		const constants = new Set<string>();
		const conditions = new Set<SyntaxNode>();
		for (const [id, node] of this.#graph.nodes.entries()) {
			for (const { fact } of node.edges) {
				if (fact?.kind === 'condition') conditions.add(fact.condition);
				if (fact?.kind === 'config' && fact.truth) times.set(`#${fact.condition}`, (times.get(`#${fact.condition}`) ?? 0) + 1);
			}
			for (const { name, truth } of this.writesAt(id)) if (truth !== null) constants.add(name);
		}
		for (const condition of conditions) {
			const { key } = this.askedBy(condition);
			if (key !== '') times.set(key, (times.get(key) ?? 0) + 1);
		}
		return new Set([...times].filter(([key, count]) => count > 1 || constants.has(key)).map(([key]) => key));
	}
}

const byGraph = new WeakMap<FlowGraph, GraphConditions>();

/** The conditions of a function's graph. */
export function conditionsIn({ graph, text }: { readonly graph: FlowGraph; readonly text: string }): GraphConditions {
	const known = byGraph.get(graph) ?? new GraphConditions(graph, text);
	byGraph.set(graph, known);
	return known;
}

/** Events whose result tells whether they took place. */
export interface ConditionalEvents {
	/** Those of a call that is a condition. */
	of(condition: SyntaxNode): readonly TableEvent[];
	/** Whether a branch is taken by what a call gives at a node. */
	isAsked(node: FlowNode, call: SyntaxNode): boolean;
}

const nothing: readonly TableEvent[] = [];
const conditional = new WeakMap<object, ConditionalEvents>();

/** The conditional events of a function, by its list of events. */
export function conditionalEvents({ events }: { readonly events: readonly (readonly TableEvent[])[] }): ConditionalEvents {
	const known = conditional.get(events);
	if (known !== undefined) return known;
	const byCall = new Map<SyntaxNode, TableEvent[]>();
	for (const event of events.flat()) {
		if (event.entry?.fails !== undefined) byCall.set(event.syntax, [...(byCall.get(event.syntax) ?? []), event]);
	}
	const found: ConditionalEvents = {
		of: (condition) => byCall.get(condition) ?? nothing,
		isAsked: ({ edges }, call) => edges.some(({ fact }) => fact?.kind === 'condition' && fact.condition === call),
	};
	conditional.set(events, found);
	return found;
}
