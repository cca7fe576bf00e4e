import type { Violation } from '../analysis/typestate/trace.ts';
import type { Change } from '../contracts/contract.ts';
import { namesInPack, tableContract } from '../contracts/table.ts';
import { argumentsOf, calleeOf, textOf } from '../kernel-c/calls.ts';
import { descendantsOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inKernel } from './drafts/sources.ts';
import { draftOf, kindOf, takenBy } from './drafts/violations.ts';
import type { Draft, Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

/** A pin counts 1024 references, and only unpinning takes all of them back; put_device() of a folio drops what is no device. */
export const putWrongApi: Rule = {
	id: 'put-wrong-api',
	group: 'balance',
	needs: 'paths',
	summary: 'What was taken is given back as something else: pages that were pinned are put, pages that were got are unpinned',
	severity: 'error',
	schemes: allSchemes,
	sources: [
		inKernel('crypto, cifs: Fix error handling in extract_iter_to_sg()', 'lib/scatterlist.c'),
		inKernel('pin_user_pages() and related calls', 'Documentation/core-api/pin_user_pages.rst'),
	],
	words: [namesInPack('mm', ({ effects }) => effects.some((change) => releases(change)))],
	packWords: { core: namesInPack('core', ({ effects }) => effects.some((change) => releases(change))) },
	fix: 'review',
	nodes: ['function_definition', 'call_expression'],
	*check(context, node) {
		if (node.type === 'call_expression') yield* wrongOfArray(context, node);
		else for (const found of context.balance().violations) if (found.kind === 'mismatch') yield mismatch(context, found);
	},
};

function releases({ on, change }: Change): boolean {
	return on === 'argument' && change < 0;
}

/** What was taken on one path and given back as another kind. */
function mismatch(context: RuleContext, found: Violation): Draft {
	const wrong = found.callee ?? '';
	const held = kindOf(context, found.acquisition.counts);
	const released = tableContract(wrong)?.effects.find(releases)?.counts ?? '';
	const taker = takenBy(context, found);
	const fix = releaseFix(context, found.at, wrong, held.kind);
	const what = `${found.name === '' ? 'this' : found.name} holds a ${held.noun}${held.isOnPages ? '' : ` (${held.kind})`}${taker === '' ? '' : ` that ${taker}() took`}`;
	return draftOf(context, found, `${what}, and ${wrong}() gives back a ${kindOf(context, released).noun} (${released})`, fix);
}

/** Elements of an array that was filled with one kind and is given back as another, on whatever path. */
function* wrongOfArray(context: RuleContext, node: SyntaxNode): Generator<Draft> {
	const { text, root } = context;
	const name = calleeOf(node, text);
	const release = tableContract(name)?.effects.find((change) => releases(change) && isOfPages(change));
	const argument = argumentsOf(node)[release?.argument ?? 0];
	if (release === undefined || argument === undefined) return;
	const array = arrayOf(argument, text);
	const fillers = [...descendantsOf(root, new Set(['call_expression']))].filter((call) => fillsArray(call, array, text));
	const filler = fillers[0];
	if (array === '' || filler === undefined || fillers.some((call) => fillOf(call, text)?.counts === release.counts)) return;
	const how = calleeOf(filler, text);
	const isUnpin = release.counts === 'pin';
	const steps = [{ start: context.item.start + filler.start, end: context.item.start + filler.end, message: isUnpin ? 'got here' : 'pinned here' }];
	const message = isUnpin
		? `${array} was filled by ${how}(), which takes ordinary references: ${name}() drops 1024 of them at once`
		: `${array} was filled by ${how}(), which pins: ${name}() takes one of 1024 references back, unpin_user_page() all`;
	const fix = releaseFix(context, node, name, isUnpin ? 'page' : 'pin');
	yield context.at(node, message, { steps, ...(fix === null ? {} : { fix }) });
}

function isOfPages({ counts, of }: Change): boolean {
	return (counts === 'page' || counts === 'pin') && of !== 'address';
}

/** The release that takes the same arguments and gives back what is held. */
function releaseFix(context: RuleContext, call: SyntaxNode, name: string, held: string): Fix | null {
	const right = tableContract(name)?.instead?.[held];
	if (right === undefined) return null;
	return { title: `${right}() for ${name}()`, edits: context.inFile([{ start: call.start, end: call.start + name.length, newText: right }]), safety: 'review' };
}

/** `pages` of `pages[i]` and `pages + n`. */
function arrayOf(argument: SyntaxNode, text: string): string {
	return /^&?([\w.>-]+?)(?:\[.*|\s*\+.*)?$/.exec(textOf(argument, text))?.[1] ?? '';
}

/** What a call fills an array with, by its contract; undefined where it fills none. */
function fillOf(call: SyntaxNode, text: string): Change | undefined {
	return tableContract(calleeOf(call, text))?.effects.find(({ on, count }) => on === 'pointee' && count !== undefined);
}

function fillsArray(call: SyntaxNode, array: string, text: string): boolean {
	const fill = fillOf(call, text);
	const given = fill === undefined ? undefined : argumentsOf(call)[fill.argument ?? 0];
	return given !== undefined && arrayOf(given, text) === array;
}
