import { countRaces } from '../analysis/page-tables/count-races.ts';
import { namesOf } from '../analysis/page-tables/roles.ts';
import { inSharingRfc } from './drafts/sources.ts';
import { stepsOf } from './drafts/table-paths.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Whether a table is shared is asked of its count; between the question and the put another user may come or go. */
export const tablePageCountRace: Rule = {
	id: 'table-page-count-race',
	group: 'locking',
	needs: 'paths',
	summary: 'What is done with a page table is decided by the count of its page, with no lock that keeps the count',
	severity: 'warning',
	schemes: allSchemes,
	sources: [inSharingRfc('Larry Bassel, 2019-05-24, quoting Mike Kravetz on what makes it safe in hugetlb')],
	words: [['virt_to_page', 'virt_to_folio', 'virt_to_head_page', 'virt_to_ptdesc'], namesOf('count-read')],
	fix: 'none',
	readsParts: true,
	nodes: ['function_definition'],
	*check(context) {
		for (const { read, put, path } of context.inTables(countRaces)) {
			yield context.at(
				read.syntax,
				`${read.name}() decides here what ${put.name}() does later, and no lock makes the two one step: two users that both see the table shared both drop it, or both see it their own`,
				{ steps: stepsOf(context, path, '') },
			);
		}
	},
};
