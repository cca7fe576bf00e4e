/** Where the objects of a function come from: calls that take a reference, and whatever the function releases. */

import { type Change, type Contract, isInferred, type When } from '../../contracts/contract.ts';
import { givesReference, isLookup, looksUpMapped } from '../../contracts/words.ts';
import { isIterator, macroArguments, macroNameOf } from '../../flow/macro-statements.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { isFromAll } from '../../kernel-c/variable-origins.ts';
import { accessPath, rootOfPath } from '../values/access-path.ts';
import { ANYTHING, SOMETHING } from '../values/value.ts';
import { elementsOf } from './arrays.ts';
import { type FunctionFacts, factsFor, pathOf } from './function-facts.ts';
import { maskOfResult } from './path-values.ts';
import { isOwnStorage } from './storage.ts';

/** An object to follow. */
export interface Acquisition {
	/** `known`: a call of the table takes a reference. `assumed`: the function releases what it got, so it had one. */
	readonly certainty: 'known' | 'assumed';
	/**
	 * Where the reference comes from: a call's result, its argument, what it writes, an iterator's turn, or the caller. `unset`: from
	 * nowhere, the variable has no value yet.
	 */
	readonly on: 'result' | 'argument' | 'pointee' | 'each' | 'entry' | 'unset';
	/** The call, or the loop; null for what the caller gave. */
	readonly call: SyntaxNode | null;
	/** Whether the effect was read off a helper's body: what it gives may be found another way too. */
	readonly isInferred?: boolean;
	/** Whether the helper's body leaves doubt: then only where another path gives it back is losing it wrong. */
	readonly isDoubtful?: boolean;
	/** Whether the callee takes it only where a flag asks for that. */
	readonly isByFlags?: boolean;
	/** Whether it was looked up where something else holds it, a page table: the function owes nothing, and has nothing after it dropped one. */
	readonly isBorrowed?: boolean;
	/** What is counted. */
	readonly counts: string;
	/** Where it is first stored, or ''. */
	readonly path: string;
	/** What the pointer can be when it comes. */
	readonly mask: number;
	/** For arguments and pointees: when it was taken. */
	readonly when: When | null;
	/** `elements`: what is acquired is an array of objects, all at once. */
	readonly of?: 'elements';
	/** For elements: how many were asked for, as the function writes it. */
	readonly asked?: string;
}

/** The objects of a function, in the order of the text; each is followed on its own. */
export function acquisitionsIn(facts: FunctionFacts): Acquisition[] {
	const { root, text } = facts;
	const acquisitions: Acquisition[] = [];
	const released = releasedPaths(facts);
	for (const call of descendantsOf(root, new Set(['call_expression']))) {
		const contract = facts.callees.contract(calleeOf(call, text));
		if (contract === null) continue;
		for (const change of contract.effects) {
			// What is put into a batch is the batch's.
			if (change.change <= 0 || change.times !== undefined || (change.of !== undefined && change.on === 'argument')) continue;
			const acquisition = acquisitionAt(facts, call, change, contract);
			// Elements of an array are told apart by an index that paths do not follow: all of them are one object.
			if (acquisition === null) continue;
			const isElement = acquisition.of !== 'elements' && acquisition.path.includes('[') && !hasFixedIndex(facts, acquisition.path);
			if (isElement && (acquisition.on !== 'result' || elementsOf(acquisition.path) === '' || isDroppedByNumber(elementsOf(acquisition.path), released)))
				continue;
			acquisitions.push(isElement ? { ...acquisition, path: elementsOf(acquisition.path) } : acquisition);
		}
	}
	for (const loop of descendantsOf(root, new Set(['while_statement']))) {
		if (!isIterator(loop, text)) continue;
		for (const change of facts.callees.effects(macroNameOf(loop, 'while', text) ?? '')) {
			const argument = macroArguments(loop)[change.argument ?? 0];
			const path = argument === undefined ? '' : pathOf(facts, argument);
			if (change.on !== 'each' || path === '') continue;
			acquisitions.push({ certainty: 'known', on: 'each', call: loop, counts: change.counts, path, mask: SOMETHING, when: null });
		}
	}
	const taken = new Set(acquisitions.filter((acquisition) => acquisition.on === 'argument').map((acquisition) => acquisition.path));
	// What the function takes a reference on itself it had none on before, unless it is a page and the name of who gave it says so.
	const hadOne = ({ path, call, counts }: Acquisition) =>
		!taken.has(path) || (call !== null && facts.callees.kinds.of(counts).isOnPages && givesReference(calleeOf(call, text)));
	for (const each of assumedAcquisitions(facts, released).filter(hadOne)) acquisitions.push(each);
	return acquisitions;
}

/** Whether one element of an array is dropped by its number, and others are not: which are left is not known. */
function isDroppedByNumber(elements: string, released: ReadonlyMap<string, string>): boolean {
	return [...released.keys()].some((path) => elementsOf(path) === elements && /\[\d+\]$/.test(path));
}

/** `parents[port]`, where the port is what the caller says: one element, as good as a variable. */
function hasFixedIndex(facts: FunctionFacts, path: string): boolean {
	const index = /\[(\w+)\]$/.exec(path)?.[1] ?? '';
	return facts.variables.get(index)?.isParameter === true && valuesOf(facts.root, facts.text, index).length === 0 && !facts.isWalked(index);
}

function acquisitionAt(facts: FunctionFacts, call: SyntaxNode, change: Change, contract: Contract): Acquisition | null {
	const base = {
		certainty: 'known',
		call,
		counts: change.counts,
		isInferred: isInferred(contract),
		...(contract.byFlags === true ? { isByFlags: true } : {}),
		...(change.isDoubtful === true ? { isDoubtful: true } : {}),
	} as const;
	if (change.on === 'result') {
		const target = targetOf(call, facts.text);
		const path = change.of === 'elements' && target !== '' ? `${target}[]` : target;
		return { ...base, on: 'result', path, mask: maskOfResult(change.when), when: null, ...(change.of === 'elements' ? { of: change.of } : {}) };
	}
	const argument = argumentsOf(call)[change.argument ?? 0];
	if (argument === undefined) return null;
	if (change.on === 'pointee') {
		const written = writtenThrough(facts, argument, change);
		if (written === null) return null;
		const asked = argumentsOf(call)[change.asked ?? -1];
		return {
			...base,
			on: 'pointee',
			...written,
			mask: SOMETHING,
			when: change.when ?? null,
			...(asked === undefined ? {} : { asked: spaceless(asked, facts.text) }),
		};
	}
	const path = pathOf(factsFor(facts, facts.callees.kinds.of(change.counts)), argument);
	return change.on === 'argument' && path !== '' ? { ...base, on: 'argument', path, mask: SOMETHING, when: change.when ?? null } : null;
}

/** The place that a callee writes through an argument: `page` of `&page`, `args.np` of a member, `*foliop` and `pages[]` where a pointer is given. */
function writtenThrough(facts: FunctionFacts, argument: SyntaxNode, change: Change): { readonly path: string; readonly of?: 'elements' } | null {
	const bare = bareExpression(argument);
	const isAddress = bare.type === 'pointer_expression' && operatorOf(bare) === '&';
	const inner = isAddress ? childOf(bare, 'argument') : bare;
	const place = inner === null ? '' : spaceless(inner, facts.text);
	// What goes into a structure that a pointer leads to is that structure's.
	if (change.member !== undefined) return isAddress ? { path: `${place}.${change.member}` } : null;
	if (isAddress) {
		const elements = elementsOf(place);
		return elements === '' ? { path: place } : { path: elements, of: 'elements' };
	}
	// `pages`, `pages + done`, `buf->pages`
	const array = bare.type === 'binary_expression' ? pathOf(facts, namedChildren(bare)[0] ?? bare) : pathOf(facts, bare);
	if (array === '') return null;
	if (change.of === 'elements' || change.count !== undefined) return { path: `${array}[]`, of: 'elements' };
	return { path: `*${array}` };
}

function spaceless(node: SyntaxNode, text: string): string {
	return text.slice(node.start, node.end).replace(/\s+/g, '');
}

/** The path that a call's result is assigned to at once, or ''. */
export function targetOf(call: SyntaxNode, text: string): string {
	let at = call;
	while (at.parent !== null && /^(?:parenthesized|cast|conditional)_expression$/.test(at.parent.type)) at = at.parent;
	const parent = at.parent;
	if (parent === null || (parent.type !== 'assignment_expression' && parent.type !== 'init_declarator') || at.field === 'left') return '';
	const target = namedChildren(parent)[0];
	return target === undefined ? '' : accessPath(target, text) || text.slice(target.start, target.end).replace(/^\**\s*/, '');
}

/** Paths that the function releases, with what of. */
function releasedPaths(facts: FunctionFacts): Map<string, string> {
	const released = new Map<string, string>();
	for (const call of descendantsOf(facts.root, new Set(['call_expression']))) {
		const contract = facts.callees.contract(calleeOf(call, facts.text));
		for (const change of contract?.effects ?? []) {
			if (contract?.provenance === 'tree' && !facts.callees.kinds.of(change.counts).isOnPages) continue;
			if (change.change >= 0 || change.on !== 'argument' || change.times !== undefined || change.of !== undefined) continue;
			const argument = argumentsOf(call)[change.argument ?? 0];
			const path = argument === undefined ? '' : pathOf(factsFor(facts, facts.callees.kinds.of(change.counts)), argument);
			if (path !== '') released.set(path, change.counts);
		}
	}
	return released;
}

/** Local variables that get the result of a call that the table does not know, and are released later; parameters that are released. */
function assumedAcquisitions(facts: FunctionFacts, released: ReadonlyMap<string, string>): Acquisition[] {
	const { text } = facts;
	const acquisitions: Acquisition[] = [];
	for (const [path, counts] of released) {
		const variable = facts.variables.get(rootOfPath(path));
		if (variable?.isUnset === true && path === rootOfPath(path) && !isPointedAt(facts, path))
			acquisitions.push({ certainty: 'known', on: 'unset', call: null, counts, path, mask: SOMETHING, when: null });
		if (variable?.isParameter === true && path === rootOfPath(path)) {
			acquisitions.push({ certainty: 'assumed', on: 'entry', call: null, counts, path, mask: ANYTHING, when: null });
		}
	}
	for (const call of descendantsOf(facts.root, new Set(['call_expression']))) {
		const contract = facts.callees.contract(calleeOf(call, text));
		if (contract?.effects.some((change) => change.on === 'result') || (contract?.same !== undefined && contract.pack !== undefined)) continue;
		const path = targetOf(call, text);
		const counts = released.get(path);
		if (path === '' || path.includes('[') || counts === undefined || !isOwnStorage(facts, path)) continue;
		const isBorrowed = isLookup(calleeOf(call, text));
		if (isBorrowed && !(facts.callees.kinds.of(counts).isOnPages && isLookedUp(facts, call))) continue;
		acquisitions.push({ certainty: 'assumed', on: 'result', call, counts, path, mask: ANYTHING, when: null, isBorrowed });
	}
	return acquisitions;
}

/** Whether the address of a variable is kept: who has it may set it. */
function isPointedAt(facts: FunctionFacts, variable: string): boolean {
	return [...descendantsOf(facts.root, new Set(['pointer_expression']))].some(
		(node) => node.parent?.type !== 'argument_list' && facts.text.slice(node.start, node.end).replace(/\s+/g, '') === `&${variable}`,
	);
}

/** Whether a value comes from a page table: `pud_page(pud)`, and `page_folio(page)` of such a page. */
function isLookedUp({ root, text, callees }: FunctionFacts, call: SyntaxNode): boolean {
	return isFromAll(root, text, call, (value, follow) => {
		let at: SyntaxNode | undefined = value;
		while (at?.type === 'call_expression' && callees.same(calleeOf(at, text)) === 0) at = argumentsOf(at)[0];
		if (at !== value && at?.type === 'identifier') return follow(text.slice(at.start, at.end));
		return at?.type === 'call_expression' && looksUpMapped(calleeOf(at, text));
	});
}

/** Whether a variable's value has been given to a structure that is not the function's own before a call, in the order of the text. */
export function isStoredBefore(facts: FunctionFacts, path: string, call: SyntaxNode): boolean {
	for (const assignment of descendantsOf(facts.root, new Set(['assignment_expression']))) {
		if (assignment.end > call.start) return false;
		const left = childOf(assignment, 'left');
		const right = childOf(assignment, 'right');
		if (left === null || right === null || pathOf(facts, right) !== path) continue;
		const target = pathOf(facts, left);
		if (target !== '' && !isOwnStorage(facts, target)) return true;
	}
	return false;
}
