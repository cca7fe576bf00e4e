/** Entries and tables that are taken away, and whether the TLB forgets them. */
import type { EdgeFact } from '../../flow/graph.ts';
import { calleeOf, textOf } from '../../kernel-c/calls.ts';
import { childOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { callersDo, mayBeLeftToCallers } from './callers.ts';
import type { TableEvent } from './events.ts';
import { type FoundPath, findPath } from './path-search.ts';
import { hasRole, isFlushFlag, isOfAbsent, isPrimitive } from './roles.ts';
import { argumentAt, assignedTo, gaveNothing, hasVma, isOfKernel, isOrDoes, type TableFunction } from './table-function.ts';

/** An entry that is cleared, or a decision to flush, and a path on which nothing flushes. */
export interface Unflushed {
	readonly kind: 'cleared' | 'moved' | 'decided';
	readonly at: SyntaxNode;
	readonly name: string;
	readonly path: FoundPath;
}

const flushes = (event: TableEvent) => isOrDoes(event, 'flush', 'note-flush', 'clear-flush', 'free-table');
/** What a gather is told of each entry: that it ends with a flush is no use without. */
const notes = (event: TableEvent) =>
	isOrDoes(event, 'note-flush', 'clear-flush', 'free-table') || (event.kind === 'flush' && /^(?:flush|set)_/.test(event.name));

/** Every such place of a function. */
export function* unflushedClears(fn: TableFunction): Generator<Unflushed> {
	// What clears one entry for others leaves the flush to them, and says so in its name.
	if (hasVma(fn) && !isPrimitive(fn.name) && !isOfAbsent(fn.name)) {
		yield* unflushed(fn, 'cleared', ({ kind }) => kind === 'clear', []);
		yield* unflushed(fn, 'moved', ({ kind }) => kind === 'clear-table', [(event) => event.kind === 'populate' || event.kind === 'set']);
	}
	if (!hasVma(fn)) return;
	const decided = findPath(fn, { passes: [], passesFact: (fact) => isDecision(fact, fn.text), avoids: flushes, onceBegun: true });
	const decision = decided?.conditions.findLast(({ condition, truth }) => isDecision({ kind: 'condition', condition, truth }, fn.text));
	if (decided !== null && decision !== undefined) {
		yield { kind: 'decided', at: decision.condition, name: textOf(decision.condition, fn.text).replace(/\s+/g, ' '), path: decided };
	}
}

function* unflushed(
	fn: TableFunction,
	kind: Unflushed['kind'],
	begins: (event: TableEvent) => boolean,
	then: readonly ((event: TableEvent) => boolean)[],
): Generator<Unflushed> {
	const isFlushed = gatherOf(fn) === null ? flushes : notes;
	const guards = fn.all.filter(isFlushed).flatMap(({ syntax }) => guardsOf(syntax));
	for (const at of fn.all) {
		if (!begins(at) || isOfKernel(fn, at)) continue;
		const path = findPath(fn, {
			passes: [(event) => event === at, ...then],
			inOrder: true,
			// An entry that is only made old is flushed when it matters.
			avoids: (event) => isFlushed(event) || event.name.endsWith('_mkold') || isPutBack(fn, at, event),
			// What was not there is in no TLB; what a flag remembers is flushed by whoever reads it.
			avoidsFact: (fact, hasBegun) =>
				isNotPresent(fact, fn.text) || remembersFlush(fact, fn.text) || (hasBegun && guards.some((guard) => isRefused(fact, guard, fn.text))),
		});
		// What gathers flushes it notes each entry that it clears; others may leave it to who called them.
		if (path === null || (gatherOf(fn) === null && mayBeLeftToCallers(fn, flushes))) continue;
		yield { kind, at: at.syntax, name: at.name, path };
		return;
	}
}

function isNotPresent(fact: EdgeFact, text: string): boolean {
	if (fact.kind !== 'condition') return false;
	const condition = textOf(fact.condition, text);
	return fact.truth ? /\bis_swap_p|_none\b|_none\(|is_hwpoison|is_pte_marker|non_?present/.test(condition) : /present/.test(condition);
}

function remembersFlush(fact: EdgeFact, text: string): boolean {
	return fact.kind === 'condition' && fact.condition.type !== 'call_expression' && /flush|defer/.test(textOf(fact.condition, text));
}

/** The condition that decides on a call and nothing else, in a list; none where there is another branch. */
function guardsOf(call: SyntaxNode): SyntaxNode[] {
	for (let at = call; at.parent !== null; at = at.parent) {
		if (at.parent.type !== 'if_statement' || (at.field !== 'consequence' && at.field !== 'alternative')) continue;
		const condition = at.field === 'consequence' && childOf(at.parent, 'alternative') === null ? childOf(at.parent, 'condition') : null;
		return condition === null ? [] : [condition];
	}
	return [];
}

/** Whether an edge says that the condition of a flush does not hold: the function has looked whether there is anything to flush. */
function isRefused(fact: EdgeFact, guard: SyntaxNode, text: string): boolean {
	if (fact.kind !== 'condition' || fact.condition.start < guard.start || fact.condition.end > guard.end) return false;
	const isNegated = fact.condition.parent?.type === 'unary_expression' && textOf(fact.condition.parent, text).startsWith('!');
	return fact.truth === isNegated;
}

/** Whether an event sets an entry again to what was cleared: nothing has changed. */
function isPutBack(fn: TableFunction, cleared: TableEvent, event: TableEvent): boolean {
	const was = assignedTo(cleared.syntax, fn.text);
	if (event.kind !== 'set' || was === '') return false;
	const written = (node: SyntaxNode | null) => (node === null ? '' : textOf(node, fn.text).trim());
	const isSamePlace = written(argumentAt(event, event.entry?.pointer)) === written(argumentAt(cleared, cleared.entry?.pointer));
	return isSamePlace && written(argumentAt(event, event.entry?.value)) === was;
}

/** The gather of a function, its own or one that it is given. */
function gatherOf({ variables }: TableFunction): string | null {
	return variables.find(({ type }) => /\bmmu_gather\b/.test(type))?.name ?? null;
}

/** Whether an edge says that there is something to flush. */
function isDecision(fact: EdgeFact, text: string): boolean {
	if (fact.kind !== 'condition' || !fact.truth) return false;
	const { condition } = fact;
	return condition.type === 'call_expression' ? hasRole(calleeOf(condition, text), 'decide-flush') : isFlushFlag(textOf(condition, text).trim());
}

/** A shared table that is given up without a flush. */
export interface UnflushedUnshare {
	readonly at: TableEvent;
	readonly path: FoundPath;
}

/** Every such table of a function. */
export function* unflushedUnshares(fn: TableFunction): Generator<UnflushedUnshare> {
	const flushesRange = (event: TableEvent) => isOrDoes(event, 'range-flush');
	for (const at of fn.all) {
		// What gives tables up for others leaves it to them.
		if (at.kind !== 'unshare' || at.syntax.parent?.type === 'return_statement') continue;
		const path = findPath(fn, {
			passes: [(event) => event === at],
			onceBegun: true,
			avoids: (event) => event !== at && flushesRange(event),
			avoidsFact: (fact) => gaveNothing(fact, at.syntax, fn.text),
		});
		if (path === null || callersDo(fn, flushesRange)) continue;
		yield { at, path };
		return;
	}
}
