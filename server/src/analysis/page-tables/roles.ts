/** What functions do to page tables and to what goes with them: the roles of their contracts; and words, in server/data/page-tables.json. */
import data from '../../../data/page-tables.json' with { type: 'json' };
import type { DeclaredRole } from '../../contracts/contract.ts';
import { declaredContracts, namesOfForm, namesWith, tableContract } from '../../contracts/table.ts';

/** What a call does. The data file says of each which functions do it, and where that is from. */
export type Role =
	| 'rmap-add'
	| 'rmap-remove'
	| 'rmap-move'
	| 'counter'
	| 'set'
	| 'clear'
	| 'clear-table'
	| 'clear-other'
	| 'clear-flush'
	| 'flush'
	| 'note-flush'
	| 'range-flush'
	| 'unshare'
	| 'count-read'
	| 'lockless-read'
	| 'compare-entry'
	| 'try-grab'
	| 'ungrab'
	| 'walk-step'
	| 'set-access'
	| 'free-table'
	| 'decide-flush'
	| 'deposit'
	| 'withdraw'
	| 'tables-add'
	| 'tables-sub'
	| 'populate'
	| 'lock'
	| 'outer-lock'
	| 'lock-name'
	| 'unlock'
	| 'assert-lock'
	| 'migration'
	| 'exclusive'
	| 'make-entry'
	| 'make-raw-entry'
	| 'special-entry'
	| 'mkwrite'
	| 'mkyoung'
	| 'mkdirty'
	| 'modify-entry'
	| 'page-of-entry'
	| 'drop-later';

/**
 * One thing that a function does. Places of arguments are 0-based: `pointer` to the entry, `value` that is written there, `table` that is
 * deposited, `which` counter and by what `amount`, or `sign` where the function says. `fails`: the result with which it has done nothing.
 */
export interface RoleEntry extends DeclaredRole {
	readonly role: Role;
	readonly source: string;
}

/** The levels of a page table that map pages. */
export type Level = 'pte' | 'pmd' | 'pud';

const byName = new Map<string, readonly RoleEntry[]>();
for (const { names, roles, source } of declaredContracts) {
	if (roles === undefined) continue;
	const entries = roles.map((each) => ({ ...each, role: each.role as Role, source }));
	for (const name of names.flatMap(namesOfForm)) byName.set(name, entries);
}
const unsharesByName = new RegExp(data.unsharesByName);
const unsharing: readonly RoleEntry[] = [...byName.values()].flat().filter(({ role }) => role === 'unshare');

const none: readonly RoleEntry[] = [];

/** What a function of this name does. */
export function rolesOf(name: string): readonly RoleEntry[] {
	return byName.get(name) ?? (unsharesByName.test(name) ? unsharing : none);
}

/** Whether a function of this name does one of these things. */
export function hasRole(name: string, ...roles: readonly Role[]): boolean {
	return rolesOf(name).some(({ role }) => roles.includes(role));
}

/** Every name that does one of these things. */
export function namesOf(...roles: readonly Role[]): string[] {
	return [...byName].filter(([, known]) => known.some(({ role }) => roles.includes(role))).map(([name]) => name);
}

/** The level that a name speaks of, or null: `set_pmd_at`, `folio_add_file_rmap_ptes`. */
export function levelOf(name: string): Level | null {
	if (/(?:^|_)huge_ptep?(?:_|$)|hugetlb/.test(name)) return null;
	if (/(?:^|_)(?:ptep?|ptes)(?:_|$)/.test(name)) return 'pte';
	if (/(?:^|_)pmdp?(?:_|$)/.test(name)) return 'pmd';
	if (/(?:^|_)pudp?(?:_|$)/.test(name)) return 'pud';
	return null;
}

const lockedByName = new RegExp(data.lockedByName);

/** Whether a function's name promises that its callers hold the lock. */
export function promisesLock(name: string): boolean {
	return lockedByName.test(name);
}

/** Whether a call says that a path should never be taken, where it is given a constant. */
export function isWarning(name: string): boolean {
	return tableContract(name)?.warns === true;
}

/** Whether a function gives a pointer in any case. */
export function isNeverNull(name: string): boolean {
	return tableContract(name)?.neverNull === true;
}

const primitivesByName = new RegExp(data.primitivesByName);

/** Whether a function is one of those that mapping code is made of: it does one thing to one entry, and its callers the rest. */
export function isPrimitive(name: string): boolean {
	return primitivesByName.test(name) || hasRole(name, 'clear', 'clear-flush', 'set');
}

const absentByName = new RegExp(data.absentByName);

/** Whether a function's name says that it handles entries that map nothing. */
export function isOfAbsent(name: string): boolean {
	return absentByName.test(name);
}

const flushFlags = new RegExp(data.flushFlags);

/** Whether a variable of this name remembers that the TLB has to be flushed. */
export function isFlushFlag(name: string): boolean {
	return flushFlags.test(name);
}

/** Conditions that say, where they hold, that a page is not counted as others are: when it is mapped, unmapped, or both. */
export const notCounted = {
	map: new RegExp(`${data.notCounted.any}|${data.notCounted.map}`),
	unmap: new RegExp(`${data.notCounted.any}|${data.notCounted.unmap}`),
} as const;

/** What ends an address space. */
export const teardownNames: readonly string[] = data.teardown;

/** What drops the reference on the huge zero folio that a whole mm holds. */
export const hugeZeroPutNames: readonly string[] = data.hugeZeroPut;

/** Functions that write through a `pgprot_t *`. */
export const protWriters: readonly string[] = namesWith(({ writesProt }) => writesProt !== undefined);

/** The argument (0-based) that a function writes through, a `pgprot_t *`; null where it writes none. */
export function writtenProt(name: string): number | null {
	return tableContract(name)?.writesProt ?? null;
}
