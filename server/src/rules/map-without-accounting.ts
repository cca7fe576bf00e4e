import { halfDoneIn } from '../analysis/page-tables/accounting.ts';
import type { HalfDone } from '../analysis/page-tables/half-done.ts';
import { namesOf } from '../analysis/page-tables/roles.ts';
import { inSeries } from './drafts/sources.ts';
import { mappingWords, stepsOf } from './drafts/table-paths.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patches 06 to 08: a mapping is an entry, a reference, a reverse mapping and a counter, and unmapping is their opposites. */
export const mapWithoutAccounting: Rule = {
	id: 'map-without-accounting',
	group: 'mapping',
	needs: 'paths',
	summary: 'A page is mapped or unmapped and on some path its reference, reverse mapping or counter does not follow',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 06/13] mm/memory: Add dax_insert_pfn, and 07, 08')],
	words: [
		mappingWords,
		[...namesOf('rmap-add', 'rmap-remove', 'counter', 'make-entry'), 'mm_counter', 'mm_counter_file', 'MM_ANONPAGES', 'MM_FILEPAGES', 'MM_SHMEMPAGES'],
	],
	wantsAllInItem: true,
	fix: 'none',
	nodes: ['function_definition'],
	*check(context) {
		for (const found of context.inTables(halfDoneIn)) {
			yield context.at(found.at.syntax, messageOf(found), { steps: stepsOf(context, found.path, 'the path ends here') });
		}
	},
};

function messageOf({ missing, at, level }: HalfDone): string {
	const call = at.entry === null && at.kind === 'counter' ? `counting in ${at.name}` : `${at.name}()`;
	switch (missing) {
		case 'counter-up':
			if (at.kind === 'counter')
				return `${call} counts the page down that is replaced here, and on this path the one that takes its place is not counted up: RSS is lost`;
			return `${call} adds a mapping of the folio, and on this path no counter of the mm goes up for it: its RSS drops below zero when the page is unmapped`;
		case 'counter-down':
			if (at.kind === 'counter')
				return `${call} counts a page up that takes the place of another, and on this path that one is not counted down: RSS never comes back to zero`;
			return `${call} takes a mapping of the folio away, and on this path no counter of the mm goes down for it: its RSS never comes back to zero`;
		case 'rmap-add':
			return at.kind === 'counter'
				? `${call} counts a page up that is mapped here, and on this path no folio_add_*_rmap_*() follows: reclaim and migration do not find the mapping`
				: `${call} maps a page that the mm counts, and on this path no folio_add_*_rmap_*() goes with it: reclaim and migration do not find the mapping`;
		case 'rmap-remove':
			return `${call} counts a page down that is no longer mapped, and on this path no folio_remove_rmap_*() goes with it: the folio stays mapped for ever`;
		case 'reference':
			return `${call} adds a mapping of a folio, and on this path no reference is taken for it, nor is one handed over: unmapping drops one that the mapping never held`;
		case 'references':
			return `${call} sets several entries, and on this path no folio_ref_add() takes a reference for each of them: unmapping drops references that the mappings never held`;
		case 'release':
			return `${call} takes a mapping of the folio away, and on this path the reference that the mapping held is not dropped: the folio is never freed`;
		case 'level':
			return `${call} is for another level than the ${level?.toUpperCase()} entry that this function ${at.kind === 'rmap-add' ? 'sets' : 'clears'}: the folio's mapcounts go wrong`;
	}
}
