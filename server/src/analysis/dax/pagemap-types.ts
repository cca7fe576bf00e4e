/** The members of `enum memory_type`, and which of them a branch on `pgmap->type` admits. */
import { bareExpression, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';

/** include/linux/memremap.h. */
export const pagemapTypes = [
	'MEMORY_DEVICE_PRIVATE',
	'MEMORY_DEVICE_COHERENT',
	'MEMORY_DEVICE_FS_DAX',
	'MEMORY_DEVICE_GENERIC',
	'MEMORY_DEVICE_PCI_P2PDMA',
] as const;

/** A set of memory types. */
export type TypeSet = ReadonlySet<string>;

const all: TypeSet = new Set(pagemapTypes);
const without = (set: TypeSet): TypeSet => new Set(pagemapTypes.filter((type) => !set.has(type)));

/** The member that a comparison of a type names, with its operator; null for any other expression. */
function comparison(node: SyntaxNode, text: string): { readonly type: string; readonly equals: boolean } | null {
	const operator = operatorOf(node);
	if (node.type !== 'binary_expression' || (operator !== '==' && operator !== '!=')) return null;
	for (const side of ['left', 'right']) {
		const operand = childOf(node, side);
		const name = operand === null ? '' : textOf(bareExpression(operand), text);
		if (all.has(name)) return { type: name, equals: operator === '==' };
	}
	return null;
}

/** The members that an expression names in comparisons. */
export function comparedTypes(node: SyntaxNode, text: string): TypeSet {
	const types = new Set<string>();
	for (const binary of descendantsOf(node, new Set(['binary_expression']))) {
		const compared = comparison(binary, text);
		if (compared !== null) types.add(compared.type);
	}
	return types;
}

/** The types for which a condition can hold; null if it says nothing about types. */
export function admittedTypes(condition: SyntaxNode, text: string): TypeSet | null {
	const node = bareExpression(condition);
	const compared = comparison(node, text);
	if (compared !== null) return compared.equals ? new Set([compared.type]) : without(new Set([compared.type]));
	if (node.type === 'unary_expression' && operatorOf(node) === '!') {
		const inner = childOf(node, 'argument');
		const types = inner === null ? null : admittedTypes(inner, text);
		return types === null ? null : without(types);
	}
	if (node.type === 'call_expression') {
		const list = childOf(node, 'arguments');
		const only = list === null ? [] : namedChildren(list);
		return only.length === 1 ? admittedTypes(only[0] as SyntaxNode, text) : null;
	}
	if (node.type !== 'binary_expression') return null;
	const left = childOf(node, 'left');
	const right = childOf(node, 'right');
	if (left === null || right === null) return null;
	const a = admittedTypes(left, text);
	const b = admittedTypes(right, text);
	if (operatorOf(node) === '&&') {
		if (a === null || b === null) return a ?? b;
		return new Set([...a].filter((type) => b.has(type)));
	}
	if (operatorOf(node) === '||') return a === null || b === null ? null : new Set([...a, ...b]);
	return null;
}

/** The types that reach a node, by the `if` and `switch` statements around it; null if none of them is about types. */
export function typesReaching(node: SyntaxNode, text: string): TypeSet | null {
	let reached: TypeSet | null = null;
	const narrow = (types: TypeSet | null) => {
		if (types !== null) reached = reached === null ? types : new Set([...reached].filter((type) => types.has(type)));
	};
	for (let at = node; at.parent !== null; at = at.parent) {
		const parent = at.parent;
		if (parent.type === 'if_statement' && (at.field === 'consequence' || at.field === 'alternative')) {
			const condition = childOf(parent, 'condition');
			const types = condition === null ? null : admittedTypes(condition, text);
			narrow(types !== null && at.field === 'alternative' ? without(types) : types);
		} else if (at.type === 'case_statement') narrow(caseTypes(at, text));
	}
	return reached;
}

/** The labels of a case and of those that fall through to it. */
function caseTypes(statement: SyntaxNode, text: string): TypeSet | null {
	const siblings = (statement.parent?.children ?? []).filter((child) => child.type === 'case_statement');
	const types = new Set<string>();
	for (let i = siblings.indexOf(statement); i >= 0; i--) {
		const label = siblings[i] as SyntaxNode;
		if (label !== statement && hasStatements(label)) break;
		const value = childOf(label, 'value');
		if (value === null) return null;
		const name = textOf(value, text);
		if (!all.has(name)) return null;
		types.add(name);
	}
	return types;
}

function hasStatements(label: SyntaxNode): boolean {
	return namedChildren(label).some((child) => child.field !== 'value' && child.type !== 'comment');
}
