import { bareExpression, calleeOf, textOf } from '../kernel-c/calls.ts';
import { variablesOf } from '../kernel-c/declarations.ts';
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import type { Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

const accessors = ['page_pgmap', 'page_dev_pagemap', 'folio_pgmap'];
const givesPage = /(?:^|_)page$|^(?:pfn|virt|bvec|pmd|pud|pte)_(?:to_)?page$/;

/** Patch 05 of the series: in a compound page only the head has the member, a tail holds the address of its head there. */
export const rawPgmapAccess: Rule = {
	id: 'raw-pgmap-access',
	group: 'scheme',
	summary: "A page's pgmap is read from the page itself, which is wrong for a tail page",
	severity: 'warning',
	severityIn: { devmap: 'info' },
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 05/13] mm: Allow compound zone device pages')],
	words: [['pgmap']],
	fix: 'review',
	readsParts: true,
	nodes: ['field_expression'],
	*check(context, node) {
		const { text, item } = context;
		const field = childOf(node, 'field');
		const owner = childOf(node, 'argument');
		if (field === null || owner === null || textOf(field, text) !== 'pgmap' || accessors.includes(item.name)) return;
		// Where there is no function to ask, the head page is asked itself.
		if (!isPage(context, owner) || isWritten(node) || (accessorOf(context) === null && isHead(owner, text))) return;
		const fix = fixOf(context, node, owner);
		yield context.at(node, messageOf(context, textOf(owner, text)), fix === null ? {} : { fix });
	},
};

function isPage(context: RuleContext, owner: SyntaxNode): boolean {
	const { text } = context;
	const bare = bareExpression(owner);
	switch (bare.type) {
		case 'identifier': {
			const name = textOf(bare, text);
			if (context.item.kind === 'macro') return name === 'page' || name === '_page';
			const variable = variablesOf(context.root, text).find((candidate) => candidate.name === name);
			return variable !== undefined && variable.type === 'struct page' && variable.isPointer;
		}
		case 'subscript_expression':
		case 'pointer_expression': {
			// `pages[i]`, `*pages`, `&folio->page`.
			const inner = childOf(bare, 'argument');
			return inner !== null && isPage(context, inner);
		}
		case 'call_expression':
			return givesPage.test(calleeOf(bare, text));
		case 'field_expression': {
			const field = childOf(bare, 'field');
			return field !== null && textOf(field, text) === 'page';
		}
		default:
			return false;
	}
}

/** `folio->page` is the head of its folio. */
function isHead(owner: SyntaxNode, text: string): boolean {
	return /^\(*&?\w*folio\w*->page\)*$/.test(textOf(owner, text).replace(/\s+/g, ''));
}

/** Set-up of a page writes the member itself. */
function isWritten(access: SyntaxNode): boolean {
	return access.field === 'left' && access.parent?.type === 'assignment_expression';
}

function messageOf(context: RuleContext, owner: string): string {
	const accessor = accessorOf(context);
	const why = `${owner}'s own pgmap member is valid in a head page only: in a tail page of a compound device page it holds the address of the head`;
	return accessor === null ? why : `${why}; ${accessor}() asks the head`;
}

function accessorOf(context: RuleContext): string | null {
	const { pgmapAccessor, scheme } = context.tree;
	if (scheme === 'unknown') return null;
	if (pgmapAccessor === 'page_pgmap' || pgmapAccessor === 'page_dev_pagemap') return pgmapAccessor;
	return null;
}

function fixOf(context: RuleContext, access: SyntaxNode, owner: SyntaxNode): Fix | null {
	const accessor = accessorOf(context);
	const isPlace = access.parent?.type === 'pointer_expression' || /^(?:swap|xchg|cmpxchg|WRITE_ONCE)$/.test(outerCall(context, access));
	if (accessor === null || isPlace) return null;
	const text = textOf(owner.type === 'parenthesized_expression' ? bareExpression(owner) : owner, context.text);
	const isPointer = childOf(access, 'operator')?.type === '->';
	const newText = `${accessor}(${isPointer ? text : `&${text}`})`;
	return { title: `Read it through ${accessor}()`, edits: context.inFile([{ start: access.start, end: access.end, newText }]), safety: 'safe' };
}

/** The function that the access is an argument of, or ''. */
function outerCall(context: RuleContext, access: SyntaxNode): string {
	const call = access.parent?.type === 'argument_list' ? access.parent.parent : null;
	return call === null ? '' : calleeOf(call, context.text);
}
