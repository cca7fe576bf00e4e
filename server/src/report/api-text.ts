/** What a kernel API does, as hover and `explain` show it: to counts, to page tables, and in this tree. */

import { namesOf, type Role, type RoleEntry, rolesOf } from '../analysis/page-tables/roles.ts';
import { apiNoteOf, notedNames } from '../contracts/api-notes.ts';
import type { Contract } from '../contracts/contract.ts';
import { defaultKinds, type Kinds } from '../contracts/kinds.ts';
import { effectNames, tableContract } from '../contracts/table.ts';
import type { TreeProfile } from '../contracts/tree-profile.ts';
import { capitalised, effectText } from './effect-text.ts';

const roleTexts: Record<Role, string> = {
	'rmap-add': 'adds a reverse mapping of the page; the reference that the mapping holds is taken apart from it',
	'rmap-remove': 'takes a reverse mapping of the page away; the reference that the mapping held is dropped apart from it',
	'rmap-move': 'moves the reverse mapping of a page; its number stays',
	counter: 'changes a counter of the mm, which goes with what is mapped',
	set: 'writes a page-table entry; under the lock of the table',
	clear: 'clears a page-table entry and gives what stood there; under the lock of the table, and the TLB is to be flushed before the page goes',
	'clear-table': 'takes a page table out of the one above it; the TLB is to be flushed before the table is freed',
	'clear-other': 'clears an entry that maps nothing',
	'clear-flush': 'clears a page-table entry and flushes the TLB',
	flush: 'flushes the TLB',
	'note-flush': 'notes what the end of the mmu_gather has to flush',
	'range-flush': 'flushes the TLB for a range',
	unshare: 'gives up a shared page table; the range that it maps is to be flushed before the locks are dropped',
	'count-read': 'reads the count of the page that is a page table',
	'lockless-read': 'reads an entry without its lock: what it gives may be gone by the time it is used',
	'compare-entry': 'compares entries: whether one is still what was read',
	'try-grab': 'tries for a reference; whoever read the entry without its lock looks at it again afterwards',
	ungrab: 'gives back what was grabbed',
	'walk-step': 'goes a step down the page tables',
	'set-access': 'writes the accessed and dirty bits and the protection of an entry',
	'free-table': 'frees a page table',
	'decide-flush': 'says whether the TLB has to be flushed',
	deposit: 'deposits a page table for a huge entry, to be there when it is split; counted with mm_inc_nr_ptes()',
	withdraw: 'takes the deposited page table back; counted with mm_dec_nr_ptes()',
	'tables-add': 'counts a page table of the mm',
	'tables-sub': 'takes a page table of the mm out of the count',
	populate: 'points an entry at a page table',
	lock: 'takes the lock of a page table',
	'outer-lock': 'takes a lock that keeps page tables from changing hands',
	'lock-name': 'names the lock of a page table',
	unlock: 'drops the lock of a page table',
	'assert-lock': 'asserts that the lock of a page table is held',
	migration: 'makes or asks for a migration entry, which holds no reference of its own',
	exclusive: 'is about a page that belongs to one process alone',
	'make-entry': 'makes a page-table entry for a page; takes no reference on it',
	'make-raw-entry': 'makes a page-table entry for a page frame; takes no reference',
	'special-entry': 'marks an entry special: its page is not counted',
	mkwrite: 'makes an entry writable: only together with dirty, and young',
	mkyoung: 'marks an entry as used',
	mkdirty: 'marks an entry as written to',
	'modify-entry': 'changes the bits of an entry',
	'page-of-entry': 'gives the page behind an entry and takes no reference on it',
	'drop-later': 'drops the reference on a page after the TLB has been flushed',
};

/** Every name that {@link apiText} knows, without what trees define. */
export const apiNames: readonly string[] = [...new Set([...effectNames, ...namesOf(...(Object.keys(roleTexts) as Role[])), ...notedNames])];

/**
 * Markdown of a few lines on an API; null where nothing is known of it. `inTree`: what the tree's own definition does to counts, for what
 * is in no table.
 */
export function apiText(name: string, tree: TreeProfile, inTree: Contract | null = null, kinds: Kinds = defaultKinds): string | null {
	const contract = withEffects(tableContract(name)) ?? withEffects(inTree);
	const note = apiNoteOf(name);
	const parts: string[] = [];
	if (contract !== null) parts.push(effectText(name, contract, tree, kinds));
	const roles = rolesOf(name);
	if (roles.length > 0) parts.push(rolesText(name, roles));
	if (note !== null) {
		const inScheme = note.schemes?.[tree.scheme];
		const here = inScheme === undefined ? '' : `\n\nIn this tree (linux ${tree.version}, ${tree.scheme} scheme): ${inScheme}.`;
		parts.push(`**${name}**: ${note.text}.${here}\n\nSource: ${note.source}`);
	}
	return parts.length === 0 ? null : parts.join('\n\n');
}

/** A contract that says what happens to counts; null for one that says only other things. */
function withEffects(contract: Contract | null): Contract | null {
	return contract !== null && (contract.effects.length > 0 || contract.pack !== undefined) ? contract : null;
}

function rolesText(name: string, roles: readonly RoleEntry[]): string {
	const texts = [...new Set(roles.map(({ role }) => roleTexts[role]))];
	const sources = [...new Set(roles.map(({ source }) => source))];
	return `**${name}()** and page tables: ${texts.map((text, index) => (index === 0 ? text : capitalised(text))).join('. ')}.\n\nSource: ${sources.join('; ')}`;
}
