/** A function as the rules of page tables see it: its paths with what happens on them, its variables, its file. */
import type { Alternatives } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import type { EdgeFact } from '../../flow/graph.ts';
import type { WalkBudget } from '../../flow/walk-budget.ts';
import { argumentsOf, bareExpression, textOf } from '../../kernel-c/calls.ts';
import { type Variable, variablesOf } from '../../kernel-c/declarations.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { type EventKind, eventsOf, type HelperDeeds, type TableEvent } from './events.ts';
import type { SearchedFunction } from './path-search.ts';
import { promisesLock } from './roles.ts';

/** What a function may ask of the rest of its file. */
export interface Neighbours {
	/** Whether the whole file is there, and not a hunk of it. */
	readonly isWhole: boolean;
	/** The work that searches may do. */
	readonly budget: WalkBudget;
	/** What a function of the file does, with what it calls in the file; null where it is none of the file's. */
	deedsOf(name: string): HelperDeeds | null;
	/** The functions of the file that call a function. */
	callersOf(name: string): readonly string[];
	/** A function of the file with what its paths do; null where there is none, or it does not parse. */
	functionOf(name: string): TableFunction | null;
	/** Whether the file exports a function to modules. */
	isExported(name: string): boolean;
}

/** A function whose page-table work is checked. Offsets of syntax are the item's. */
export interface TableFunction extends SearchedFunction {
	readonly name: string;
	readonly root: SyntaxNode;
	readonly variables: readonly Variable[];
	readonly file: Neighbours;
	/** Every event, in the order of the graph's nodes. */
	readonly all: readonly TableEvent[];
}

/** A function's text and syntax. */
export interface FunctionSyntax {
	readonly name: string;
	readonly root: SyntaxNode;
	readonly text: string;
	readonly alternatives: readonly Alternatives[];
}

/** Reads a function; null where it has no body. */
export function tableFunctionOf({ name, root, text, alternatives }: FunctionSyntax, file: Neighbours): TableFunction | null {
	const graph = flowGraphOf(root, text, alternatives);
	if (graph === null) return null;
	const events = eventsOf(graph, text, (callee) => (callee === name ? null : file.deedsOf(callee)));
	return { name, root, text, graph, events, all: events.flat(), variables: variablesOf(root, text), file, budget: file.budget };
}

/** Whether an event is, or a helper that it calls does, one of these things. */
export function isOrDoes(event: TableEvent, ...kinds: readonly EventKind[]): boolean {
	// Swap entries are counted apart.
	if (event.kind === 'counter') return event.counts !== 'others' && kinds.includes('counter');
	return kinds.includes(event.kind) || (event.kind === 'call' && kinds.some((kind) => event.does.has(kind)));
}

/** An argument of an event's call, by what the table says of its place. */
export function argumentAt(event: TableEvent, place: number | undefined): SyntaxNode | null {
	return place === undefined ? null : (argumentsOf(event.syntax)[place] ?? null);
}

/** Whether an event changes an entry of a page table. */
export function changesEntry({ kind }: TableEvent): boolean {
	return kind === 'set' || kind === 'clear' || kind === 'clear-table' || kind === 'clear-other' || kind === 'clear-flush';
}

/** Whether an event counts mapped pages of an mm up or down. */
export function isPageCount({ kind, counts }: TableEvent): boolean {
	return kind === 'counter' && counts === 'pages';
}

/** Whether an event is about the kernel's own tables, which no mm's counters know. */
export function isOfKernel({ text }: TableFunction, event: TableEvent): boolean {
	const mm = argumentAt(event, event.entry?.mm);
	return mm !== null && /\binit_mm\b/.test(textOf(mm, text));
}

/** Whether a function works on a user's mappings: it has a VMA, a fault or a walk of one. */
export function hasVma({ variables }: TableFunction): boolean {
	return variables.some(({ type }) => /\b(?:vm_area_struct|vm_fault|page_vma_mapped_walk|mmu_gather|mm_walk|migrate_vma)\b/.test(type));
}

/** The variable that an expression is, or ''. */
export function variableIn(expression: SyntaxNode | null, text: string): string {
	const bare = expression === null ? null : bareExpression(expression);
	return bare?.type === 'identifier' ? textOf(bare, text) : '';
}

/** Whether a function takes a lock on some path, or says that it is held. */
export function locks(event: TableEvent): boolean {
	return isOrDoes(event, 'lock', 'outer-lock', 'assert-lock');
}

/** Whether a function's head promises that its callers hold a lock: by its name, or an annotation. */
export function isCalledLocked({ name, text }: TableFunction): boolean {
	return promisesLock(name) || /\b__(?:must_hold|releases)\s*\(/.test(text.slice(0, text.indexOf('{')));
}

/** Whether an edge says that a call gave nothing: it was the condition, or what it gave was. */
export function gaveNothing(fact: EdgeFact, call: SyntaxNode, text: string): boolean {
	if (fact.kind !== 'condition' || fact.truth) return false;
	const given = assignedTo(call, text);
	return fact.condition === call || (given !== '' && textOf(fact.condition, text).trim() === given);
}

/** Whether a name is a parameter of the function. */
export function isParameter({ variables }: TableFunction, name: string): boolean {
	return variables.some((variable) => variable.name === name && variable.node.parent?.type === 'parameter_declaration');
}

/** What a call's result is assigned to, without spaces; '' where it is not. */
export function assignedTo(call: SyntaxNode, text: string): string {
	let at = call;
	while (at.parent?.type === 'parenthesized_expression') at = at.parent;
	const holder = at.parent;
	if (holder?.type !== 'assignment_expression' && holder?.type !== 'init_declarator') return '';
	const target = holder.children[0];
	return target === undefined ? '' : textOf(target, text).replace(/^\*+|\s+/g, '');
}
