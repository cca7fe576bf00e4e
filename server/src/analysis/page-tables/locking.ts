/** Page-table entries that are changed without the lock of their table. */

import type { EdgeFact } from '../../flow/graph.ts';
import { MOST_ORIGINS } from '../../kernel-c/bounds.ts';
import { argumentsOf, calleeOf, textOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import { descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { AskedCallers, callersDo } from './callers.ts';
import type { TableEvent } from './events.ts';
import { type FoundPath, findPath } from './path-search.ts';
import { hasRole } from './roles.ts';
import {
	argumentAt,
	assignedTo,
	changesEntry,
	hasVma,
	isCalledLocked,
	isOfKernel,
	isOrDoes,
	isParameter,
	locks,
	type TableFunction,
} from './table-function.ts';

/** A change without a lock. */
export interface Unlocked {
	/** `walked`: of an entry that the function has found itself. `unlocked`: under a lock that is dropped and was not taken. */
	readonly kind: 'walked' | 'unlocked';
	readonly at: TableEvent;
	readonly path: FoundPath;
	/** The lock, as the function calls it; '' where it names none. */
	readonly lock: string;
}

const changes = (event: TableEvent) => changesEntry(event) || isOrDoes(event, 'rmap-add', 'rmap-remove', 'unshare', 'set', 'clear', 'clear-flush');

/** Every such change of a function. */
export function* unlockedChanges(fn: TableFunction): Generator<Unlocked> {
	if (isCalledLocked(fn)) return;
	const walked = changeOfWalked(fn);
	if (walked !== null) yield walked;
	// Whether a lock may come in taken is asked of the callers, once.
	let held: boolean | undefined;
	const mayComeTaken = (lock: string): boolean => {
		if (!/->|\./.test(lock)) return !isLocalLock(fn, lock);
		held ??= callerHolds(fn, 0, new AskedCallers());
		return held;
	};
	for (const lock of locksDropped(fn, mayComeTaken)) {
		const path = unlockWithoutLock(fn, lock, mayComeTaken(lock));
		const at = path?.met.find(changes);
		if (path === null || at === undefined) continue;
		if (walked !== null && at === walked.at) continue;
		yield { kind: 'unlocked', at, path, lock };
	}
}

/** The first change of an entry that the function has found by walking the tables of an mm, with no lock on the way. */
function changeOfWalked(fn: TableFunction): Unlocked | null {
	const hasMm = fn.variables.some(({ name, type }) => /\bmm_struct\b/.test(type) && isParameter(fn, name));
	if (!(hasVma(fn) || hasMm) || fn.all.some(({ kind }) => kind === 'assert-lock')) return null;
	for (const at of fn.all) {
		if (!changesEntry(at) || isOfKernel(fn, at) || isOnlyUsed(fn, at)) continue;
		// An empty table that is freed belongs to nobody by then.
		if (at.kind === 'clear-table' && fn.all.some(({ kind }) => kind === 'free-table')) continue;
		const pointer = writtenPath(argumentAt(at, at.entry?.pointer), fn.text);
		if (pointer === '' || isParameter(fn, pointer)) continue;
		// `ptep = vmf->pte;`
		const pointers = new Set([pointer, ...valuesOf(fn.root, fn.text, pointer).map((value) => writtenPath(value, fn.text))]);
		const found = (event: TableEvent) => event.kind === 'walk-step' && pointers.has(assignedTo(event.syntax, fn.text)) && isOfMm(fn, event.syntax, new Set());
		const path = findPath(fn, { passes: [found, (event) => event === at], inOrder: true, endsThere: true, avoids: locks });
		if (path !== null && !callersDo(fn, locks)) return { kind: 'walked', at, path, lock: '' };
	}
	return null;
}

/** Whether a set only notes that the page was used, as hardware does. */
function isOnlyUsed(fn: TableFunction, at: TableEvent): boolean {
	const value = argumentAt(at, at.entry?.value);
	if (at.kind !== 'set' || value === null) return false;
	const calls = [...descendantsOf(value, new Set(['call_expression']))].map((call) => calleeOf(call, fn.text));
	const values = value.type === 'identifier' ? valuesOf(fn.root, fn.text, textOf(value, fn.text)) : [];
	const modifiers = [...calls, ...values.flatMap((each) => [...descendantsOf(each, new Set(['call_expression']))].map((call) => calleeOf(call, fn.text)))];
	return modifiers.length > 0 && modifiers.every((name) => hasRole(name, 'mkyoung', 'mkdirty') || /^(?:ptep?_get|READ_ONCE)$/.test(name));
}

/** Whether a step of a walk is in the tables of a user's mm: they begin at its root, or at an entry that came with a VMA. */
function isOfMm(fn: TableFunction, step: SyntaxNode, seen: Set<string>): boolean {
	const [first, second] = argumentsOf(step);
	// `pte_offset_map_nolock(mm, pmd, ...)` begins with the mm.
	const from = first !== undefined && /\bmm\b/.test(textOf(first, fn.text)) && second !== undefined ? second : first;
	if (from === undefined) return false;
	const name = writtenPath(from, fn.text).replace(/^&/, '');
	if (name === '' || seen.has(name) || seen.size >= MOST_ORIGINS) return false;
	seen.add(name);
	if (isParameter(fn, name) || /->|\./.test(name)) return hasVma(fn);
	return valuesOf(fn.root, fn.text, name).some((value) => {
		if (value.type !== 'call_expression') return false;
		const callee = calleeOf(value, fn.text);
		const mm = argumentsOf(value)[0];
		if (callee === 'pgd_offset') return mm !== undefined && !/\binit_mm\b|\bactive_mm\b/.test(textOf(mm, fn.text));
		return hasRole(callee, 'walk-step') && isOfMm(fn, value, seen);
	});
}

/** The locks that a function drops: those that it also takes, and those that nobody can have taken for it. */
function locksDropped(fn: TableFunction, mayComeTaken: (lock: string) => boolean): readonly string[] {
	const names = new Set(fn.all.filter(({ kind }) => kind === 'unlock').map((unlock) => lockOf(unlock, fn.text)));
	names.delete('');
	const isTaken = (name: string) => fn.all.some((event) => event.kind === 'lock' && lockOf(event, fn.text) === name);
	return [...names].filter((name) => isTaken(name) || !mayComeTaken(name));
}

/** Whether a lock is a variable of the function: another's it may have been given taken. */
function isLocalLock(fn: TableFunction, name: string): boolean {
	const variable = fn.variables.find((each) => each.name === name);
	return variable !== undefined && variable.type === 'spinlock_t' && !isParameter(fn, name);
}

/** A change under a lock that is dropped afterwards and taken nowhere before, or not again since it was dropped. */
function unlockWithoutLock(fn: TableFunction, lock: string, mayComeTaken: boolean): FoundPath | null {
	const takesIt = (event: TableEvent) => isOrDoes(event, 'lock') && (lockOf(event, fn.text) === lock || lockOf(event, fn.text) === '');
	const drops = (event: TableEvent) => event.kind === 'unlock' && lockOf(event, fn.text) === lock;
	// Where it is another lock by a second name that one was taken.
	const avoidsFact = (fact: EdgeFact) => fact.kind === 'condition' && isSameLock(fact.condition, fact.truth, lock, fn.text);
	const never = mayComeTaken ? null : findPath(fn, { passes: [changes, drops], inOrder: true, endsThere: true, avoids: takesIt, avoidsFact });
	if (never !== null) return never;
	// It may have come in taken: then it is dropped once.
	for (const first of fn.all.filter(drops)) {
		const path = findPath(fn, {
			passes: [(event) => event === first, changes, drops],
			inOrder: true,
			onceBegun: true,
			endsThere: true,
			avoids: takesIt,
			avoidsFact,
		});
		if (path !== null) return path;
	}
	return null;
}

/** Whether an edge says that a lock is the same as another: `ptl != pml` does not hold. */
function isSameLock(condition: SyntaxNode, truth: boolean, lock: string, text: string): boolean {
	const written = textOf(condition, text).replace(/\s+/g, '');
	const [, left, operator, right] = /^([\w.>-]+?)([!=]=)([\w.>-]+)$/.exec(written) ?? [];
	return (left === lock || right === lock) && right !== 'NULL' && (operator === '==') === truth;
}

/** Whether a caller in the file may hold a lock for a function; what nothing in the file calls may be called under one. */
function callerHolds(fn: TableFunction, depth: number, asked: AskedCallers): boolean {
	const callers = fn.file.callersOf(fn.name);
	if (depth > 4 || isCalledLocked(fn)) return true;
	// What other files call locks for itself, what is called through a pointer may not.
	if (callers.length === 0) return /\bstatic\b/.test(fn.text.slice(0, fn.text.indexOf('{')));
	return callers.some((name) => {
		if (!asked.isFirst(`${name} ${fn.name}`, depth)) return false;
		const caller = fn.file.functionOf(name);
		if (caller === null || isCalledLocked(caller)) return true;
		const call = ({ name: callee }: TableEvent) => callee === fn.name;
		if (!caller.all.some(call)) return true;
		if (findPath(caller, { passes: [call], endsThere: true, avoids: (event) => event.name !== fn.name && locks(event) }) === null) return true;
		return callerHolds(caller, depth + 1, asked);
	});
}

/** The lock that an event takes or drops, as the function writes it; '' where that is not plain. */
function lockOf({ syntax, entry, kind, name }: TableEvent, text: string): string {
	const args = argumentsOf(syntax);
	if (kind === 'unlock') return writtenPath(args[entry?.lock ?? 0] ?? null, text).replace(/^&/, '');
	if (/^spin_/.test(name)) return writtenPath(args[0] ?? null, text).replace(/^&/, '');
	const given = args.map((argument) => writtenPath(argument, text)).find((argument) => /^&(?:\w+(?:->|\.))*\w*ptl\w*$/.test(argument));
	return given === undefined ? assignedTo(syntax, text) : given.slice(1);
}

/** A variable or a member as it is written, without spaces; '' for anything else. */
function writtenPath(expression: SyntaxNode | null, text: string): string {
	const written = expression === null ? '' : textOf(expression, text).replace(/\s+/g, '');
	return /^&?\w+(?:(?:->|\.)\w+)*$/.test(written) ? written : '';
}
