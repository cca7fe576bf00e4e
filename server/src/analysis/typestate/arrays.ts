/**
 * Arrays of objects: `pages[i] = alloc_page()` in one loop and `put_page(pages[i])` in another. All elements together are one object,
 * `pages[]`, which is there once the first is, and dropped once some loop has dropped elements: how many, paths do not tell.
 */

import type { Callees } from '../../contracts/callees.ts';
import { argumentsOf, bareExpression, calleeOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { rootOfPath } from '../values/access-path.ts';
import { type FunctionFacts, pathOf } from './function-facts.ts';
import type { ObjectState } from './state.ts';

/** The name of all elements of an array: `pages[]` for `pages[i]`; '' where a path is no element. */
export function elementsOf(path: string): string {
	if (!path.endsWith(']')) return '';
	let depth = 0;
	for (let at = path.length - 1; at > 0; at--) {
		if (path[at] === ']') depth++;
		else if (path[at] === '[' && --depth === 0) return `${path.slice(0, at)}[]`;
	}
	return '';
}

/** Whether a name is that of all elements of an array. */
export function isElements(name: string): boolean {
	return name.endsWith('[]');
}

/** Whether an object is the elements of an array. */
export function isArray(object: ObjectState): boolean {
	return object.phase === 'live' && object.names.some(isElements);
}

/** Whether a path names one of the elements that an object stands for. */
export function isElementOf(object: ObjectState, path: string): boolean {
	const elements = elementsOf(path);
	return elements !== '' && object.names.includes(elements);
}

const counted = new WeakMap<Callees, Map<SyntaxNode, ReadonlyMap<string, ReadonlySet<string>>>>();

/** Variables that say how many elements of an array a callee drops: `n` of `unpin_user_pages(pages, n)`. Where one is 0 none is held. */
export function countsOf(facts: FunctionFacts, elements: string): ReadonlySet<string> {
	const ofCallees = counted.get(facts.callees) ?? new Map<SyntaxNode, ReadonlyMap<string, ReadonlySet<string>>>();
	counted.set(facts.callees, ofCallees);
	const known = ofCallees.get(facts.root) ?? countsIn(facts);
	ofCallees.set(facts.root, known);
	return known.get(elements) ?? new Set();
}

function countsIn(facts: FunctionFacts): ReadonlyMap<string, ReadonlySet<string>> {
	const counts = new Map<string, Set<string>>();
	for (const call of descendantsOf(facts.root, new Set(['call_expression']))) {
		for (const { change, on, of, argument, asked } of facts.callees.effects(calleeOf(call, facts.text))) {
			if (change > 0 || on !== 'argument' || of !== 'elements' || asked === undefined) continue;
			const [array, count] = [argumentsOf(call)[argument ?? 0], argumentsOf(call)[asked]];
			if (array === undefined || count === undefined) continue;
			const elements = `${pathOf(facts, array)}[]`;
			counts.set(elements, (counts.get(elements) ?? new Set()).add(pathOf(facts, count)));
		}
	}
	return counts;
}

/** Whether an array is the function's own: declared in it, or a local pointer that gets nothing but what it allocates. */
export function isOwnArray(facts: FunctionFacts, elements: string): boolean {
	const array = elements.slice(0, -2);
	const variable = facts.variables.get(rootOfPath(array));
	if (variable === undefined || variable.isParameter || !/^\w+(?:\.\w+)*$/.test(array)) return false;
	if (array !== rootOfPath(array)) return !variable.isPointer;
	if (variable.isArray) return true;
	if (isSharedBeforeFilled(facts, array)) return false;
	const values = valuesOf(facts.root, facts.text, array).filter((value) => facts.text.slice(value.start, value.end) !== 'NULL');
	return values.length > 0 && values.every((value) => value.type === 'call_expression' && isOfFunction(facts, calleeOf(value, facts.text)));
}

/** Whether what a function gives is the caller's own array: newly allocated, or full of what is to be given back. */
function isOfFunction(facts: FunctionFacts, name: string): boolean {
	return /alloc/.test(name) || facts.callees.effects(name).some(({ on, of }) => on === 'result' && of === 'elements');
}

/** Whether an array is stored in a structure before its elements are set: then they are that structure's. */
function isSharedBeforeFilled(facts: FunctionFacts, array: string): boolean {
	for (const assignment of descendantsOf(facts.root, new Set(['assignment_expression']))) {
		const left = childOf(assignment, 'left');
		const right = childOf(assignment, 'right');
		if (left === null || right === null) continue;
		if (elementsOf(pathOf(facts, left)) === `${array}[]`) return false;
		if (pathOf(facts, right) === array && !facts.variables.has(pathOf(facts, left))) return true;
	}
	return false;
}

/** The loop around a condition that is a loop's own, or null. */
export function loopOf(condition: SyntaxNode): SyntaxNode | null {
	let at: SyntaxNode | null = condition;
	while (at !== null && at.field !== 'condition') at = at.parent;
	return at !== null && /^(?:for|while)_statement$/.test(at.parent?.type ?? '') ? at.parent : null;
}

/** What is counted of the elements of an array that a loop drops, itself and not by a loop in it; null where it drops none. */
export function kindOfDropped(facts: FunctionFacts, loop: SyntaxNode, elements: string): string | null {
	const ofCallees = dropping.get(facts.callees) ?? new Map<SyntaxNode, ReadonlyMap<string, string>>();
	dropping.set(facts.callees, ofCallees);
	const known = ofCallees.get(loop) ?? elementsDroppedIn(facts, loop);
	ofCallees.set(loop, known);
	return known.get(elements) ?? null;
}

/** By what callees do, which is one for all walks of a function. */
const dropping = new WeakMap<Callees, Map<SyntaxNode, ReadonlyMap<string, string>>>();

function elementsDroppedIn(facts: FunctionFacts, loop: SyntaxNode): ReadonlyMap<string, string> {
	const dropped = new Map<string, string>();
	const body = childOf(loop, 'body');
	if (body === null) return dropped;
	for (const call of descendantsOf(body, new Set(['call_expression']))) {
		if (nearestLoop(call) !== loop) continue;
		for (const change of facts.callees.effects(calleeOf(call, facts.text))) {
			const argument = change.change < 0 && change.on === 'argument' ? argumentsOf(call)[change.argument ?? 0] : undefined;
			if (argument !== undefined) for (const elements of elementsGiven(facts, body, argument)) dropped.set(elements, change.counts);
		}
	}
	return dropped;
}

/** Of which arrays an argument is an element: `pages[i]`, `page_folio(pages[i])`, or a variable that is set to these in the loop. */
function elementsGiven(facts: FunctionFacts, body: SyntaxNode, argument: SyntaxNode): string[] {
	const bare = withoutSame(facts, argument);
	const path = pathOf(facts, bare);
	const elements = elementsOf(path);
	if (elements !== '') return [elements];
	if (!/^\w+$/.test(path)) return [];
	return valuesOf(body, facts.text, path)
		.map((value) => elementsOf(pathOf(facts, withoutSame(facts, value))))
		.filter((each) => each !== '');
}

function withoutSame(facts: FunctionFacts, expression: SyntaxNode): SyntaxNode {
	const bare = bareExpression(expression);
	const inner = bare.type === 'call_expression' && facts.callees.same(calleeOf(bare, facts.text)) === 0 ? argumentsOf(bare)[0] : undefined;
	return inner === undefined ? bare : withoutSame(facts, inner);
}

/** The innermost loop around a node, or null. */
export function nearestLoop(node: SyntaxNode): SyntaxNode | null {
	let at: SyntaxNode | null = node;
	while (at !== null && !/^(?:for|while|do)_statement$/.test(at.type)) at = at.parent;
	return at;
}
