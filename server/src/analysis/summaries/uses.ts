/** What a body does with its parameters beside their counts: reads through them, stores them, gives them away inside a structure. */
import type { Callees } from '../../contracts/callees.ts';
import { isPureCall } from '../../contracts/table.ts';
import { isLookup } from '../../contracts/words.ts';
import { argumentsOf, calleeOf } from '../../kernel-c/calls.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { carriedOnBy, isForOwnRequest } from '../typestate/carriers.ts';
import { type FunctionFacts, pathOf } from '../typestate/function-facts.ts';
import { isOwnStorage } from '../typestate/storage.ts';

/** Parameters (0-based) that a body reads through and gives to nothing that could keep them. */
export function askedOf(facts: FunctionFacts, parameters: readonly string[]): ReadonlySet<number> {
	const { root, text, callees } = facts;
	const body = root.children.find((child) => child.type === 'function_definition');
	const inside = body === undefined ? null : childOf(body, 'body');
	if (inside === null) return new Set();
	const kept = new Set<string>();
	for (const name of descendantsOf(inside, new Set(['identifier']))) {
		const word = text.slice(name.start, name.end);
		if (parameters.includes(word) && !onlyLooks(name, text, callees)) kept.add(word);
	}
	return new Set(parameters.flatMap((name, index) => (name === '' || kept.has(name) ? [] : [index])));
}

function onlyLooks(name: SyntaxNode, text: string, callees: Callees): boolean {
	const parent = name.parent;
	switch (parent?.type) {
		case 'field_expression':
			// `&page->lru` leads to the page.
			return parent.parent?.type !== 'pointer_expression';
		case 'binary_expression':
		case 'unary_expression':
			return true;
		case 'parenthesized_expression':
			return parent.field === 'condition';
		case 'argument_list': {
			const call = parent.parent as SyntaxNode;
			const callee = calleeOf(call, text);
			// `folio_page(folio, 0)` is the folio under another name.
			if (callees.same(callee) === 0) return onlyLooks(call, text, callees);
			// `virt_to_page(addr)` finds what may be dropped then.
			if (isLookup(callee)) return false;
			return isPureCall(callee) || callees.use(callee, argumentsOf(call).indexOf(name)) === 'asks';
		}
		default:
			return false;
	}
}

/** Parameters (0-based) that a body stores in a structure, as they are or under another name, or gives to who keeps them. */
export function storedOf(facts: FunctionFacts, parameters: readonly string[]): ReadonlySet<number> {
	const { root, text } = facts;
	const kept = new Set<number>();
	for (const name of descendantsOf(root, new Set(['identifier']))) {
		const index = parameters.indexOf(text.slice(name.start, name.end));
		if (index >= 0 && isKept(name, facts)) kept.add(index);
	}
	return kept;
}

function isKept(name: SyntaxNode, facts: FunctionFacts): boolean {
	const { parent } = name;
	// `&folio->page` is the folio.
	if (parent?.type === 'field_expression' && parent.parent?.type === 'pointer_expression') return isKept(parent.parent, facts);
	if (parent?.type === 'assignment_expression' && name.field === 'right') {
		const path = pathOf(facts, childOf(parent, 'left') ?? name);
		return path !== '' && !isOwnStorage(facts, path);
	}
	if (parent?.type !== 'argument_list' || parent.parent === null) return false;
	const callee = calleeOf(parent.parent, facts.text);
	if (facts.callees.same(callee) === 0) return isKept(parent.parent, facts);
	if (facts.callees.keeps(callee)) return !isForOwnRequest(facts, parent.parent);
	return facts.callees.use(callee, argumentsOf(parent.parent).indexOf(name)) === 'may-store';
}

/** Parameters (0-based) that are given away together with a structure that goes on from there. */
export function carriedOf(facts: FunctionFacts, parameters: readonly string[]): ReadonlySet<number> {
	const carried = [...descendantsOf(facts.root, new Set(['call_expression']))].flatMap((call) => {
		const callee = calleeOf(call, facts.text);
		const given = argumentsOf(call).map((argument) => parameters.indexOf(pathOf(facts, argument)));
		if (given.every((parameter) => parameter < 0)) return [];
		const isCarried = carriedOnBy(facts, call) !== null;
		const goesOn = (place: number) => {
			const use = facts.callees.use(callee, place);
			return isCarried ? use !== 'asks' : use === 'may-drop';
		};
		return given.filter((parameter, place) => parameter >= 0 && goesOn(place));
	});
	return new Set(carried);
}
