import { inKernel, inSeries } from './drafts/sources.ts';
import { balanceWords, coreBalanceWords, draftOf, hasOwnRule } from './drafts/violations.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patch 07 of the series reads the folio after it has dropped the reference that the mapping held. */
export const useAfterPut: Rule = {
	id: 'use-after-put',
	group: 'balance',
	needs: 'paths',
	summary: 'A page, folio or other object is read after the reference that kept it was dropped',
	severity: 'error',
	schemes: allSchemes,
	sources: [
		inSeries('Alistair Popple, [PATCH 07/13] huge_memory: Allow mappings of PUD sized pages'),
		inKernel('mm/damon/paddr: fix folio_nr_pages() after folio_put() in damon_pa_mark_accessed_or_deactivate()', 'mm/damon/paddr.c'),
	],
	words: [balanceWords],
	packWords: { core: coreBalanceWords },
	fix: 'none',
	readsParts: true,
	nodes: ['function_definition'],
	*check(context) {
		for (const found of context.balance().violations) {
			if (found.kind !== 'use-after-put' || hasOwnRule(context, found)) continue;
			yield draftOf(
				context,
				found,
				`${found.name} is used here after the last reference that this path holds on it was dropped: it may be freed and in other use`,
			);
		}
	},
};
