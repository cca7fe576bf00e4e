/** The flow graph of a function, built once for its syntax: a helper is read for its callers and for itself. */
import type { SyntaxNode } from '../kernel-c/syntax.ts';
import type { Alternatives } from './alternatives.ts';
import { buildFlowGraph } from './build.ts';
import type { FlowGraph } from './graph.ts';

const graphs = new WeakMap<SyntaxNode, FlowGraph | null>();

/** The flow graph of a function item, whose syntax belongs to one text; null where there is no body. */
export function flowGraphOf(root: SyntaxNode, text: string, alternatives: readonly Alternatives[]): FlowGraph | null {
	const known = graphs.get(root);
	if (known !== undefined) return known;
	const graph = buildFlowGraph(root, text, alternatives);
	graphs.set(root, graph);
	return graph;
}
