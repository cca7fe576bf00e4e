import { argumentsOf, calleeOf, textOf } from '../kernel-c/calls.ts';
import { descendantsOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import type { Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';
import { inKernel } from './sources.ts';

/** Functions that fill an array of pages, and which argument that is: include/linux/mm.h. */
const fills = new Map([
	['get_user_pages', { pages: 3, isPin: false }],
	['get_user_pages_fast', { pages: 3, isPin: false }],
	['get_user_pages_fast_only', { pages: 3, isPin: false }],
	['get_user_pages_remote', { pages: 4, isPin: false }],
	['get_user_pages_unlocked', { pages: 2, isPin: false }],
	['pin_user_pages', { pages: 3, isPin: true }],
	['pin_user_pages_fast', { pages: 3, isPin: true }],
	['pin_user_pages_remote', { pages: 4, isPin: true }],
	['pin_user_pages_unlocked', { pages: 2, isPin: true }],
]);
const puts = ['put_page', 'folio_put', 'release_pages'];
const unpins = ['unpin_user_page', 'unpin_user_pages', 'unpin_user_pages_dirty_lock', 'unpin_user_folio'];

/** A pin counts 1024 references, and only unpinning takes all of them back. */
export const putWrongApi: Rule = {
	id: 'put-wrong-api',
	group: 'balance',
	summary: 'Pages that were pinned are put, or pages that were got are unpinned',
	severity: 'error',
	schemes: allSchemes,
	sources: [
		inKernel('crypto, cifs: Fix error handling in extract_iter_to_sg()', 'lib/scatterlist.c'),
		inKernel('pin_user_pages() and related calls', 'Documentation/core-api/pin_user_pages.rst'),
	],
	words: [[...puts, ...unpins], [...fills.keys()]],
	fix: 'review',
	nodes: ['call_expression'],
	*check(context, node) {
		const { text, root } = context;
		const name = calleeOf(node, text);
		const isUnpin = unpins.includes(name);
		const argument = argumentsOf(node)[0];
		if ((!isUnpin && !puts.includes(name)) || argument === undefined) return;
		const array = arrayOf(argument, text);
		const fillers = [...descendantsOf(root, new Set(['call_expression']))].filter((call) => fillsArray(call, array, text));
		const filler = fillers[0];
		if (array === '' || filler === undefined || fillers.some((call) => fills.get(calleeOf(call, text))?.isPin === isUnpin)) return;
		const how = calleeOf(filler, text);
		const steps = [{ start: context.item.start + filler.start, end: context.item.start + filler.end, message: isUnpin ? 'got here' : 'pinned here' }];
		const message = isUnpin
			? `${array} was filled by ${how}(), which takes ordinary references: ${name}() drops 1024 of them at once`
			: `${array} was filled by ${how}(), which pins: ${name}() takes one of 1024 references back, unpin_user_page() all`;
		const right = rightRelease.get(name);
		const fix = right === undefined ? null : releaseFix(context, node, name, right);
		yield context.at(node, message, { steps, ...(fix === null ? {} : { fix }) });
	},
};

/** The release that takes the same arguments and fits the other kind of reference. */
const rightRelease = new Map([
	['put_page', 'unpin_user_page'],
	['release_pages', 'unpin_user_pages'],
	['unpin_user_page', 'put_page'],
	['unpin_user_pages', 'release_pages'],
]);

function releaseFix(context: RuleContext, call: SyntaxNode, name: string, right: string): Fix {
	return { title: `${right}() for ${name}()`, edits: context.inFile([{ start: call.start, end: call.start + name.length, newText: right }]), safety: 'review' };
}

/** `pages` of `pages[i]` and `pages + n`. */
function arrayOf(argument: SyntaxNode, text: string): string {
	return /^&?([\w.>-]+?)(?:\[.*|\s*\+.*)?$/.exec(textOf(argument, text))?.[1] ?? '';
}

function fillsArray(call: SyntaxNode, array: string, text: string): boolean {
	const filler = fills.get(calleeOf(call, text));
	const given = filler === undefined ? undefined : argumentsOf(call)[filler.pages];
	return given !== undefined && arrayOf(given, text) === array;
}
