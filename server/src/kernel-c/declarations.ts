/** What a function's own text says of its variables. */
import { calleeOf } from './calls.ts';
import { childOf, descendantsOf, type SyntaxNode } from './syntax.ts';

/** The name that a declarator declares, through pointers, arrays and initialisers; '' if it has none. */
export function declaredName(declarator: SyntaxNode, text: string): string {
	let at: SyntaxNode | null = declarator;
	while (at !== null && at.type !== 'identifier' && at.type !== 'field_identifier') {
		at = childOf(at, 'declarator') ?? at.children.find((child) => /declarator$|^identifier$/.test(child.type)) ?? null;
	}
	return at === null ? '' : text.slice(at.start, at.end);
}

const declarations = new Set(['declaration', 'parameter_declaration']);

/** A variable or parameter of an item. */
export interface Variable {
	readonly name: string;
	/** Its type without specifiers: `struct page`, `pfn_t`. */
	readonly type: string;
	readonly isPointer: boolean;
	/** Its initial value, or null. */
	readonly value: SyntaxNode | null;
	readonly node: SyntaxNode;
}

const variables = new WeakMap<SyntaxNode, readonly Variable[]>();

/** The variables and parameters that an item declares, in order. Found once for its syntax. */
export function variablesOf(root: SyntaxNode, text: string): readonly Variable[] {
	const known = variables.get(root) ?? findVariables(root, text);
	variables.set(root, known);
	return known;
}

function findVariables(root: SyntaxNode, text: string): Variable[] {
	const found: Variable[] = [];
	for (const declaration of descendantsOf(root, declarations)) {
		const type = childOf(declaration, 'type');
		if (type === null) continue;
		const typeText = text.slice(type.start, type.end).replace(/\s+/g, ' ');
		for (const declarator of declaration.children) {
			if (declarator.field !== 'declarator') continue;
			const name = declaredName(declarator, text);
			if (name === '') continue;
			const inner = declarator.type === 'init_declarator' ? childOf(declarator, 'declarator') : declarator;
			found.push({ name, type: typeText, isPointer: inner?.type === 'pointer_declarator', value: childOf(declarator, 'value'), node: declarator });
		}
	}
	return found;
}

const values = new WeakMap<SyntaxNode, ReadonlyMap<string, readonly SyntaxNode[]>>();
const noValues: readonly SyntaxNode[] = [];

/** The values that are assigned to a variable in an item, initialisers included, in the order of the text. Found once for its syntax. */
export function valuesOf(root: SyntaxNode, text: string, name: string): readonly SyntaxNode[] {
	const known = values.get(root) ?? findValues(root, text);
	values.set(root, known);
	return known.get(name) ?? noValues;
}

const assignments: ReadonlySet<string> = new Set(['init_declarator', 'assignment_expression']);

function findValues(root: SyntaxNode, text: string): ReadonlyMap<string, readonly SyntaxNode[]> {
	const found = new Map<string, SyntaxNode[]>();
	for (const node of descendantsOf(root, assignments)) {
		const target = childOf(node, node.type === 'init_declarator' ? 'declarator' : 'left');
		const value = childOf(node, node.type === 'init_declarator' ? 'value' : 'right');
		if (target === null || value === null) continue;
		const name = node.type === 'init_declarator' ? declaredName(target, text) : text.slice(target.start, target.end);
		const known = found.get(name);
		if (known === undefined) found.set(name, [value]);
		else known.push(value);
	}
	return found;
}

/** Every call under a node to a function of one of the names. */
export function* callsTo(root: SyntaxNode, text: string, names: ReadonlySet<string>): Generator<SyntaxNode> {
	for (const call of descendantsOf(root, new Set(['call_expression']))) if (names.has(calleeOf(call, text))) yield call;
}

/** What stands before the name in a function's head: `static struct page *`. */
export function resultTypeOf(root: SyntaxNode, text: string): string {
	const definition = root.children.find((child) => child.type === 'function_definition');
	const declarator = definition === undefined ? null : childOf(definition, 'declarator');
	if (definition === undefined || declarator === null) return '';
	const list = [...descendantsOf(declarator, new Set(['parameter_list']))][0];
	return text.slice(definition.start, list?.start ?? declarator.end);
}
