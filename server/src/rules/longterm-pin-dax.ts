import { bareExpression, textOf } from '../kernel-c/calls.ts';
import type { Item } from '../kernel-c/items.ts';
import { itemHolds, wordsOf } from '../kernel-c/source-file.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../kernel-c/syntax.ts';
import { isCode } from './drafts/changed-names.ts';
import type { ChangedFile, ChangedText, PatchDraft } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

const flag = 'FOLL_LONGTERM';
const askWords: ReadonlySet<string> = new Set([flag, 'folio_is_longterm_pinnable', 'is_longterm_pinnable_page']);
const asks = new RegExp(`\\b(?:${[...askWords].join('|')})\\b`);
const refusals = [
	'folio_is_longterm_pinnable',
	'is_longterm_pinnable_page',
	'vma_is_fsdax',
	'vma_is_dax',
	'folio_is_fsdax',
	'is_device_dax_page',
	'folio_is_device_dax',
];

/** Patch 12 asks it itself: "TODO: As a side-effect does this allow long-term pinning of DAX pages?" */
export const longtermPinDax: Rule = {
	id: 'longterm-pin-dax',
	group: 'gup',
	summary: 'A refusal of long-term pins is removed, and nothing on that path refuses them now',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 12/13] mm: Remove pXX_devmap callers, in a comment; and [PATCH 09/13]')],
	words: [[flag]],
	fix: 'none',
	nodes: [],
	*checkPatch({ files, tree }) {
		for (const changed of files) {
			const { before, after } = changed;
			if (before === null || after === null || !isCode(changed.path)) continue;
			for (const item of before.source.main.items) {
				if (item.kind !== 'function' || !itemHolds(before.source, item, askWords)) continue;
				const counterpart = after.source.main.items.find((other) => other.kind === 'function' && other.name === item.name);
				// A function that is gone pins nothing.
				if (counterpart === undefined || refuses(after, counterpart)) continue;
				for (const refusal of refusalsIn(before, item)) {
					const start = item.start + refusal.start;
					if (!before.isChanged(before.lines.positionAt(start).line)) continue;
					yield draftAt(
						changed,
						item,
						start,
						item.start + refusal.end,
						tree.facts['longterm_refuses_dax'] !== undefined && tree.facts['longterm_refuses_dax'] !== false,
					);
				}
			}
		}
	},
};

function draftAt(changed: ChangedFile, item: Item, start: number, end: number, isRefusedByFolio: boolean): PatchDraft {
	// A hunk does not always say what function it is in.
	const where = changed.isWhole ? `${item.name}()` : 'the function';
	const message = isRefusedByFolio
		? `long-term pins of DAX were refused here and nothing in ${where} does so now: that leaves it to folio_is_longterm_pinnable(), which refuses DAX in this tree; is it asked on every way from here?`
		: `long-term pins of DAX were refused here, nothing in ${where} does so now, and folio_is_longterm_pinnable() does not refuse DAX as far as can be seen: a file cannot take its blocks back while such a pin lasts`;
	return { changed, side: 'before', start, end, name: item.name, message, ...(isRefusedByFolio ? { severity: 'info' as const } : {}) };
}

/** Whether a function still asks about long-term pins, or keeps DAX out. */
function refuses({ source }: ChangedText, item: Item): boolean {
	for (const word of wordsOf(source, item)) if (word === flag || refusals.includes(word)) return true;
	return false;
}

/** The conditions of a function by which a long-term pin leaves. Offsets are the item's. */
function* refusalsIn({ source, text }: ChangedText, item: Item): Generator<SyntaxNode> {
	const { root } = source.syntaxOf(item);
	const own = text.slice(item.start, item.end);
	for (const statement of descendantsOf(root, new Set(['if_statement']))) {
		const condition = childOf(statement, 'condition');
		const consequence = childOf(statement, 'consequence');
		if (condition === null || consequence === null || !asks.test(textOf(condition, own))) continue;
		const last = consequence.type === 'compound_statement' ? namedChildren(consequence).at(-1) : consequence;
		if (last !== undefined && /^(?:goto|return|continue|break)_statement$/.test(last.type)) yield bareExpression(condition);
	}
}
