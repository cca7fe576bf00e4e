/** Page tables whose users are counted, and dropped by what the count was, without a lock that makes the two one step. */
import { argumentsOf, textOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { callersDo } from './callers.ts';
import type { TableEvent } from './events.ts';
import { type FoundPath, findPath } from './path-search.ts';
import { isCalledLocked, locks, type TableFunction } from './table-function.ts';

/** A decision on how many use a table, and the put that follows from it. */
export interface CountRace {
	readonly read: TableEvent;
	readonly put: TableEvent;
	readonly path: FoundPath;
}

/** Every such pair of a function that no lock makes one step. */
export function* countRaces(fn: TableFunction): Generator<CountRace> {
	if (isCalledLocked(fn) || fn.all.some(({ kind }) => kind === 'assert-lock')) return;
	for (const put of fn.all) {
		const table = put.kind === 'drop' ? tableOf(fn, put) : '';
		if (table === '') continue;
		const reads = (event: TableEvent) => event.kind === 'count-read' && tableOf(fn, event) === table && decides(event.syntax);
		const path = findPath(fn, {
			passes: [reads, (event) => event === put],
			inOrder: true,
			endsThere: true,
			avoids: locks,
		});
		const read = path?.met[0];
		if (path === null || read === undefined || callersDo(fn, locks)) continue;
		// What is put in any case was not decided on.
		if (findPath(fn, { passes: [(event) => event === read], onceBegun: true, avoids: (event) => event === put }) === null) continue;
		yield { read, put, path };
		return;
	}
}

const pageOfTable = /\bvirt_to_(?:page|folio|ptdesc|head_page)\s*\(\s*(\w+)\s*\)/;

/** The table whose page a call is given: `pmdp` in `virt_to_page(pmdp)`, or where a variable holds that; '' where it is something else. */
function tableOf(fn: TableFunction, { syntax }: TableEvent): string {
	const given = argumentsOf(syntax)[0];
	if (given === undefined) return '';
	const written = textOf(given, fn.text);
	const values = given.type === 'identifier' ? valuesOf(fn.root, fn.text, written).map((value) => textOf(value, fn.text)) : [written];
	const tables = new Set(values.map((value) => pageOfTable.exec(value)?.[1] ?? ''));
	const [table] = tables;
	return tables.size === 1 ? (table ?? '') : '';
}

/** Whether a branch is taken by what a call gives: a warning only looks at it. */
function decides(call: SyntaxNode): boolean {
	for (let at: SyntaxNode | null = call; at !== null; at = at.parent) {
		if (at.field === 'condition' && at.parent !== null) return /^(?:if|while|switch)_statement$/.test(at.parent.type);
		if (at.type === 'expression_statement') return false;
	}
	return false;
}
