/** What a test in a condition decides, and what stands beside it. */
import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../calls.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../syntax.ts';

/** Macros that give back the truth of their argument. */
const transparent = new Set(['likely', 'unlikely']);

/** A test and the whole condition that it is part of. */
export interface TestPlace {
	/** The outermost expression of the condition. */
	readonly condition: SyntaxNode;
	/** Operators on the way up, innermost first; `!` for a negation. */
	readonly operators: readonly string[];
	/** The `if` that it decides, or null. */
	readonly statement: SyntaxNode | null;
}

/** Finds the condition that a test stands in. */
export function placeOf(test: SyntaxNode, text: string): TestPlace {
	const operators: string[] = [];
	let node = test;
	for (;;) {
		const parent = node.parent;
		if (parent === null) return { condition: node, operators, statement: null };
		if (parent.type === 'parenthesized_expression') {
			if (parent.field === 'condition' && parent.parent?.type === 'if_statement') return { condition: node, operators, statement: parent.parent };
		} else if (parent.type === 'binary_expression' || parent.type === 'unary_expression') {
			operators.push(operatorOf(parent));
		} else if (parent.type === 'argument_list') {
			const call = parent.parent as SyntaxNode;
			if (!transparent.has(calleeOf(call, text))) return { condition: node, operators, statement: null };
			node = call;
			continue;
		} else return { condition: node, operators, statement: null };
		node = parent;
	}
}

/** Whether the condition also asks, of the same entry, a question whose name ends in `suffix` (`_trans_huge`). */
export function hasSibling(place: TestPlace, test: SyntaxNode, suffix: RegExp, text: string): boolean {
	const entry = argumentText(test, text);
	for (const call of descendantsOf(place.condition, new Set(['call_expression']))) {
		if (call !== test && suffix.test(calleeOf(call, text)) && argumentText(call, text) === entry) return true;
	}
	return false;
}

function argumentText(call: SyntaxNode, text: string): string {
	const first = argumentsOf(call)[0];
	return first === undefined ? '' : textOf(bareExpression(first), text);
}

/**
 * Whether a branch only gives up: jumps away after at most unlocking and setting an error, as code does that wants nothing to do
 * with an entry.
 */
export function isBailOut(branch: SyntaxNode): boolean {
	const statements = branch.type === 'compound_statement' ? namedChildren(branch) : [branch];
	const last = statements.at(-1);
	if (last === undefined || !/^(?:goto|break|continue|return)_statement$/.test(last.type)) return false;
	if (last.type === 'return_statement' && !givesUp(last)) return false;
	return statements.slice(0, -1).every(isTidying);
}

/** Whether a branch only returns a constant in capitals, such as a shift or a size. */
export function isAnswer(branch: SyntaxNode, text: string): boolean {
	const statements = branch.type === 'compound_statement' ? namedChildren(branch) : [branch];
	const value = statements.length === 1 && statements[0]?.type === 'return_statement' ? namedChildren(statements[0])[0] : undefined;
	return value?.type === 'identifier' && /^[A-Z][A-Z0-9_]*$/.test(textOf(value, text));
}

/** `return;`, `return 0;`, `return -EINVAL;`, `return NULL;`, `return ret;`: no answer about the entry. */
function givesUp(statement: SyntaxNode): boolean {
	const value = namedChildren(statement)[0];
	if (value === undefined) return true;
	if (value.type === 'call_expression') return [...descendantsOf(value, new Set(['call_expression']))].length === 1;
	return /^(?:number_literal|null|unary_expression|false|identifier)$/.test(value.type);
}

function isTidying(statement: SyntaxNode): boolean {
	const expression = statement.type === 'expression_statement' ? namedChildren(statement)[0] : undefined;
	if (expression === undefined) return false;
	if (expression.type === 'call_expression') return true;
	if (expression.type !== 'assignment_expression') return false;
	const value = childOf(expression, 'right');
	return value !== null && [...descendantsOf(value, new Set(['call_expression']))].length === 0;
}
