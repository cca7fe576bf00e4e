/** Page-table entries that are changed without the lock of their table, and tables whose users are counted without one. */
import { argumentsOf, calleeOf, textOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { TableEvent } from './events.ts';
import { type FoundPath, findPath } from './path-search.ts';
import { hasRole, promisesLock } from './roles.ts';
import { argumentAt, isOfKernel, isOrDoes, isParameter, type TableFunction, variableIn } from './table-function.ts';

/** A change without a lock. */
export interface Unlocked {
	/** `walked`: of a table that the function has found itself. `unlocked`: under a lock that is dropped and was not taken. */
	readonly kind: 'walked' | 'unlocked';
	readonly at: TableEvent;
	readonly path: FoundPath;
	/** The lock, as the function calls it; '' where it names none. */
	readonly lock: string;
}

const locks = (event: TableEvent) => isOrDoes(event, 'lock', 'assert-lock');

/** Every such change of a function. */
export function* unlockedChanges(fn: TableFunction): Generator<Unlocked> {
	if (promisesLock(fn.name)) return;
	yield* changesOfWalked(fn);
	yield* unlocksWithoutLock(fn);
}

function* changesOfWalked(fn: TableFunction): Generator<Unlocked> {
	if (fn.all.some(({ kind }) => kind === 'assert-lock')) return;
	for (const at of fn.all) {
		if ((at.kind !== 'clear' && at.kind !== 'set' && at.kind !== 'clear-flush') || isOfKernel(fn, at)) continue;
		const pointer = variableIn(argumentAt(at, at.entry?.pointer), fn.text);
		if (pointer === '' || isParameter(fn, pointer) || !isWalkedFromMm(fn, pointer, new Set())) continue;
		const path = findPath(fn, { passes: [(event) => event === at], endsThere: true, avoids: locks });
		if (path === null) continue;
		yield { kind: 'walked', at, path, lock: '' };
		return;
	}
}

/** Whether a pointer was found by walking the tables of an mm from their root, and not those of the kernel. */
function isWalkedFromMm(fn: TableFunction, name: string, seen: Set<string>): boolean {
	if (seen.has(name)) return false;
	seen.add(name);
	return valuesOf(fn.root, fn.text, name).some((value) => {
		if (value.type !== 'call_expression') return false;
		const callee = calleeOf(value, fn.text);
		const from = argumentsOf(value)[0];
		if (from === undefined) return false;
		if (callee === 'pgd_offset') return !/\binit_mm\b|\bcurrent->active_mm\b/.test(textOf(from, fn.text));
		return hasRole(callee, 'walk-step') && isWalkedFromMm(fn, variableIn(from, fn.text), seen);
	});
}

function* unlocksWithoutLock(fn: TableFunction): Generator<Unlocked> {
	const told = new Set<string>();
	for (const unlock of fn.all) {
		const lock = unlock.kind === 'unlock' ? variableIn(argumentAt(unlock, unlock.entry?.lock), fn.text) : '';
		if (lock === '' || told.has(lock) || !isLocalLock(fn, lock)) continue;
		const isUnlock = (event: TableEvent) => event === unlock;
		const changes = ({ kind }: TableEvent) => kind === 'set' || kind === 'clear' || kind === 'clear-flush' || kind === 'rmap-add' || kind === 'rmap-remove';
		const path = findPath(fn, { passes: [changes, isUnlock], inOrder: true, endsThere: true, avoids: (event) => takes(event, lock, fn.text) });
		const at = path?.met[0];
		if (path === null || at === undefined) continue;
		told.add(lock);
		yield { kind: 'unlocked', at, path, lock };
	}
}

/** Whether an event may take a lock: what names another one does not. */
function takes(event: TableEvent, lock: string, text: string): boolean {
	if (!isOrDoes(event, 'lock')) return false;
	if (event.kind !== 'lock' || !/^spin_/.test(event.name)) return true;
	const given = variableIn(argumentsOf(event.syntax)[0] ?? null, text);
	return given === lock || given === '';
}

/** Whether a lock is a variable of the function: another's it may have been given taken. */
function isLocalLock(fn: TableFunction, name: string): boolean {
	const variable = fn.variables.find((each) => each.name === name);
	return variable !== undefined && variable.type === 'spinlock_t' && !isParameter(fn, name);
}

/** A decision on how many use a table, and the put that follows from it. */
export interface CountRace {
	readonly read: TableEvent;
	readonly put: TableEvent;
	readonly path: FoundPath;
}

/** Every such pair of a function that no lock makes one step. */
export function* countRaces(fn: TableFunction): Generator<CountRace> {
	if (promisesLock(fn.name) || fn.all.some(({ kind }) => kind === 'assert-lock')) return;
	for (const put of fn.all) {
		if (put.kind !== 'drop' || tableOf(put, fn.text) === '') continue;
		const reads = (event: TableEvent) => event.kind === 'count-read' && tableOf(event, fn.text) === tableOf(put, fn.text) && decides(event.syntax);
		const path = findPath(fn, { passes: [reads, (event) => event === put], inOrder: true, endsThere: true, avoids: locks });
		const read = path?.met[0];
		if (path === null || read === undefined) continue;
		yield { read, put, path };
		return;
	}
}

/** The table whose page a call is given: `pmdp` in `virt_to_page(pmdp)`; '' where it is something else. */
function tableOf({ syntax }: TableEvent, text: string): string {
	const given = argumentsOf(syntax)[0];
	return given === undefined ? '' : (/\bvirt_to_(?:page|folio|ptdesc|head_page)\s*\(\s*(\w+)\s*\)/.exec(textOf(given, text))?.[1] ?? '');
}

/** Whether a branch is taken by what a call gives: a warning only looks at it. */
function decides(call: SyntaxNode): boolean {
	for (let at: SyntaxNode | null = call; at !== null; at = at.parent) {
		if (at.field === 'condition' && at.parent !== null) return at.parent.type === 'if_statement' || at.parent.type === 'while_statement';
		if (at.type === 'expression_statement') return false;
	}
	return false;
}
