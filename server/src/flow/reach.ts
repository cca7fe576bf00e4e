/** Whether one node of a flow graph leads to another. */
import type { FlowGraph, FlowNode } from './graph.ts';

/** Whether a way leads from after `from` to a node that is wanted, through none that is blocked. A node may be both: then it is reached. */
export function reaches(
	graph: FlowGraph,
	from: number,
	isWanted: (node: FlowNode, id: number) => boolean,
	isBlocked: (node: FlowNode, id: number) => boolean,
): boolean {
	const seen = new Set<number>();
	const open = (graph.nodes[from]?.edges ?? []).map(({ to }) => to);
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		if (seen.has(id)) continue;
		seen.add(id);
		const node = graph.nodes[id] as FlowNode;
		if (isWanted(node, id)) return true;
		if (!isBlocked(node, id)) for (const { to } of node.edges) open.push(to);
	}
	return false;
}
