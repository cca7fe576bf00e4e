import { levelOf, namesOf } from '../analysis/page-tables/roles.ts';
import { writableWithoutBits } from '../analysis/page-tables/writable-entry.ts';
import { argumentsOf, textOf } from '../kernel-c/calls.ts';
import { inSeries } from './drafts/sources.ts';
import { stepsOf } from './drafts/table-paths.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Kara on patch 06: insert_pfn() marks a writable entry young and dirty, why not here? */
export const mkwriteWithoutYoungDirty: Rule = {
	id: 'mkwrite-without-young-dirty',
	group: 'mapping',
	needs: 'paths',
	summary: 'A new entry is made writable and neither young nor dirty',
	severity: 'warning',
	schemes: allSchemes,
	sources: [inSeries('Jan Kara, 2024-06-27, reply to patch 06')],
	words: [namesOf('mkwrite'), namesOf('set', 'set-access'), namesOf('mkwrite')],
	wantsAllInItem: true,
	fix: 'review',
	readsParts: true,
	nodes: ['function_definition'],
	*check(context) {
		for (const { mkwrite, path, isNew } of context.inTables(writableWithoutBits)) {
			const entry = argumentsOf(mkwrite.syntax)[0];
			const level = levelOf(mkwrite.name) ?? 'pte';
			if (entry === undefined) continue;
			const newText = `${level}_mkyoung(${level}_mkdirty(${textOf(entry, context.text)}))`;
			yield context.at(
				mkwrite.syntax,
				`${mkwrite.name}() makes ${isNew ? 'a new entry' : 'the entry'} writable that is made neither young nor dirty: the write that faulted is not seen in it, and the first access faults again where the hardware sets no bits`,
				{
					steps: stepsOf(context, path, ''),
					fix: {
						title: `${level}_mkyoung(${level}_mkdirty(...)) as well`,
						edits: context.inFile([{ start: entry.start, end: entry.end, newText }]),
						safety: 'review',
					},
				},
			);
		}
	},
};
