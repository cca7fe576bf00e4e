import { entryTests, isEntryTest } from '../analysis/dax/devmap-names.ts';
import { vmaInScope } from '../analysis/dax/vma-in-scope.ts';
import { isPureCall } from '../contracts/table.ts';
import { argumentsOf, calleeOf, textOf } from '../kernel-c/calls.ts';
import { callsTo, resultTypeOf } from '../kernel-c/declarations.ts';
import { healAround } from '../kernel-c/rewrite/branches.ts';
import { hasSibling, isAnswer, isBailOut, placeOf } from '../kernel-c/rewrite/condition-shape.ts';
import { type Loss, simplifyConstant } from '../kernel-c/rewrite/constant-condition.ts';
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import type { Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

/** Patch 12 of the series removes every such test. */
export const devmapCheck: Rule = {
	id: 'devmap-check',
	group: 'scheme',
	summary: 'A page-table entry is asked whether it is a devmap entry',
	severity: 'warning',
	severityIn: { devmap: 'info' },
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 12/13] mm: Remove pXX_devmap callers')],
	words: [entryTests],
	fix: 'review',
	readsParts: true,
	nodes: ['call_expression'],
	*check(context, node) {
		const name = calleeOf(node, context.text);
		if (!isEntryTest(name) || isEntryTest(context.item.name)) return;
		const fix = fixOf(context, node);
		yield context.at(node, messageOf(context, name), fix === null ? {} : { fix });
	},
};

function messageOf(context: RuleContext, name: string): string {
	switch (context.tree.scheme) {
		case 'devmap':
			return `${name}() tells FS DAX entries, which hold no reference on their page, from others; when DAX pages are counted as any page no entry is marked devmap and this is always false`;
		case 'converting':
			return `${name}() is never true once DAX pages are mapped with a reference: nothing marks an entry devmap any more`;
		default:
			return `${name}() asks for a devmap entry; DAX pages are counted as any page and no entry is one`;
	}
}

function fixOf(context: RuleContext, test: SyntaxNode): Fix | null {
	const leaf = leafTest(context, test);
	if (leaf !== null) {
		const edits = context.inFile([healAround(test, leaf, context.text)]);
		return { title: `Ask ${leaf}, which is true for DAX leaves (check that only DAX comes here)`, edits, safety: 'review' };
	}
	const dax = vmaTest(context, test);
	if (dax !== null) {
		const edits = context.inFile([healAround(test, `vma_is_dax(${dax})`, context.text)]);
		return { title: `Ask vma_is_dax(${dax}) instead (check that this is the entry's VMA)`, edits, safety: 'review' };
	}
	const simplified = simplifyConstant(test, false, context.text, isPureCall);
	if (simplified === null) return null;
	const title = titles[simplified.loses](calleeOf(test, context.text)) + longtermNote(context, test);
	// While entries are marked devmap the test means something: only the series as a whole may take it away.
	const isSafe = simplified.loses === 'nothing' && (context.tree.scheme === 'converting' || context.tree.scheme === 'normal');
	return { title, edits: context.inFile(simplified.edits), safety: isSafe ? 'safe' : 'review' };
}

/** GUP refuses long-term pins of DAX by the test; without it `folio_is_longterm_pinnable()` has to. */
function longtermNote(context: RuleContext, test: SyntaxNode): string {
	const { statement } = placeOf(test, context.text);
	const branch = statement === null ? null : childOf(statement, 'consequence');
	if (branch === null || !/\bFOLL_LONGTERM\b/.test(textOf(branch, context.text))) return '';
	return typeof context.tree.facts['longterm_refuses_dax'] === 'string'
		? '; folio_is_longterm_pinnable() refuses long-term pins of DAX'
		: '; it refuses long-term pins of DAX, so first make folio_is_longterm_pinnable() refuse them, which it does not in this tree';
}

const titles: Record<Loss, (name: string) => string> = {
	nothing: (name) => `Remove the ${name}() test`,
	branch: () => 'Remove what only a devmap entry reached (check that nothing else needs it)',
	call: (name) => `Remove the ${name}() test, and a call with it (check that nothing needs the call)`,
	warning: (name) => `Remove the ${name}() test, and a warning that would always come without it (check what it is to say)`,
	assertion: (name) => `Remove the ${name}() test, and the part of the assertion that says nothing without it (check what it is to assert)`,
	comment: (name) => `Remove the ${name}() test, and the comment beside it`,
};

/** `if (pud_devmap(*pud)) return PUD_SHIFT;`: an answer for leaf entries, which in the normal scheme pud_trans_huge() tells. */
function leafTest(context: RuleContext, test: SyntaxNode): string | null {
	const { text, root } = context;
	const place = placeOf(test, text);
	const branch = place.statement === null ? null : childOf(place.statement, 'consequence');
	if (branch === null || place.operators.length > 0 || !isAnswer(branch, text)) return null;
	const name = calleeOf(test, text).replace('_devmap', '_trans_huge');
	const entry = argumentsOf(test).map((argument) => textOf(argument, text));
	const isAskedElsewhere = [...callsTo(root, text, new Set([name]))].some((call) => textOf(argumentsOf(call)[0] ?? call, text) === entry[0]);
	return !/^p[mu]d_/.test(name) || isAskedElsewhere ? null : `${name}(${entry.join(', ')})`;
}

/**
 * Where the test kept DAX out, or told DAX leaves from others, the VMA answers it in the normal scheme. Not where the function returns
 * a page: DAX pages are ordinary pages then and may be returned.
 */
function vmaTest(context: RuleContext, test: SyntaxNode): string | null {
	const { text, root } = context;
	if (context.item.kind !== 'function' || /\bstruct\s+(?:page|folio)\s*\*/.test(resultTypeOf(root, text))) return null;
	const place = placeOf(test, text);
	if (place.statement === null || place.operators.includes('!') || hasSibling(place, test, /_trans_huge$/, text)) return null;
	const onlyAnd = place.operators.length > 0 && place.operators.every((operator) => operator === '&&');
	const onlyOr = place.operators.every((operator) => operator === '||');
	const branch = childOf(place.statement, 'consequence');
	const keepsOut = onlyOr && branch !== null && isBailOut(branch);
	const tellsLeaves = onlyAnd && hasSibling(place, test, /_leaf$/, text);
	if (!keepsOut && !tellsLeaves) return null;
	const entry = argumentsOf(test)[0];
	return vmaInScope(root, text, entry === undefined ? '' : textOf(entry, text), test.start);
}
