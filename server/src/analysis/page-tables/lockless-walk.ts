/** References that are taken on what a page table says that nothing locks: what was read has to be read again. */
import { textOf } from '../../kernel-c/calls.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { TableEvent } from './events.ts';
import { type FoundPath, findPath } from './path-search.ts';
import { assignedTo, isOrDoes, type TableFunction } from './table-function.ts';

/** A reference that is not made sure of. */
export interface Unrevalidated {
	/** `unchecked`: the entry is not read again. `kept`: it was, had changed, and the reference stays. */
	readonly kind: 'unchecked' | 'kept';
	readonly at: TableEvent;
	readonly path: FoundPath;
}

/** Every such reference of a function that walks without locks. */
export function* unrevalidated(fn: TableFunction): Generator<Unrevalidated> {
	if (!isLockless(fn)) return;
	for (const at of fn.all) {
		if (at.kind !== 'try-grab') continue;
		const isAt = (event: TableEvent) => event === at;
		const holder = assignedTo(at.syntax, fn.text);
		const hasFailed = (text: string, truth: boolean) => !truth && holder !== '' && text === holder;
		const unchecked = findPath(fn, {
			passes: [isAt],
			onceBegun: true,
			avoids: (event) => isOrDoes(event, 'compare-entry', 'ungrab', 'lock'),
			avoidsFact: (fact) => fact.kind === 'condition' && hasFailed(textOf(fact.condition, fn.text), fact.truth),
		});
		if (unchecked !== null) {
			yield { kind: 'unchecked', at, path: unchecked };
			return;
		}
		const kept = findPath(fn, {
			passes: [isAt, ({ kind }) => kind === 'compare-entry'],
			inOrder: true,
			passesFact: (fact) => fact.kind === 'condition' && fact.truth === isDifference(fact.condition, fn.text),
			onceBegun: true,
			avoids: (event) => isOrDoes(event, 'ungrab', 'lock'),
			avoidsFact: (fact) => fact.kind === 'condition' && hasFailed(textOf(fact.condition, fn.text), fact.truth),
		});
		if (kept !== null) {
			yield { kind: 'kept', at, path: kept };
			return;
		}
	}
}

/** Whether a function reads entries that nothing locks: it says so in how it reads them, or was given one with its place, and takes no lock. */
function isLockless({ all, variables, name }: TableFunction): boolean {
	if (all.some(({ kind }) => kind === 'lock' || kind === 'assert-lock')) return false;
	if (all.some(({ kind }) => kind === 'lockless-read')) return true;
	const parameters = variables.filter(({ node }) => node.parent?.type === 'parameter_declaration');
	const values = parameters.filter(({ type, isPointer }) => !isPointer && /^p[tmu4g]+d?e?_t$|^p[tmugp4]+[de]_t$/.test(type));
	return /fast|lockless/.test(name) && values.some(({ type }) => parameters.some((other) => other.isPointer && other.type === type));
}

/** Whether a comparison of entries is true where they differ. */
function isDifference(condition: SyntaxNode, text: string): boolean | null {
	const written = textOf(condition, text);
	if (!/p[a-z0-9]+_(?:val|same)\s*\(/.test(written)) return null;
	if (/_same\s*\(/.test(written)) return false;
	return written.includes('!=') ? true : written.includes('==') ? false : null;
}
