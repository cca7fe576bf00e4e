import { typesReaching } from '../analysis/dax/pagemap-types.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf } from '../kernel-c/calls.ts';
import { childOf, namedChildren, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inCoherentSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

const unrefcounted = [
	'pte_mkdevmap',
	'pmd_mkdevmap',
	'pud_mkdevmap',
	'pte_mkspecial',
	'pmd_mkspecial',
	'pud_mkspecial',
	'vmf_insert_mixed',
	'vmf_insert_mixed_mkwrite',
	'vmf_insert_pfn',
	'vmf_insert_pfn_prot',
	'vmf_insert_pfn_pmd',
	'vmf_insert_pfn_pud',
];
const asks = ['is_device_private_page', 'is_device_coherent_page', 'folio_is_device_private', 'folio_is_device_coherent'];
const counted = ['MEMORY_DEVICE_PRIVATE', 'MEMORY_DEVICE_COHERENT'];

/** Gunthorpe on coherent memory: an entry that the mm does not count hides the page from munmap. */
export const devmapOnRefcountedType: Rule = {
	id: 'devmap-on-refcounted-type',
	group: 'scheme',
	summary: 'A page that its driver counts gets an entry that holds no reference',
	severity: 'error',
	schemes: allSchemes,
	sources: [inCoherentSeries('Jason Gunthorpe, 2022-02-15')],
	words: [unrefcounted, [...asks, ...counted]],
	fix: 'none',
	nodes: ['call_expression'],
	*check(context, node) {
		const { text } = context;
		const name = calleeOf(node, text);
		if (!unrefcounted.includes(name)) return;
		const types = typesReaching(node, text);
		const byType = types !== null && types.size > 0 && [...types].every((type) => counted.includes(type));
		if (!byType && !isAsked(node, text)) return;
		yield context.at(node, `${name}() makes an entry that holds no reference, for memory whose driver waits for the count to drop: nobody drops it at munmap`);
	},
};

/** Whether the branch around a node is taken for private or coherent pages only. */
function isAsked(node: SyntaxNode, text: string): boolean {
	for (let at = node; at.parent !== null; at = at.parent) {
		if (at.parent.type !== 'if_statement' || !/^(?:consequence|alternative)$/.test(at.field)) continue;
		const condition = childOf(at.parent, 'condition');
		if (condition !== null && isCertain(condition, at.field === 'consequence', text)) return true;
	}
	return false;
}

/** Whether a condition can only be `truth` when one of the questions is answered yes. */
function isCertain(condition: SyntaxNode, truth: boolean, text: string): boolean {
	const bare = bareExpression(condition);
	const [first, second] = namedChildren(bare);
	switch (bare.type) {
		case 'unary_expression':
			return first !== undefined && operatorOf(bare) === '!' && isCertain(first, !truth, text);
		case 'binary_expression': {
			if (first === undefined || second === undefined || operatorOf(bare) !== (truth ? '&&' : '||')) return false;
			return isCertain(first, truth, text) || isCertain(second, truth, text);
		}
		case 'call_expression': {
			const argument = argumentsOf(bare)[0];
			if (/^(?:un)?likely$/.test(calleeOf(bare, text))) return argument !== undefined && isCertain(argument, truth, text);
			return truth && asks.includes(calleeOf(bare, text));
		}
		default:
			return false;
	}
}
