/** Where only the truth of an expression counts, and which expressions are 0 or 1 by themselves. */
import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../calls.ts';
import { declaredName, resultTypeOf, variablesOf } from '../declarations.ts';
import { childOf, namedChildren, type SyntaxNode } from '../syntax.ts';

/** Macros that give back the truth of their first argument: `unlikely(x)`, `WARN_ON(x)`. */
const TRANSPARENT = /^(?:likely|unlikely|(?:VM_)?WARN_ON(?:_ONCE)?(?:_\w+)?)$/;
/** Macros that do nothing when their first argument is false. */
const ASSERTION = /^(?:(?:VM_)?(?:BUG_ON|WARN_ON|WARN)\w*|BUILD_BUG_ON\w*|ASSERT)$/;

/** Whether a macro gives back the truth of its first argument. */
export function isTransparent(name: string): boolean {
	return TRANSPARENT.test(name);
}

/** Whether a macro does nothing but complain when its first argument is true. */
export function isAssertion(name: string): boolean {
	return ASSERTION.test(name);
}

/** Whether a node is the condition of an `if` or a loop, with its parentheses. */
export function isConditionOf(node: SyntaxNode): boolean {
	return node.field === 'condition' && /^(?:if|while|do)_statement$/.test(node.parent?.type ?? '');
}

/** Whether only the truth of an expression counts where it stands, in an item with this text. */
export function isTruth(node: SyntaxNode, text: string): boolean {
	const parent = node.parent;
	if (parent === null) return false;
	switch (parent.type) {
		case 'parenthesized_expression':
			return isConditionOf(parent) || isTruth(parent, text);
		case 'unary_expression':
			return operatorOf(parent) === '!';
		case 'binary_expression':
			return /^(?:&&|\|\|)$/.test(operatorOf(parent));
		case 'conditional_expression':
			return node.field === 'condition' || isTruth(parent, text);
		case 'for_statement':
			return node.field === 'condition';
		case 'argument_list': {
			const call = parent.parent as SyntaxNode;
			const name = calleeOf(call, text);
			return argumentsOf(call)[0] === node && (isAssertion(name) || isTransparent(name));
		}
		default:
			return isBoolPlace(node, text);
	}
}

/** Whether an expression is converted to `bool` where it stands: returned by a `bool` function, given to a `bool` variable. */
export function isBoolPlace(node: SyntaxNode, text: string): boolean {
	const parent = node.parent;
	if (parent === null) return false;
	const root = rootOf(node);
	switch (parent.type) {
		case 'parenthesized_expression':
		case 'conditional_expression':
			return node.field !== 'condition' && isBoolPlace(parent, text);
		case 'return_statement':
			return isBool(resultTypeOf(root, text));
		case 'init_declarator':
			return isBoolVariable(root, text, declaredName(childOf(parent, 'declarator') ?? parent, text));
		case 'assignment_expression': {
			const left = childOf(parent, 'left');
			return operatorOf(parent) === '=' && left !== null && node.field === 'right' && isBoolVariable(root, text, textOf(left, text));
		}
		default:
			return false;
	}
}

function isBool(type: string): boolean {
	return /\bbool\b/.test(type) && !type.includes('*');
}

function isBoolVariable(root: SyntaxNode, text: string, name: string): boolean {
	const variables = variablesOf(root, text).filter((variable) => variable.name === name);
	return variables.length > 0 && variables.every((variable) => isBool(variable.type) && !variable.isPointer);
}

function rootOf(node: SyntaxNode): SyntaxNode {
	let at = node;
	while (at.parent !== null) at = at.parent;
	return at;
}

/** Whether an expression is 0 or 1 by C's own rules. */
export function isZeroOrOne(node: SyntaxNode): boolean {
	const bare = bareExpression(node);
	if (bare.type === 'unary_expression') return operatorOf(bare) === '!';
	if (bare.type === 'binary_expression') return /^(?:&&|\|\||[=!]=|[<>]=?)$/.test(operatorOf(bare));
	if (bare.type === 'conditional_expression') return namedChildren(bare).slice(1).every(isZeroOrOne);
	return bare.type === 'true' || bare.type === 'false';
}
