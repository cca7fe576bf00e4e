/** The paths of one object as a graph that can be drawn: blocks of code with the count after each, and the ways between them. */
import type { EdgeFact, FlowNode } from '../../flow/graph.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ObjectWalk } from './object-walk.ts';
import type { PathState } from './state.ts';

/** Code that runs one after the other. */
export interface PathBlock {
	/** What is evaluated, in order; offsets are the item's. Empty where ways only meet, begin or end. */
	readonly code: readonly SyntaxNode[];
	/** `entry` and `exit`, or what is between. */
	readonly kind: 'entry' | 'exit' | 'code';
	/** What paths hold afterwards: `0`, `1`, `none`, `given away`, `lost`; more than one where paths differ. */
	readonly held: readonly string[];
}

/** A way from one block to another. */
export interface PathEdge {
	/** Places in {@link PathGraph.blocks}. */
	readonly from: number;
	readonly to: number;
	/** What is known on it: `yes`, `no`, `default`, or ''. */
	readonly label: string;
	/** Whether a path on which something is wrong takes it, or one that drops the object as it should. */
	readonly isWrong: boolean;
	readonly isRight: boolean;
}

/** The blocks of a function and the ways between them, for one object. */
export interface PathGraph {
	readonly blocks: readonly PathBlock[];
	readonly edges: readonly PathEdge[];
}

/** The graph of a walk. `wrong` and `right` are ways, as lists of visits. */
export function pathGraphOf(facts: FunctionFacts, walk: ObjectWalk, wrong: readonly (readonly number[])[], right: readonly number[]): PathGraph {
	const { nodes } = facts.graph;
	const ways = waysBetweenNodes(nodes, walk);
	const blockOf = mergeChains(ways);
	const blocks = blocksOf(nodes, walk, blockOf);
	const wrongWays = new Set(wrong.flatMap((way) => blockPairs(walk, way, blockOf)));
	const rightWays = new Set(blockPairs(walk, right, blockOf));
	const edges = new Map<string, PathEdge>();
	for (const { from, to, fact } of ways.values()) {
		const [a, b] = [blockOf.get(from) as number, blockOf.get(to) as number];
		const isInside = a === b && !(from >= 0 && lastOf(blockOf, a) === from);
		if (isInside) continue;
		const pair = `${a} ${b}`;
		edges.set(`${pair} ${labelOf(fact)}`, { from: a, to: b, label: labelOf(fact), isWrong: wrongWays.has(pair), isRight: rightWays.has(pair) });
	}
	return { blocks, edges: [...edges.values()] };
}

interface Way {
	readonly from: number;
	readonly to: number;
	readonly fact: EdgeFact | null;
}

/** Every way between two nodes that some path takes. */
function waysBetweenNodes(nodes: readonly FlowNode[], walk: ObjectWalk): Map<string, Way> {
	const ways = new Map<string, Way>();
	for (const visit of walk.visits) {
		for (const index of visit.next) {
			const to = walk.visits[index]?.node;
			if (to === undefined) continue;
			const edges = nodes[visit.node]?.edges.filter((edge) => edge.to === to) ?? [];
			ways.set(`${visit.node} ${to}`, { from: visit.node, to, fact: edges.length === 1 ? (edges[0]?.fact ?? null) : null });
		}
	}
	return ways;
}

/** The block of each node: nodes that lead only to one another are one. */
function mergeChains(ways: ReadonlyMap<string, Way>): Map<number, number> {
	const into = new Map<number, Way[]>();
	const out = new Map<number, Way[]>();
	const nodes = new Set<number>();
	for (const way of ways.values()) {
		into.set(way.to, [...(into.get(way.to) ?? []), way]);
		out.set(way.from, [...(out.get(way.from) ?? []), way]);
		nodes.add(way.from).add(way.to);
	}
	const blockOf = new Map<number, number>();
	let blocks = 0;
	for (const node of [...nodes].sort((a, b) => a - b)) {
		const before = into.get(node) ?? [];
		const only = before.length === 1 ? before[0] : undefined;
		if (only !== undefined && labelOf(only.fact) === '' && (out.get(only.from) ?? []).length === 1 && only.from !== node && !isEnd(node) && !isEnd(only.from))
			continue;
		let at: number | undefined = node;
		const block = blocks++;
		while (at !== undefined && !blockOf.has(at)) {
			blockOf.set(at, block);
			const next: Way[] = out.get(at) ?? [];
			const way: Way | undefined = next.length === 1 ? next[0] : undefined;
			const leadsOn: boolean = way !== undefined && labelOf(way.fact) === '' && (into.get(way.to) ?? []).length === 1 && !isEnd(way.to) && !isEnd(at);
			at = leadsOn ? way?.to : undefined;
		}
	}
	// Rings of which no node begins one.
	for (const node of nodes) if (!blockOf.has(node)) blockOf.set(node, blocks++);
	return blockOf;
}

/** The entry and the exit stay blocks of their own. */
function isEnd(node: number): boolean {
	return node <= 1;
}

function lastOf(blockOf: ReadonlyMap<number, number>, block: number): number {
	return [...blockOf].filter(([, each]) => each === block).at(-1)?.[0] ?? -1;
}

function blocksOf(nodes: readonly FlowNode[], walk: ObjectWalk, blockOf: ReadonlyMap<number, number>): PathBlock[] {
	const members: number[][] = [];
	for (const [node, block] of blockOf) {
		members[block] ??= [];
		members[block].push(node);
	}
	return members.map((inBlock) => {
		const last = inBlock.at(-1);
		const held = new Set(walk.visits.filter((visit) => visit.node === last).map((visit) => heldBy(visit.after ?? visit.before)));
		const kind = inBlock.includes(0) ? 'entry' : inBlock.includes(1) ? 'exit' : 'code';
		return { kind, held: [...held].sort(), code: inBlock.flatMap((node) => nodes[node]?.syntax ?? []) };
	});
}

function heldBy({ object }: PathState): string {
	if (object.phase === 'lost') return 'lost';
	if (object.phase !== 'live') return 'none';
	if (object.escaped || object.transfer !== null) return 'given away';
	return object.pending === null ? String(object.count) : 'not asked yet';
}

function blockPairs(walk: ObjectWalk, way: readonly number[], blockOf: ReadonlyMap<number, number>): string[] {
	const blocks = way.map((visit) => blockOf.get(walk.visits[visit]?.node ?? -1));
	return blocks.slice(1).map((block, index) => `${blocks[index]} ${block}`);
}

function labelOf(fact: EdgeFact | null): string {
	switch (fact?.kind) {
		case 'condition':
		case 'config':
			return fact.truth ? 'yes' : 'no';
		case 'iteration':
			return fact.enters ? 'next' : 'no more';
		case 'case':
			return fact.labels.length > 0 ? 'case' : 'default';
		default:
			return '';
	}
}
