import { ownsSpecialVma, pfnOrigin } from '../analysis/dax/pfn-origin.ts';
import { argumentsOf, calleeOf } from '../kernel-c/calls.ts';
import type { SourceFile } from '../kernel-c/source-file.ts';
import { childOf } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

const inserts = ['vmf_insert_mixed', 'vmf_insert_mixed_mkwrite'];

/** Hildenbrand on patch 06: only a VM_MIXEDMAP area may hold entries that the mm does not count. */
export const mixedInsertWithoutMixedmap: Rule = {
	id: 'mixed-insert-without-mixedmap',
	group: 'scheme',
	summary: 'vmf_insert_mixed() into an area that its mmap handler marks neither VM_MIXEDMAP nor VM_PFNMAP',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('David Hildenbrand, reply to patch 06')],
	words: [inserts],
	fix: 'none',
	nodes: ['call_expression'],
	*check(context, node) {
		const name = calleeOf(node, context.text);
		if (!inserts.includes(name) || inserts.includes(context.item.name)) return;
		if (ownsSpecialVma(context.source) || !hasMmapHandler(context.source)) return;
		const pfn = argumentsOf(node)[2];
		if (pfn === undefined || pfnOrigin(pfn, context.root, context.text) === 'devmap') return;
		yield context.at(
			childOf(node, 'function') ?? node,
			`${name}() warns and fails unless the area is VM_MIXEDMAP, and the mmap handler of this file sets neither that nor VM_PFNMAP`,
		);
	},
};

/** Whether the file has an mmap handler of its own: a function of a file and an area that file_operations name. */
function hasMmapHandler(source: SourceFile): boolean {
	return source.main.items.some((item) => {
		if (item.kind !== 'declaration') return false;
		const text = source.text.slice(item.start, item.end);
		const handler = /\.\s*mmap(?:_prepare)?\s*=\s*(\w+)/.exec(text)?.[1];
		return handler !== undefined && source.main.items.some((other) => other.kind === 'function' && other.name === handler);
	});
}
