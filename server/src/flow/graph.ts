/**
 * The flow graph of a function: what is evaluated in which order, and what each way onwards establishes. Syntax nodes keep the offsets
 * that they have in the item (UTF-16 code units from its start).
 */
import type { SyntaxNode } from '../kernel-c/syntax.ts';

/**
 * What happens at a node. `entry` and `exit` are the ends, `stop` where a call does not return. `evaluate`: an expression, a declaration or
 * the condition of a branch. `iterate`: an iterator macro takes its next element. `cleanup`: a variable with `__free()` or a guard goes out
 * of scope. `return`: its value has been evaluated; the cleanups of the function follow.
 */
export type FlowKind = 'entry' | 'exit' | 'stop' | 'evaluate' | 'iterate' | 'cleanup' | 'return';

/** What is known once an edge has been taken. */
export type EdgeFact =
	/** A condition without `!`, `&&` and `||` was true, or false. */
	| { readonly kind: 'condition'; readonly condition: SyntaxNode; readonly truth: boolean }
	/** A `switch` went to a label: its value is one of `labels`; where there are none, it is none of `others`. */
	| { readonly kind: 'case'; readonly value: SyntaxNode; readonly labels: readonly SyntaxNode[]; readonly others: readonly SyntaxNode[] }
	/** An iterator macro gave an element, or had no more. */
	| { readonly kind: 'iteration'; readonly loop: SyntaxNode; readonly enters: boolean }
	/** The code is built where this preprocessor condition holds, or does not. */
	| { readonly kind: 'config'; readonly condition: string; readonly truth: boolean }
	/** The value of `a ? b : c` is that of `b`, or of `&&` and `||` the truth. */
	| { readonly kind: 'choice'; readonly of: SyntaxNode; readonly value: SyntaxNode | boolean };

/** A way from one node to the next. */
export interface FlowEdge {
	readonly to: number;
	readonly fact: EdgeFact | null;
}

/** A node of the graph; its place in {@link FlowGraph.nodes} is its name. */
export interface FlowNode {
	readonly kind: FlowKind;
	/** What is evaluated: null for the ends and for places where ways only meet. */
	readonly syntax: SyntaxNode | null;
	readonly edges: readonly FlowEdge[];
}

/** The flow graph of a function. Node 0 is the entry, node 1 the exit, node 2 where nothing returns. */
export interface FlowGraph {
	readonly nodes: readonly FlowNode[];
	/** Expressions that the graph takes apart, so that what evaluates the expression around them must not evaluate them again. */
	readonly lowered: ReadonlySet<SyntaxNode>;
}

/** The entry's place in {@link FlowGraph.nodes}. */
export const ENTRY = 0;
/** The exit's place. */
export const EXIT = 1;
/** The place of calls that do not return. */
export const STOP = 2;
