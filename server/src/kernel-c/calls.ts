/** Calls and what they are given. */
import { childOf, namedChildren, type SyntaxNode } from './syntax.ts';

/** The name that a `call_expression` calls, or '' for a call through an expression. */
export function calleeOf(call: SyntaxNode, text: string): string {
	const callee = childOf(call, 'function');
	return callee !== null && callee.type === 'identifier' ? text.slice(callee.start, callee.end) : '';
}

/** The arguments of a call; comments are no arguments. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
	const list = childOf(call, 'arguments');
	return list === null ? [] : namedChildren(list);
}

/** The text of a node. */
export function textOf(node: SyntaxNode, text: string): string {
	return text.slice(node.start, node.end);
}

/** An expression without the parentheses and casts around it. */
export function bareExpression(node: SyntaxNode): SyntaxNode {
	let at = node;
	for (;;) {
		if (at.type === 'parenthesized_expression') at = namedChildren(at)[0] ?? at;
		else if (at.type === 'cast_expression') at = childOf(at, 'value') ?? at;
		else return at;
		if (at.type === 'comment' || namedChildren(at).length === 0) return at;
	}
}

/** The operator of a unary or binary expression, as written. */
export function operatorOf(node: SyntaxNode): string {
	return childOf(node, 'operator')?.type ?? '';
}
