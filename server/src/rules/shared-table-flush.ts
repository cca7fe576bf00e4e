import { unflushedUnshares } from '../analysis/page-tables/flushing.ts';
import { namesOf } from '../analysis/page-tables/roles.ts';
import { inSharingRfc } from './drafts/sources.ts';
import { stepsOf } from './drafts/table-paths.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Kravetz: "when unmapping a page with a shared PMD mapping you need to flush the entire shared range". */
export const sharedTableFlush: Rule = {
	id: 'shared-table-flush',
	group: 'locking',
	needs: 'paths',
	summary: 'A shared page table is given up and the range that it maps is not flushed',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSharingRfc('Mike Kravetz, 2019-05-10')],
	words: [[...namesOf('unshare'), 'unshare_huge_pmd', 'unshare_huge_pud', 'unshare_pmd', 'pmd_unshare']],
	fix: 'none',
	readsParts: true,
	nodes: ['function_definition'],
	*check(context) {
		for (const { at, path } of context.inTables(unflushedUnshares)) {
			yield context.at(
				at.syntax,
				`${at.name}() gives up a page table that others share, and on this path nothing flushes the whole range that it maps: the TLB keeps translations of every page in it, not only of this one`,
				{ steps: stepsOf(context, path, 'the path ends here') },
			);
		}
	},
};
