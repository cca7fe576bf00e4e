/** Entries and tables that are taken away, and whether the TLB forgets them. */
import type { EdgeFact } from '../../flow/graph.ts';
import { textOf } from '../../kernel-c/calls.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { TableEvent } from './events.ts';
import { type FoundPath, findPath } from './path-search.ts';
import { hasVma, isOfKernel, isOrDoes, type TableFunction } from './table-function.ts';

/** An entry that is cleared, or a decision to flush, and a path on which nothing flushes. */
export interface Unflushed {
	readonly kind: 'cleared' | 'decided';
	readonly at: SyntaxNode;
	readonly name: string;
	readonly path: FoundPath;
}

const flushes = (event: TableEvent) => isOrDoes(event, 'flush', 'range-flush', 'clear-flush', 'unshare');

/** Whether a page is let go of: until the flush it must not be. */
const letsGo = (event: TableEvent) => isOrDoes(event, 'rmap-remove', 'drop', 'drop-later');

/** Every such place of a function. */
export function* unflushedClears(fn: TableFunction): Generator<Unflushed> {
	if (!hasVma(fn)) return;
	for (const at of fn.all) {
		if (at.kind !== 'clear' || isOfKernel(fn, at)) continue;
		const path = findPath(fn, {
			passes: [(event) => event === at, letsGo],
			inOrder: true,
			// An entry that is set again is not gone; what a flag remembers is flushed by whoever reads it.
			avoids: (event) => flushes(event) || isOrDoes(event, 'migration') || event.kind === 'set',
			avoidsFact: (fact) => isNotPresent(fact, fn.text) || remembersFlush(fact, fn.text),
		});
		if (path === null || fn.file.callersDo(fn.name, ['flush', 'range-flush', 'clear-flush'])) continue;
		yield { kind: 'cleared', at: at.syntax, name: at.name, path };
		break;
	}
	const decided = findPath(fn, { passes: [], passesFact: (fact) => isDecision(fact, fn.text), avoids: flushes, onceBegun: true });
	const decision = decided?.conditions.findLast(({ condition, truth }) => isDecision({ kind: 'condition', condition, truth }, fn.text));
	if (decided !== null && decision !== undefined) {
		yield { kind: 'decided', at: decision.condition, name: textOf(decision.condition, fn.text).replace(/\s+/g, ' '), path: decided };
	}
}

function isNotPresent(fact: EdgeFact, text: string): boolean {
	return fact.kind === 'condition' && !fact.truth && /present/.test(textOf(fact.condition, text));
}

function remembersFlush(fact: EdgeFact, text: string): boolean {
	return fact.kind === 'condition' && /flush|defer/.test(textOf(fact.condition, text));
}

/** Whether an edge says that there is something to flush. */
function isDecision(fact: EdgeFact, text: string): boolean {
	return fact.kind === 'condition' && fact.truth && /^(?:\w+_)?(?:need|needs|force|do)_?(?:tlb_)?flush(?:_tlb)?(?:\s*\(.*\))?$|^\w+_needs_flush\s*\(/s.test(textOf(fact.condition, text));
}

/** A shared table that is given up without a flush. */
export interface UnflushedUnshare {
	readonly at: TableEvent;
	readonly path: FoundPath;
}

/** Every such table of a function. */
export function* unflushedUnshares(fn: TableFunction): Generator<UnflushedUnshare> {
	// What gives tables up for others leaves it to them.
	if (/unshare/.test(fn.name)) return;
	for (const at of fn.all) {
		if (at.kind !== 'unshare') continue;
		const path = findPath(fn, { passes: [(event) => event === at], onceBegun: true, avoids: (event) => event !== at && isOrDoes(event, 'range-flush') });
		if (path === null || fn.file.callersDo(fn.name, ['range-flush'])) continue;
		yield { at, path };
		return;
	}
}
