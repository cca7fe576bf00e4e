/** Page tables that are deposited or withdrawn, and whether the mm's count of them follows. */
import { argumentsOf, calleeOf, textOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { callersDo } from './callers.ts';
import type { TableEvent } from './events.ts';
import { type FoundPath, findPath } from './path-search.ts';
import { argumentAt, assignedTo, isOrDoes, type TableFunction, variableIn } from './table-function.ts';

/** A deposit or a withdrawal that is not counted on some path. */
export interface UnpairedTable {
	readonly at: TableEvent;
	readonly path: FoundPath;
	/** The mm, as the call names it. */
	readonly mm: SyntaxNode;
}

/** Every such deposit and withdrawal of a function. */
export function* unpairedTables(fn: TableFunction): Generator<UnpairedTable> {
	if (!fn.variables.some(({ type }) => /\b(?:vm_area_struct|vm_fault|mm_struct|mmu_gather)\b/.test(type))) return;
	for (const at of fn.all) {
		const mm = argumentsOf(at.syntax)[0];
		if (mm === undefined || !((at.kind === 'deposit' && isNewTable(fn, at)) || at.kind === 'withdraw')) continue;
		const counts = at.kind === 'deposit' ? 'tables-add' : 'tables-sub';
		const path = findPath(fn, {
			passes: [(event) => event === at],
			avoids: (event) => event !== at && isOrDoes(event, counts, 'deposit', 'withdraw', 'populate'),
		});
		if (path === null || isReturned(fn, at) || callersDo(fn, (event) => isOrDoes(event, counts))) continue;
		yield { at, path, mm };
	}
}

/** Whether a table is not one that the mm counts already: it was taken from an entry of it. */
function isNewTable(fn: TableFunction, deposit: TableEvent): boolean {
	const table = argumentAt(deposit, deposit.entry?.table);
	const name = variableIn(table, fn.text);
	const values = name === '' ? (table === null ? [] : [table]) : valuesOf(fn.root, fn.text, name);
	return !values.some((value) => value.type === 'call_expression' && /^pmd_pgtable|withdraw/.test(calleeOf(value, fn.text)));
}

/** Whether a withdrawn table is given to the caller. */
function isReturned(fn: TableFunction, { syntax, kind }: TableEvent): boolean {
	if (kind !== 'withdraw') return false;
	const name = assignedTo(syntax, fn.text);
	return fn.graph.nodes.some(
		(node) => node.kind === 'return' && node.syntax !== null && new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`).test(textOf(node.syntax, fn.text)),
	);
}
