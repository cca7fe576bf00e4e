import { calleeOf, textOf } from '../kernel-c/calls.ts';
import { wordsOf } from '../kernel-c/source-file.ts';
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSharingRfc } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

const asks = ['vma_mmu_pagesize', 'vma_kernel_pagesize'];
const daxWords = /^(?:vma_is_f?s?dax|IS_DAX|CONFIG_FS_DAX\w*|CONFIG_\w*FSDAX\w*|dax_\w+)$/;

/** Williams: a VMA of filesystem DAX holds mappings of 4 KiB and of 2 MiB at the same time. */
export const vmaPagesizeOnDax: Rule = {
	id: 'vma-pagesize-on-dax',
	group: 'locking',
	summary: 'vma_mmu_pagesize() is asked for the size of mappings in a DAX VMA',
	severity: 'warning',
	schemes: allSchemes,
	sources: [inSharingRfc('Dan Williams, 2019-05-24')],
	words: [asks],
	fix: 'none',
	readsParts: true,
	nodes: ['call_expression'],
	*check(context, node) {
		const name = calleeOf(node, context.text);
		if (!asks.includes(name) || asks.includes(context.item.name)) return;
		const words = [...wordsOf(context.source, context.item)];
		const isAboutDax = words.some((word) => daxWords.test(word));
		// What hugetlbfs maps has one size.
		if (!isAboutDax || isKeptFromDax(node, context.text) || words.some((word) => word === 'is_vm_hugetlb_page' || word === 'hstate_vma')) return;
		yield context.at(
			node,
			`${name}() gives one size for the whole VMA, and PAGE_SIZE for one of filesystem DAX, which holds 4 KiB and 2 MiB mappings side by side: look at the entry`,
		);
	},
};

/** Whether a call is not reached for filesystem DAX, or only reports the size. */
function isKeptFromDax(call: SyntaxNode, text: string): boolean {
	const before = text.slice(0, call.start);
	if (/\bif \((?:unlikely\()?vma_is_(?:fs)?dax\(\w+\)\)+\s*\{?\s*(?:return|goto|continue)\b[^;]*;/.test(before)) return true;
	for (let at = call; at.parent !== null; at = at.parent) {
		const { parent } = at;
		if (parent.type === 'call_expression' && /^(?:seq_|SEQ_|pr_|dev_|trace_|show_)/.test(calleeOf(parent, text))) return true;
		const condition = /^(?:if_statement|conditional_expression)$/.test(parent.type) ? childOf(parent, 'condition') : null;
		if (condition !== null && at.field === 'alternative' && /^\(?\s*vma_is_/.test(textOf(condition, text))) return true;
		if (parent.type === 'binary_expression' && /!\s*vma_is_(?:fs)?dax\(/.test(text.slice(parent.start, call.start))) return true;
	}
	return false;
}
