import { isDaxFile, pfnOrigin } from '../analysis/dax/pfn-origin.ts';
import { argumentsOf, bareExpression, calleeOf, textOf } from '../kernel-c/calls.ts';
import { fileHolds } from '../kernel-c/source-file.ts';
import { descendantsOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { isFromAll } from '../kernel-c/variable-origins.ts';
import { inSeries, inZoneDeviceRfc } from './drafts/sources.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Functions that need a page whose count is not zero, and where they take it. */
const needsCount = new Map([
	['get_page', 0],
	['folio_get', 0],
	['vm_insert_page', 2],
	['vmf_insert_page', 2],
	['vmf_insert_page_mkwrite', 1],
	['vmf_insert_folio_pmd', 1],
	['vmf_insert_folio_pud', 1],
]);
const takesFirst =
	/^(?:page_ref_(?:inc|add)|folio_ref_(?:inc|add)|folio_try_get\w*|get_page_unless_zero|try_get_page|try_grab_\w+|set_page_count|folio_set_count|init_page_count|zone_device_\w+_init|get_user_pages\w*|pin_user_pages\w*)$/;
const fromPfn = /^(?:pfn_to_page|pfn_t_to_page|pfn_folio)$/;

/** A free DAX page of the normal scheme has count zero, and get_page() asserts that there is a reference already. */
export const zeroRefPageMapped: Rule = {
	id: 'zero-ref-page-mapped',
	group: 'scheme',
	summary: 'A DAX page that may have no reference is given to a function that needs one',
	severity: 'error',
	// In the middle of the conversion a page that is free has the one count in some files and the other in others.
	schemes: ['normal'],
	sources: [inZoneDeviceRfc('Ralph Campbell, 2020-10-01'), inSeries('Alistair Popple, [PATCH 10/13] fs/dax: Properly refcount fs dax pages')],
	words: [[...needsCount.keys()], ['pfn_to_page', 'pfn_t_to_page', 'pfn_folio']],
	fix: 'none',
	nodes: ['call_expression'],
	*check(context, node) {
		const name = calleeOf(node, context.text);
		const place = needsCount.get(name);
		// Pages of device DAX are of the generic type and start at one.
		if (place === undefined || !isDaxFile(context.source) || fileHolds(context.source, ['MEMORY_DEVICE_GENERIC'])) return;
		const given = argumentsOf(node)[place];
		if (given === undefined || !isFreshFromPfn(context, given) || takesReferenceBefore(context, node)) return;
		yield context.at(
			node,
			`${name}() needs a page that is counted already: a free DAX page has count 0 in this tree, and taking a reference on it is a VM_BUG_ON; page_ref_inc() takes the first one`,
		);
	},
};

/** Whether an expression is a page made from a pfn in this function, and not the zero page. */
function isFreshFromPfn({ text, root }: RuleContext, given: SyntaxNode): boolean {
	return isFromAll(root, text, given, (value, follow) => {
		let bare = bareExpression(value);
		for (;;) {
			if (pfnOrigin(bare, root, text) === 'zero') return false;
			if (bare.type === 'identifier') return follow(textOf(bare, text));
			if (bare.type !== 'call_expression') return false;
			const name = calleeOf(bare, text);
			if (fromPfn.test(name)) return true;
			const inner = argumentsOf(bare)[0];
			if (name !== 'page_folio' || inner === undefined) return false;
			bare = bareExpression(inner);
		}
	});
}

function takesReferenceBefore(context: RuleContext, node: SyntaxNode): boolean {
	for (const call of descendantsOf(context.root, new Set(['call_expression']))) {
		if (call.start < node.start && takesFirst.test(calleeOf(call, context.text))) return true;
	}
	return false;
}
