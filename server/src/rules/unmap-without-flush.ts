import { type Unflushed, unflushedClears } from '../analysis/page-tables/flushing.ts';
import { namesOf } from '../analysis/page-tables/roles.ts';
import { inKernel } from './drafts/sources.ts';
import { stepsOf } from './drafts/table-paths.ts';
import { allSchemes, type Rule } from './rule.ts';

/** What is cleared is still in the TLB: a page that is freed before the flush is written to by who mapped it. */
export const unmapWithoutFlush: Rule = {
	id: 'unmap-without-flush',
	group: 'locking',
	needs: 'paths',
	summary: 'An entry is cleared, or a flush is decided on, and on some path the TLB is not flushed',
	severity: 'error',
	schemes: allSchemes,
	sources: [
		inKernel('The head of mmu_gather: "page table entries are cleared first, then the TLB is flushed, then the pages are freed"', 'include/asm-generic/tlb.h'),
	],
	words: [[...namesOf('clear', 'clear-table', 'decide-flush'), 'force_flush', 'need_flush', 'need_tlb_flush', 'needs_flush', 'do_flush']],
	fix: 'none',
	nodes: ['function_definition'],
	*check(context) {
		for (const found of context.inTables(unflushedClears)) {
			yield context.at(found.at, messageOf(found), { steps: stepsOf(context, found.path, 'the path ends here') });
		}
	},
};

function messageOf({ name, kind }: Unflushed): string {
	if (kind === 'moved')
		return `${name}() takes a table from its old place, and on this path nothing flushes the range: other CPUs still translate the old addresses through it`;
	return kind === 'cleared'
		? `${name}() clears an entry without flushing it, and on this path nothing does: other CPUs still reach the page through their TLBs when it is given to somebody else`
		: `${name} says that the TLB has to be flushed, and on this path nothing flushes it`;
}
