import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../kernel-c/calls.ts';
import { declaredName } from '../kernel-c/declarations.ts';
import { ancestorOf, childOf, descendantsOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import type { Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

const makesPfn = /^(?:phys_to_pfn_t|__?pfn_to_pfn_t)$/;
/** Functions that map with a reference and take no notice of the flags. */
const convertedInsert = /^(?:dax_insert_pfn(?:_p[mu]d)?|vmf_insert_page_mkwrite|vmf_insert_folio_p[mu]d)$/;
const otherInsert = /^vmf_insert_(?:mixed(?:_mkwrite)?|pfn(?:_p[mu]d|_prot)?)$/;

/** Patch 10 of the series gives flags 0 where a pfn goes to an insert function that takes a reference. */
export const pfnDevMap: Rule = {
	id: 'pfn-dev-map',
	group: 'scheme',
	summary: 'PFN_MAP asks for a devmap page-table entry',
	severity: 'warning',
	severityIn: { devmap: 'info' },
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 10/13] fs/dax: Properly refcount fs dax pages')],
	words: [['PFN_MAP']],
	fix: 'review',
	readsParts: true,
	nodes: ['identifier'],
	*check(context, node) {
		const { text, item } = context;
		if (textOf(node, text) !== 'PFN_MAP' || item.name.startsWith('pfn_t_') || item.kind === 'macro') return;
		const use = useOf(node, text);
		if (use === null) return;
		const fix = use.kind === 'argument' ? fixOf(context, use.node) : null;
		yield context.at(use.node, messageOf(context, use.kind), fix === null ? {} : { fix });
	},
};

type Use = { readonly kind: 'argument' | 'assigned' | 'tested'; readonly node: SyntaxNode };

/** What the flag is used for; null where it is only taken away. */
function useOf(flag: SyntaxNode, text: string): Use | null {
	let node = flag;
	for (let parent = flag.parent; parent !== null; node = parent, parent = parent.parent) {
		switch (parent.type) {
			case 'parenthesized_expression':
				continue;
			case 'conditional_expression':
				if (node.field === 'condition') return null;
				continue;
			case 'unary_expression':
				return null;
			case 'binary_expression': {
				const operator = operatorOf(parent);
				if (operator === '&' || operator === '==' || operator === '!=') return { kind: 'tested', node: wholeTest(parent) };
				if (operator !== '|') return null;
				continue;
			}
			case 'argument_list':
				return makesPfn.test(calleeOf(parent.parent as SyntaxNode, text)) ? { kind: 'argument', node } : null;
			case 'assignment_expression':
				return operatorOf(parent) === '&=' ? null : { kind: 'assigned', node: parent };
			case 'init_declarator':
			case 'return_statement':
				return { kind: 'assigned', node };
			default:
				return null;
		}
	}
	return null;
}

/** `(flags & PFN_MAP) == PFN_MAP` is one test. */
function wholeTest(test: SyntaxNode): SyntaxNode {
	let at = test;
	while (at.parent?.type === 'parenthesized_expression' && at.parent.field !== 'condition') at = at.parent;
	const outer = at.parent;
	return outer?.type === 'binary_expression' && /^[!=]=$/.test(operatorOf(outer)) ? outer : test;
}

function messageOf(context: RuleContext, kind: Use['kind']): string {
	const effect = kind === 'tested' ? 'is a test for pfns that get a devmap entry' : 'asks for a devmap entry, which holds no reference on the page';
	return context.tree.scheme === 'devmap'
		? `PFN_MAP ${effect}`
		: `PFN_MAP ${effect}; in this tree DAX pages are mapped as any page and nothing makes devmap entries`;
}

/** Flags 0, where every insert that gets the pfn is one that takes the reference itself. */
function fixOf(context: RuleContext, flags: SyntaxNode): Fix | null {
	const call = ancestorOf(flags, 'call_expression');
	if (call === null) return null;
	const outer = ancestorOf(call, 'call_expression');
	const target = ancestorOf(call, 'init_declarator', 'assignment_expression');
	const goesDirectly = outer !== null && convertedInsert.test(calleeOf(outer, context.text));
	const name = target === null ? '' : targetName(target, context.text);
	if (!goesDirectly && (name === '' || !goesToConverted(context, name))) return null;
	return {
		title: 'No pfn flags: the insert function takes a reference',
		edits: context.inFile([{ start: flags.start, end: flags.end, newText: '0' }]),
		safety: 'review',
	};
}

function targetName(target: SyntaxNode, text: string): string {
	const declarator = childOf(target, 'declarator');
	if (declarator !== null) return declaredName(declarator, text);
	const left = childOf(target, 'left');
	return left === null ? '' : textOf(left, text);
}

function goesToConverted(context: RuleContext, name: string): boolean {
	let converted = false;
	for (const call of descendantsOf(context.root, new Set(['call_expression']))) {
		const callee = calleeOf(call, context.text);
		if (!argumentsOf(call).some((argument) => textOf(bareExpression(argument), context.text) === name)) continue;
		if (otherInsert.test(callee)) return false;
		if (convertedInsert.test(callee)) converted = true;
	}
	return converted;
}
