/** What an expression says of where the object is: an element of it, a value that holds it, the array that it stands for. */
import { bareExpression, operatorOf } from '../../../kernel-c/calls.ts';
import { descendantsOf, type SyntaxNode } from '../../../kernel-c/syntax.ts';
import { isArray } from '../arrays.ts';
import { type FunctionFacts, pathOf } from '../function-facts.ts';
import { valueIn } from '../path-values.ts';
import type { PathState } from '../state.ts';

/** `pages`, where the object is its elements. */
export function isArrayOfObjects(facts: FunctionFacts, state: PathState, expression: SyntaxNode): boolean {
	if (!isArray(state.object)) return false;
	const path = pathOf(facts, expression);
	return path !== '' && state.object.names.includes(`${path}[]`);
}

/** `*foliop`, but not where the parameter is an array that the function walks. */
export function isOutParameter(facts: FunctionFacts, path: string): boolean {
	const parameter = path.slice(1);
	return path.startsWith('*') && facts.variables.get(parameter)?.isParameter === true && !facts.isWalked(parameter);
}

/** Whether the object is somewhere in an expression, and not only read through. */
export function mentionsObject(facts: FunctionFacts, state: PathState, expression: SyntaxNode): boolean {
	if (state.object.phase !== 'live') return false;
	for (const node of descendantsOf(expression, new Set(['identifier', 'field_expression']))) {
		if (node.parent?.type === 'field_expression' && node.field === 'argument' && operatorOf(node.parent) === '->') continue;
		if (valueIn(state, node, facts).isObject) return true;
	}
	return false;
}

/** Whether a value holds what stands in it: `{ .page = page }`, `page + i`. */
export function isMadeOf(expression: SyntaxNode): boolean {
	const bare = bareExpression(expression);
	return bare.type === 'initializer_list' || (bare.type === 'binary_expression' && operatorOf(bare) === '+');
}
