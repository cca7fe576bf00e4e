import { type Unlocked, unlockedChanges } from '../analysis/page-tables/locking.ts';
import { namesOf } from '../analysis/page-tables/roles.ts';
import { inSharingRfc } from './drafts/sources.ts';
import { stepsOf } from './drafts/table-paths.ts';
import { allSchemes, type Rule } from './rule.ts';

/** A function that changes an entry has found it, or takes or drops the lock of its table. */
const tableLocks = [...namesOf('walk-step', 'lock', 'lock-name', 'unlock').filter((name) => !/^spin_|guard$/.test(name)), 'ptl'];

/** Shutemov on a pud_clear() under nothing: "You don't have proper locking in place to do this." */
export const pxdClearWithoutLock: Rule = {
	id: 'pxd-clear-without-lock',
	group: 'locking',
	needs: 'paths',
	summary: 'A page-table entry is set or cleared and no page-table lock is taken, asserted or promised',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSharingRfc('Kirill A. Shutemov, 2019-05-14')],
	words: [namesOf('set', 'clear', 'clear-table', 'clear-other', 'clear-flush', 'rmap-add', 'rmap-remove', 'unshare'), tableLocks],
	wantsAllInItem: true,
	fix: 'none',
	readsParts: true,
	nodes: ['function_definition'],
	*check(context) {
		for (const found of context.inTables(unlockedChanges)) {
			yield context.at(found.at.syntax, messageOf(found), { steps: stepsOf(context, found.path, '') });
		}
	},
};

function messageOf({ kind, at, lock }: Unlocked): string {
	return kind === 'walked'
		? `${at.name}() changes an entry that this function found by walking the tables itself, with no page-table lock on this path: another fault, unmap or GUP may change or read it at the same time`
		: `${at.name}() is done under ${lock}, which is dropped afterwards and which nothing on this path has taken`;
}
