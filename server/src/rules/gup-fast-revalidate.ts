import { unrevalidated } from '../analysis/page-tables/lockless-walk.ts';
import { namesOf } from '../analysis/page-tables/roles.ts';
import { inSeries } from './drafts/sources.ts';
import { stepsOf } from './drafts/table-paths.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patch 12 removes the leaf functions of devmap, each of which had checked the entry again. */
export const gupFastRevalidate: Rule = {
	id: 'gup-fast-revalidate',
	group: 'gup',
	needs: 'paths',
	summary: 'A page from a page table that is read without its lock is referenced, and the entry not checked again',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 12/13] mm: Remove pXX_devmap callers')],
	words: [namesOf('try-grab')],
	fix: 'none',
	nodes: ['function_definition'],
	*check(context) {
		for (const { kind, at, path } of context.inTables(unrevalidated)) {
			const message =
				kind === 'unchecked'
					? `${at.name}() takes a reference on a page from an entry that was read without the lock, and on this path the entry is not read again: the page may have been freed and be somebody else's by now`
					: `the entry has changed since ${at.name}() took the reference, and on this path the reference is not dropped again`;
			yield context.at(at.syntax, message, { steps: stepsOf(context, path, 'the path ends here') });
		}
	},
};
