import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../kernel-c/calls.ts';
import { valuesOf } from '../kernel-c/declarations.ts';
import { ancestorOf, childOf, descendantsOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSeries, inZoneDeviceRfc } from './drafts/sources.ts';
import type { Draft, Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

const reads = [
	'page_ref_count',
	'folio_ref_count',
	'page_count',
	'atomic_read',
	'page_ref_sub_return',
	'folio_ref_sub_return',
	'page_ref_dec_return',
	'folio_ref_dec_return',
];
const waits = ['___wait_var_event', 'wait_var_event', 'wait_var_event_interruptible', 'wait_var_event_killable', 'wait_var_event_timeout'];

/** Patch 03 of the series gathers the tests, patch 10 moves their threshold. */
export const oneBasedIdle: Rule = {
	id: 'one-based-idle',
	group: 'scheme',
	summary: 'A DAX page is taken for idle at the wrong count, or waited for in an open-coded way',
	severity: 'error',
	severityIn: { devmap: 'warning', unknown: 'warning' },
	schemes: allSchemes,
	sources: [
		inSeries('Alistair Popple, [PATCH 03/13] fs/dax: Refactor wait for dax idle page'),
		inSeries('Alistair Popple, [PATCH 10/13] fs/dax: Properly refcount fs dax pages'),
		inZoneDeviceRfc('Dan Williams, 2020-10-05'),
	],
	words: [
		[...reads, ...waits],
		// `dax` is the word in `#include <linux/dax.h>`.
		['_refcount', 'dax', 'dax_layout_busy_page', 'dax_device', 'dax_to_pfn', 'dax_to_folio', 'MEMORY_DEVICE_FS_DAX', 'is_fsdax_page', 'folio_is_fsdax'],
	],
	fix: 'review',
	readsParts: true,
	nodes: ['call_expression', 'binary_expression'],
	*check(context, node) {
		if (node.type === 'call_expression') yield* checkWait(context, node);
		else yield* checkComparison(context, node);
	},
};

/** `___wait_var_event(&page->_refcount, atomic_read(&page->_refcount) == 1, …)`: only DAX pages are waited for so. */
function* checkWait(context: RuleContext, call: SyntaxNode): Iterable<Draft> {
	const { text } = context;
	const list = argumentsOf(call);
	const condition = list[1];
	if (condition === undefined || !isOpenCodedWait(call, text)) return;
	const fix = waitFix(context, call, list) ?? thresholdFix(context, condition);
	const scheme = context.tree.scheme;
	const threshold = scheme === 'normal' || scheme === 'converting' ? '; a DAX page is idle at count 0 in this tree' : '';
	yield context.at(
		childOf(call, 'function') ?? call,
		`an open-coded wait for an idle DAX page repeats how it is counted: every such place has to change when the count does${threshold}`,
		fix === null ? {} : { fix },
	);
}

function isOpenCodedWait(call: SyntaxNode, text: string): boolean {
	const variable = argumentsOf(call)[0];
	return variable !== undefined && waits.includes(calleeOf(call, text)) && /^&.*(?:->|\.)_refcount$/.test(textOf(variable, text));
}

function waitFix(context: RuleContext, call: SyntaxNode, list: readonly SyntaxNode[]): Fix | null {
	const { text } = context;
	if (typeof context.tree.facts['dax_wait_page_idle'] !== 'string' || list.length !== 6) return null;
	const page = /^&(.*?)(?:->|\.)_refcount$/.exec(textOf(list[0] as SyntaxNode, text))?.[1];
	const callback = list[5] as SyntaxNode;
	const inode = callback.type === 'call_expression' ? argumentsOf(callback) : [];
	if (page === undefined || inode.length !== 1) return null;
	const newText = `dax_wait_page_idle(${page}, ${calleeOf(callback, text)}, ${textOf(inode[0] as SyntaxNode, text)})`;
	return { title: 'Wait through dax_wait_page_idle()', edits: context.inFile([{ start: call.start, end: call.end, newText }]), safety: 'review' };
}

function* checkComparison(context: RuleContext, node: SyntaxNode): Iterable<Draft> {
	const { text, tree } = context;
	const compared = countComparison(node, text);
	if (compared === null || (!isDaxCode(context, node) && !isDaxPage(context, compared.counted))) return;
	const wait = ancestorOf(node, 'call_expression');
	if (wait !== null && isOpenCodedWait(wait, text)) return;
	const oneBased = isOneBased(compared.operator, compared.limit);
	const zeroBased = isOneBased(compared.operator, compared.limit + 1);
	if (tree.scheme === 'devmap' ? !zeroBased : tree.scheme === 'unknown' || !oneBased) return;
	const fix = thresholdFix(context, node);
	const message =
		tree.scheme === 'devmap'
			? 'a free DAX page has a count of 1 in this tree, so this tests for what never happens'
			: 'a free DAX page has a count of 0 in this tree: a page with one user is taken for idle here';
	yield context.at(node, message, fix === null ? {} : { fix });
}

/** Whether `count OPERATOR limit` asks if the count is one or more than one: `== 1`, `> 1`, `!= 1`, `<= 1`, `< 2`, `>= 2`. */
function isOneBased(operator: string, limit: number): boolean {
	return limit === (operator === '<' || operator === '>=' ? 2 : 1);
}

interface Comparison {
	readonly operator: string;
	readonly limit: number;
	readonly number: SyntaxNode;
	/** What is counted. */
	readonly counted: SyntaxNode | undefined;
}

function countComparison(node: SyntaxNode, text: string): Comparison | null {
	const operator = operatorOf(node);
	const left = childOf(node, 'left');
	const right = childOf(node, 'right');
	if (!/^(?:[=!]=|[<>]=?)$/.test(operator) || left === null || right === null || right.type !== 'number_literal') return null;
	const read = bareExpression(left);
	const name = read.type === 'call_expression' ? calleeOf(read, text) : '';
	if (!reads.includes(name)) return null;
	const first = argumentsOf(read)[0];
	if (name === 'atomic_read' && (first === undefined || !/(?:->|\.)_refcount$/.test(textOf(first, text)))) return null;
	const limit = Number(textOf(right, text));
	return Number.isInteger(limit) ? { operator, limit, number: right, counted: first } : null;
}

const fromDaxEntry = /^dax_to_(?:pfn|folio|page)$/;

/** Whether a page or folio is taken from an entry of DAX's own page cache. */
function isDaxPage(context: RuleContext, counted: SyntaxNode | undefined): boolean {
	if (counted === undefined) return false;
	const { root, text } = context;
	const names = [...descendantsOf(counted, new Set(['identifier']))].map((name) => textOf(name, text));
	const values = [counted, ...names.flatMap((name) => valuesOf(root, text, name))];
	return values.some((value) => [...descendantsOf(value, new Set(['call_expression']))].some((call) => fromDaxEntry.test(calleeOf(call, text))));
}

/** Whether the function is one of DAX: by its name, or because it asks whether the page is one. */
function isDaxCode(context: RuleContext, node: SyntaxNode): boolean {
	if (/(?:^|_)(?:fs)?dax(?:_|$)|devmap/.test(context.item.name)) return true;
	for (let at = node.parent; at !== null; at = at.parent) {
		if (at.type !== 'if_statement') continue;
		const condition = childOf(at, 'condition');
		if (condition !== null && /\bMEMORY_DEVICE_FS_DAX\b|\b(?:is_fsdax_page|folio_is_fsdax)\s*\(/.test(textOf(condition, context.text))) return true;
	}
	return false;
}

/** The other threshold. */
function thresholdFix(context: RuleContext, expression: SyntaxNode): Fix | null {
	const { scheme } = context.tree;
	if (scheme === 'unknown') return null;
	for (const node of descendantsOf(expression, new Set(['binary_expression']))) {
		const compared = countComparison(node, context.text);
		if (compared === null) continue;
		const limit = scheme === 'devmap' ? compared.limit + 1 : compared.limit - 1;
		if (limit < 0 || !isOneBased(compared.operator, scheme === 'devmap' ? limit : compared.limit)) return null;
		return {
			title: `Compare with ${limit}, the count of a free DAX page in this tree`,
			edits: context.inFile([{ start: compared.number.start, end: compared.number.end, newText: String(limit) }]),
			safety: 'review',
		};
	}
	return null;
}
