import { hugeZeroPutNames, teardownNames } from '../analysis/page-tables/roles.ts';
import { calleeOf } from '../kernel-c/calls.ts';
import { wordsOf } from '../kernel-c/source-file.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patch 10 drops on an error path what the mm took once for all of its mappings. */
export const hugeZeroLifetime: Rule = {
	id: 'huge-zero-lifetime',
	group: 'mapping',
	summary: 'The reference that an mm holds on the huge zero folio is dropped before the mm ends',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 10/13] fs/dax: Properly refcount fs dax pages: dax_pmd_load_hole()')],
	words: [hugeZeroPutNames],
	fix: 'none',
	readsParts: true,
	nodes: ['call_expression'],
	*check(context, node) {
		const name = calleeOf(node, context.text);
		if (!hugeZeroPutNames.includes(name) || hugeZeroPutNames.includes(context.item.name)) return;
		for (const word of wordsOf(context.source, context.item)) if (teardownNames.includes(word)) return;
		yield context.at(
			node,
			`${name}() drops the one reference that the mm holds on the huge zero folio, for all that it maps: mm_get_huge_zero_folio() takes it once, and the end of the mm drops it; the next split or unmap may find the folio freed`,
		);
	},
};
