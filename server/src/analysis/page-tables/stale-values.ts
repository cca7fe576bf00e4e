/** Entries that are built and then not the ones that are set. */

import type { FlowNode } from '../../flow/graph.ts';
import { reaches } from '../../flow/reach.ts';
import { bareExpression, calleeOf, textOf } from '../../kernel-c/calls.ts';
import { declaredName } from '../../kernel-c/declarations.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { entryValue, isModifier } from './entry-value.ts';
import { hasRole, type Level, levelOf } from './roles.ts';
import { argumentAt, type TableFunction } from './table-function.ts';

/** An entry that was built for nothing. Offsets are the item's. */
export interface StaleValue {
	/** What is set instead; the call, where its result is dropped. */
	readonly at: SyntaxNode;
	/** Where the entry was built. */
	readonly built: SyntaxNode;
	/** The variable that holds it; null where a result is dropped. */
	readonly name: string | null;
	/** The last function that was applied to it. */
	readonly modifier: string;
}

/** Every entry that a function builds for nothing. */
export function* staleValuesIn(fn: TableFunction): Generator<StaleValue> {
	for (const [id, node] of fn.graph.nodes.entries()) {
		if (node.syntax === null || node.kind !== 'evaluate') continue;
		const dropped = droppedModifier(node.syntax, fn.text);
		if (dropped !== null) yield { at: dropped, built: dropped, name: null, modifier: calleeOf(dropped, fn.text) };
		const built = builtEntry(node, fn.text);
		if (built === null) continue;
		const set = setInstead(fn, id, built);
		if (set !== null) yield { at: set, built: node.syntax, name: built.name, modifier: built.modifier };
	}
}

/** `pte_mkdirty(entry);` as a statement. */
function droppedModifier(syntax: SyntaxNode, text: string): SyntaxNode | null {
	const call = bareExpression(syntax);
	if (call.type !== 'call_expression' || call.parent?.type !== 'expression_statement') return null;
	return hasRole(calleeOf(call, text), 'mkwrite', 'mkyoung', 'mkdirty', 'modify-entry', 'special-entry') ? call : null;
}

interface BuiltEntry {
	readonly name: string;
	readonly modifier: string;
	readonly level: Level;
}

/** `entry = pte_mkdirty(...)`: a variable that is given an entry with bits changed. */
function builtEntry({ syntax }: FlowNode, text: string): BuiltEntry | null {
	if (syntax === null || (syntax.type !== 'assignment_expression' && syntax.type !== 'init_declarator')) return null;
	const target = childOf(syntax, syntax.type === 'init_declarator' ? 'declarator' : 'left');
	const value = childOf(syntax, syntax.type === 'init_declarator' ? 'value' : 'right');
	const call = value === null ? null : bareExpression(value);
	if (target === null || call?.type !== 'call_expression') return null;
	const modifier = calleeOf(call, text);
	if (!isModifier(modifier)) return null;
	// What is stored in a structure others may read.
	if (syntax.type === 'assignment_expression' && target.type !== 'identifier') return null;
	const name = target.type === 'identifier' ? textOf(target, text) : declaredName(target, text);
	const level = levelOf(modifier) ?? (modifier === 'maybe_mkwrite' ? 'pte' : null);
	return name === '' || level === null || !/^\w+$/.test(name) ? null : { name, modifier, level };
}

/** The value of a set that follows, is made anew and leaves the built entry unused; null where the entry is used on every way, or nothing is set. */
function setInstead(fn: TableFunction, id: number, { name, level }: BuiltEntry): SyntaxNode | null {
	const uses = (node: FlowNode) => node.syntax !== null && mentions(node.syntax, name, fn.text);
	for (const [at, events] of fn.events.entries()) {
		for (const event of events) {
			if (event.kind !== 'set' || (event.level ?? levelOf(event.name)) !== level) continue;
			const value = argumentAt(event, event.entry?.value);
			if (value === null || mentions(event.syntax, name, fn.text) || !isMadeAnew(fn, value)) continue;
			const comes = reaches(fn.graph, id, (_, to) => to === at, uses);
			// Used later, it was built for that.
			if (comes && !reaches(fn.graph, at, uses, uses)) return value;
		}
	}
	return null;
}

/** Whether a value is a new entry where it stands: of a page or a pfn, without what a variable holds. */
function isMadeAnew(fn: TableFunction, value: SyntaxNode): boolean {
	const { makers } = entryValue(fn, value);
	return makers.length === 1 && makers[0] !== undefined && makers[0].start >= value.start && makers[0].end <= value.end;
}

function mentions(syntax: SyntaxNode, name: string, text: string): boolean {
	if (syntax.type === 'init_declarator') {
		const value = namedChildren(syntax).at(-1);
		return value !== undefined && mentions(value, name, text);
	}
	for (const node of descendantsOf(syntax, new Set(['identifier']))) {
		if (textOf(node, text) !== name) continue;
		const isTarget = node.field === 'left' && node.parent?.type === 'assignment_expression';
		if (!isTarget) return true;
	}
	return false;
}
