import { namesOf } from '../analysis/page-tables/roles.ts';
import { staleValuesIn } from '../analysis/page-tables/stale-values.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patch 06 builds a writable entry and then sets the one that it was built from. */
export const stalePteValue: Rule = {
	id: 'stale-pte-value',
	group: 'mapping',
	needs: 'paths',
	summary: 'A page-table entry is built and then another one is set',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 06/13] mm/memory: Add dax_insert_pfn: set_pte_at(..., mk_pte(page, prot))')],
	words: [namesOf('mkwrite', 'mkyoung', 'mkdirty', 'modify-entry', 'special-entry')],
	fix: 'review',
	readsParts: true,
	nodes: ['function_definition'],
	*check(context) {
		for (const { at, built, name, modifier } of context.inTables(staleValuesIn)) {
			if (name === null) {
				yield context.at(at, `${modifier}() gives the changed entry back and changes nothing in place: its result is not used`);
				continue;
			}
			const message = `what is set here is made anew: ${name}, which ${modifier}() was applied to, is never used`;
			const steps = [{ start: context.item.start + built.start, end: context.item.start + built.end, message: 'the entry is built here' }];
			const edits = context.inFile([{ start: at.start, end: at.end, newText: name }]);
			yield context.at(at, message, { steps, fix: { title: `Set ${name}`, edits, safety: 'review' } });
		}
	},
};
