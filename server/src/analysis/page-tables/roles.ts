/** What functions do to page tables and to what goes with them: server/data/page-tables.json, by name. */
import data from '../../../data/page-tables.json' with { type: 'json' };

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

/** An entry of the table. Places of arguments are 0-based. */
export interface RoleEntry {
	readonly role: Role;
	readonly names: readonly string[];
	/** The pointer to the page-table entry. */
	readonly pointer?: number;
	/** The value that is written there. */
	readonly value?: number;
	readonly mm?: number;
	/** The page table that is deposited. */
	readonly table?: number;
	/** Which counter. */
	readonly which?: number;
	/** By how much it changes; `sign` where the function says. */
	readonly amount?: number;
	readonly sign?: number;
	readonly lock?: number;
	/** The result with which it has done nothing. */
	readonly fails?: 'zero' | 'nonzero';
	readonly source: string;
}

/** The levels of a page table that map pages. */
export type Level = 'pte' | 'pmd' | 'pud';

const entries = data.roles as readonly RoleEntry[];
const byName = new Map<string, RoleEntry[]>();
for (const entry of entries) for (const name of entry.names.flatMap(expand)) byName.set(name, [...(byName.get(name) ?? []), entry]);
const unsharesByName = new RegExp(data.unsharesByName);
const unsharing: readonly RoleEntry[] = entries.filter(({ role }) => role === 'unshare');

/** The names that a form stands for: `{pmd,pud}_lock`. */
function expand(form: string): string[] {
	const choice = /\{([^}]*)\}/.exec(form);
	if (choice === null) return [form];
	return (choice[1] as string).split(',').flatMap((each) => expand(form.slice(0, choice.index) + each + form.slice(choice.index + choice[0].length)));
}

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

/** What says that a path should never be taken, where it is given a constant. */
export const warningNames: ReadonlySet<string> = new Set(data.warnings);

/** Functions that give a pointer in any case. */
export const neverNull: ReadonlySet<string> = new Set(data.neverNull);

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

const protWriters = new Map(data.writesProt.flatMap(({ names, argument }) => names.map((name): [string, number] => [name, argument])));

/** Functions that write through a `pgprot_t *`, with the place of that argument, 0-based. */
export const writesProt: ReadonlyMap<string, number> = protWriters;
