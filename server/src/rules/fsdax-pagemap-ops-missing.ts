import { textOf } from '../kernel-c/calls.ts';
import { fileHolds, itemHolds } from '../kernel-c/source-file.ts';
import { childOf, descendantsOf } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Patch 04 of the series: when the count of a DAX page drops to zero the core calls the pagemap's page_free. */
export const fsdaxPagemapOpsMissing: Rule = {
	id: 'fsdax-pagemap-ops-missing',
	group: 'scheme',
	summary: 'An FS DAX pagemap has no hook for a page that became free, and the free path calls it',
	severity: 'error',
	schemes: ['converting', 'normal'],
	sources: [inSeries('Alistair Popple, [PATCH 04/13] fs/dax: Add dax_page_free callback')],
	words: [['MEMORY_DEVICE_FS_DAX']],
	fix: 'none',
	nodes: ['assignment_expression'],
	*check(context, node) {
		const { text, tree } = context;
		const left = childOf(node, 'left');
		const right = childOf(node, 'right');
		if (left === null || right === null || textOf(right, text) !== 'MEMORY_DEVICE_FS_DAX') return;
		const owner = /^(.*)(?:->|\.)type$/s.exec(textOf(left, text))?.[1];
		if (owner === undefined || typeof tree.facts['page_free_called'] !== 'string' || typeof tree.facts['free_wakes_dax'] === 'string') return;
		const ops = opsOf(context, owner);
		if (ops === null && !givesOpsElsewhere(context))
			yield context.at(node, `this pagemap gets no ops: when the count of one of its pages drops to 0, this tree's free path calls ops->page_free()`);
		else if (ops !== null && ops !== '' && !hasHook(context, ops))
			yield context.at(node, `${ops}, the ops of this pagemap, has no page_free, which this tree's free path calls when a page's count drops to 0`);
	},
};

/** The ops that the function gives the same pagemap: their name, '' where it is not known, null for none. */
function opsOf(context: RuleContext, owner: string): string | null {
	const { text, root } = context;
	for (const assignment of descendantsOf(root, new Set(['assignment_expression']))) {
		const target = childOf(assignment, 'left');
		const value = childOf(assignment, 'right');
		if (target === null || value === null) continue;
		const match = /^(.*)(?:->|\.)ops$/s.exec(textOf(target, text));
		if (match !== null && match[1] === owner) return /^&(\w+)$/.exec(textOf(value, text))?.[1] ?? '';
	}
	return null;
}

/** Whether another function of the file, which this one may call or be called by, gives a pagemap its ops. */
function givesOpsElsewhere(context: RuleContext): boolean {
	const { source, item } = context;
	return source.main.items.some((other) => {
		if (other === item || !itemHolds(source, other, new Set(['dev_pagemap']))) return false;
		return /(?:->|\.)\s*ops\s*=[^=]/.test(source.text.slice(other.start, other.end));
	});
}

/** Whether a structure of this file has a free hook; one of another file is taken to have it. */
function hasHook(context: RuleContext, ops: string): boolean {
	const { source } = context;
	if (!fileHolds(source, [ops])) return true;
	for (const item of source.main.items) {
		if (item.kind !== 'declaration') continue;
		const text = source.text.slice(item.start, item.end);
		if (!new RegExp(`\\bstruct\\s+dev_pagemap_ops\\s+${ops}\\s*=`).test(text)) continue;
		return /\.\s*(?:page_free|folio_free)\s*=/.test(text);
	}
	return true;
}
