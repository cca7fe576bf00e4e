/** A flow graph while it is built. */
import type { SyntaxNode } from '../kernel-c/syntax.ts';
import { type EdgeFact, ENTRY, EXIT, type FlowEdge, type FlowGraph, type FlowKind, STOP } from './graph.ts';

/** A node that leads on to what is built next, and what is known on the way. */
export interface Place {
	readonly node: number;
	readonly fact: EdgeFact | null;
}

interface DraftNode {
	readonly kind: FlowKind;
	readonly syntax: SyntaxNode | null;
	readonly edges: FlowEdge[];
}

/** Nodes and edges so far. */
export class GraphDraft {
	readonly exit = EXIT;
	readonly stop = STOP;
	readonly lowered = new Set<SyntaxNode>();
	readonly #nodes: DraftNode[] = [
		{ kind: 'entry', syntax: null, edges: [] },
		{ kind: 'exit', syntax: null, edges: [] },
		{ kind: 'stop', syntax: null, edges: [] },
	];

	entry(): Place {
		return { node: ENTRY, fact: null };
	}

	/** A new node after a place. */
	node(kind: FlowKind, syntax: SyntaxNode | null, from: Place): Place {
		const node = this.#nodes.push({ kind, syntax, edges: [] }) - 1;
		this.link(from, node);
		return { node, fact: null };
	}

	/** A new place where ways meet, and its node. */
	meeting(from: Place | null): number {
		const node = this.#nodes.push({ kind: 'evaluate', syntax: null, edges: [] }) - 1;
		if (from !== null) this.link(from, node);
		return node;
	}

	link(from: Place, to: number): void {
		(this.#nodes[from.node] as DraftNode).edges.push({ to, fact: from.fact });
	}

	/** The same from a place that may not be reached. */
	linkIfReached(from: Place | null, to: number): void {
		if (from !== null) this.link(from, to);
	}

	/** A place where something more is known. */
	under(from: Place, fact: EdgeFact): Place {
		return from.fact === null ? { node: from.node, fact } : { node: this.meeting(from), fact };
	}

	/** Where several ways go on as one. */
	join(places: readonly (Place | null)[]): Place | null {
		const reached = places.filter((place) => place !== null);
		if (reached.length < 2) return reached[0] ?? null;
		const node = this.meeting(null);
		for (const place of reached) this.link(place, node);
		return { node, fact: null };
	}

	finish(): FlowGraph {
		return { nodes: this.#nodes, lowered: this.lowered };
	}
}
