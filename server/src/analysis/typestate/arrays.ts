/**
 * Arrays of objects: `pages[i] = alloc_page()` in one loop and `put_page(pages[i])` in another. All elements together are one object,
 * `pages[]`, which is there once the first is, and dropped once some loop has dropped elements: how many, paths do not tell.
 */

import { isSame } from '../../contracts/takers.ts';
import { argumentsOf, bareExpression, calleeOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { accessPath, rootOfPath } from '../values/access-path.ts';
import type { FunctionFacts } from './function-facts.ts';
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

/** Whether an array is the function's own: declared in it, or a local pointer that gets nothing but what it allocates. */
export function isOwnArray(facts: FunctionFacts, elements: string): boolean {
	const array = elements.slice(0, -2);
	const variable = facts.variables.get(rootOfPath(array));
	if (variable === undefined || variable.isParameter || !/^\w+(?:\.\w+)*$/.test(array)) return false;
	if (array !== rootOfPath(array)) return !variable.isPointer;
	if (variable.isArray) return true;
	if (isSharedBeforeFilled(facts, array)) return false;
	const values = valuesOf(facts.root, facts.text, array).filter((value) => facts.text.slice(value.start, value.end) !== 'NULL');
	return values.length > 0 && values.every((value) => value.type === 'call_expression' && /alloc/.test(calleeOf(value, facts.text)));
}

/** Whether an array is stored in a structure before its elements are set: then they are that structure's. */
function isSharedBeforeFilled(facts: FunctionFacts, array: string): boolean {
	for (const assignment of descendantsOf(facts.root, new Set(['assignment_expression']))) {
		const left = childOf(assignment, 'left');
		const right = childOf(assignment, 'right');
		if (left === null || right === null) continue;
		if (elementsOf(accessPath(left, facts.text)) === `${array}[]`) return false;
		if (accessPath(right, facts.text) === array && !facts.variables.has(accessPath(left, facts.text))) return true;
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
	const ofEffects = dropping.get(facts.effect) ?? new Map<SyntaxNode, ReadonlyMap<string, string>>();
	dropping.set(facts.effect, ofEffects);
	const known = ofEffects.get(loop) ?? elementsDroppedIn(facts, loop);
	ofEffects.set(loop, known);
	return known.get(elements) ?? null;
}

/** By what calls do, which is one function for all walks of a function. */
const dropping = new WeakMap<FunctionFacts['effect'], Map<SyntaxNode, ReadonlyMap<string, string>>>();

function elementsDroppedIn(facts: FunctionFacts, loop: SyntaxNode): ReadonlyMap<string, string> {
	const dropped = new Map<string, string>();
	const body = childOf(loop, 'body');
	if (body === null) return dropped;
	for (const call of descendantsOf(body, new Set(['call_expression']))) {
		if (nearestLoop(call) !== loop) continue;
		for (const change of facts.effect(calleeOf(call, facts.text))?.effects ?? []) {
			const argument = change.change < 0 && change.on === 'argument' ? argumentsOf(call)[change.argument ?? 0] : undefined;
			if (argument !== undefined) for (const elements of elementsGiven(facts, body, argument)) dropped.set(elements, change.counts);
		}
	}
	return dropped;
}

/** Of which arrays an argument is an element: `pages[i]`, `page_folio(pages[i])`, or a variable that is set to these in the loop. */
function elementsGiven(facts: FunctionFacts, body: SyntaxNode, argument: SyntaxNode): string[] {
	const bare = withoutSame(argument, facts.text);
	const path = accessPath(bare, facts.text);
	const elements = elementsOf(path);
	if (elements !== '') return [elements];
	if (!/^\w+$/.test(path)) return [];
	return valuesOf(body, facts.text, path)
		.map((value) => elementsOf(accessPath(withoutSame(value, facts.text), facts.text)))
		.filter((each) => each !== '');
}

function withoutSame(expression: SyntaxNode, text: string): SyntaxNode {
	const bare = bareExpression(expression);
	const inner = bare.type === 'call_expression' && isSame(calleeOf(bare, text)) ? argumentsOf(bare)[0] : undefined;
	return inner === undefined ? bare : withoutSame(inner, text);
}

/** The innermost loop around a node, or null. */
export function nearestLoop(node: SyntaxNode): SyntaxNode | null {
	let at: SyntaxNode | null = node;
	while (at !== null && !/^(?:for|while|do)_statement$/.test(at.type)) at = at.parent;
	return at;
}
