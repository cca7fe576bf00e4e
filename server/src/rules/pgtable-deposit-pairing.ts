import { unpairedTables } from '../analysis/page-tables/table-count.ts';
import { namesInPack } from '../contracts/table.ts';
import { textOf } from '../kernel-c/calls.ts';
import { lineStartAt } from '../kernel-c/rewrite/lines.ts';
import { ancestorOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import { stepsOf } from './drafts/table-paths.ts';
import { draftOf } from './drafts/violations.ts';
import type { Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

/** Patch 10 deposits a page table under the huge zero page and no longer counts it. */
export const pgtableDepositPairing: Rule = {
	id: 'pgtable-deposit-pairing',
	group: 'mapping',
	needs: 'paths',
	summary: 'A page table is deposited, withdrawn or allocated and on some path not counted, or lost',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 10/13] fs/dax: Properly refcount fs dax pages: dax_pmd_load_hole()')],
	words: [namesInPack('mm', ({ effects }) => effects.some(({ counts }) => counts === 'table'))],
	fix: 'review',
	readsParts: true,
	nodes: ['function_definition'],
	*check(context) {
		for (const { at, path, mm } of context.inTables(unpairedTables)) {
			// What is not shown may count it, unless the path returns before.
			if (!context.isWhole && path.end?.type !== 'return_statement') continue;
			const isDeposit = at.kind === 'deposit';
			const message = isDeposit
				? `${at.name}() puts a new page table under the mm, and on this path no mm_inc_nr_ptes() counts it: the count goes below zero when it is withdrawn`
				: `${at.name}() takes a page table from the mm, and on this path no mm_dec_nr_ptes() counts it down, nor does it go into use again`;
			const fix = isDeposit ? countIt(context, at.syntax, textOf(mm, context.text)) : null;
			yield context.at(at.syntax, message, {
				steps: stepsOf(context, path, 'the path ends here'),
				...(fix === null ? {} : { fix }),
			});
		}
		if (!context.isWhole) return;
		for (const found of context.balance().violations) {
			if (found.acquisition.counts !== 'table') continue;
			if (found.kind === 'leak' || found.kind === 'never-put') {
				yield draftOf(context, found, `the page table in ${found.name} is neither freed, deposited nor put into use on this path`);
			} else if (found.kind === 'double-put') {
				yield draftOf(context, found, `the page table in ${found.name} was freed, deposited or put into use before on this path`);
			}
		}
	},
};

/** `mm_inc_nr_ptes(mm)` after the deposit. */
function countIt(context: RuleContext, deposit: SyntaxNode, mm: string): Fix | null {
	const statement = ancestorOf(deposit, 'expression_statement');
	if (statement === null) return null;
	const { text } = context;
	const indent = /^[ \t]*/.exec(text.slice(lineStartAt(text, statement.start)))?.[0] ?? '';
	const holder = statement.parent;
	const title = `mm_inc_nr_ptes(${mm}) after the deposit`;
	if (holder?.type === 'compound_statement' || holder?.type === 'labeled_statement') {
		return { title, edits: context.inFile([{ start: statement.end, end: statement.end, newText: `\n${indent}mm_inc_nr_ptes(${mm});` }]), safety: 'review' };
	}
	// The branch of an `if` without braces gets them.
	const head = /[ \t]*\n[ \t]*$/.exec(text.slice(0, statement.start))?.[0];
	if (holder?.type !== 'if_statement' || head === undefined || holder.children.at(-1) !== statement) return null;
	const outer = indent.slice(0, -1);
	const newText = ` {\n${indent}${textOf(statement, text)}\n${indent}mm_inc_nr_ptes(${mm});\n${outer}}`;
	return { title, edits: context.inFile([{ start: statement.start - head.length, end: statement.end, newText }]), safety: 'review' };
}
