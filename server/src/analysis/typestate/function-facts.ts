/** What is known of a function before any path is walked. */

import type { Callees, KnownContracts } from '../../contracts/callees.ts';
import type { Kind } from '../../contracts/kinds.ts';
import type { FlowGraph } from '../../flow/graph.ts';
import { MOST_OF_FUNCTION, WalkBudget } from '../../flow/walk-budget.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { resultTypeOf, type Variable, variablesOf } from '../../kernel-c/declarations.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { accessPath, containerOf, type IsPart, pathsIn } from '../values/access-path.ts';
import { conditionKey } from '../values/condition-key.ts';

/** A variable of the function. */
export interface LocalVariable {
	readonly isPointer: boolean;
	readonly isParameter: boolean;
	readonly type: string;
	readonly isArray: boolean;
	/** Whether it has no value when it comes into scope. */
	readonly isUnset: boolean;
}

/** A function as the path checker sees it. */
export interface FunctionFacts {
	readonly root: SyntaxNode;
	readonly text: string;
	readonly graph: FlowGraph;
	/** The work that its walks may do. */
	readonly budget: WalkBudget;
	readonly variables: ReadonlyMap<string, LocalVariable>;
	/** Paths whose values decide something: asked more than once, set and asked, or returned. */
	readonly trackedPaths: ReadonlySet<string>;
	/** The tracked paths that are returned. */
	readonly returned: ReadonlySet<string>;
	/** Conditions, as {@link conditionKey} writes them, that are asked more than once. */
	readonly trackedConditions: ReadonlySet<string>;
	/** Whether the function returns a pointer, a `bool`, nothing, or a number. */
	readonly returns: 'pointer' | 'bool' | 'nothing' | 'number';
	/** What the functions that it calls do. */
	readonly callees: Callees;
	/** Whether the function asks if a variable is an error pointer: others that are not NULL are objects. */
	mayBeError(variable: string): boolean;
	/** Whether the function works on a readahead, which holds the pages that it adds. */
	readonly isReadahead: boolean;
	/** Addresses that stand for themselves, as two objects of one kind in one structure do; for access paths. */
	readonly isPart: IsPart;
	/** Whether a pointer is moved on or indexed: it leads to an array. */
	isWalked(pointer: string): boolean;
}

/** Gathers the facts of a function. */
export function factsOf(root: SyntaxNode, text: string, graph: FlowGraph, callees: Callees, budget = new WalkBudget(MOST_OF_FUNCTION)): FunctionFacts {
	const variables = new Map<string, LocalVariable>();
	for (const variable of variablesOf(root, text)) {
		const isParameter = variable.node.parent?.type === 'parameter_declaration';
		if (!variables.has(variable.name))
			variables.set(variable.name, {
				isPointer: variable.isPointer,
				isParameter,
				type: variable.type,
				isArray: isArrayDeclarator(variable, text),
				isUnset: isUnset(variable, isParameter, text),
			});
	}
	const { trackedPaths, returned, trackedConditions } = conditionsOf(graph, text);
	const type = resultTypeOf(root, text);
	return {
		root,
		text,
		graph,
		budget,
		variables,
		trackedPaths,
		returned,
		trackedConditions,
		returns: type.includes('*') ? 'pointer' : /\bbool\b/.test(type) ? 'bool' : /\bvoid\b/.test(type) ? 'nothing' : 'number',
		mayBeError: (variable) => askedForError(root, text).has(variable),
		isReadahead: [...variables.values()].some((variable) => /\breadahead_control\b/.test(variable.type)),
		callees,
		isPart: (address) => partsIn(root, text, callees).has(address),
		isWalked: (pointer) => walkedIn(root, text).has(pointer),
	};
}

/** The facts as they are for a kind: what is identified by its place is not the structure around it. */
export function factsFor(facts: FunctionFacts, kind: Kind): FunctionFacts {
	return kind.identity === 'place' ? { ...facts, isPart: () => true } : facts;
}

/** The access path of an expression of the function, or ''. */
export function pathOf(facts: FunctionFacts, expression: SyntaxNode): string {
	return accessPath(expression, facts.text, facts.isPart);
}

const parts = new WeakMap<SyntaxNode, { readonly of: KnownContracts; readonly addresses: ReadonlySet<string> }>();

/** Addresses of members of one structure that one kind is counted on, where these are several: `kobject_put(&toy->left)`, `kobject_put(&toy->right)`. */
function partsIn(root: SyntaxNode, text: string, callees: Callees): ReadonlySet<string> {
	const known = parts.get(root);
	if (known !== undefined && known.of === callees.known) return known.addresses;
	const members = new Map<string, Set<string>>();
	for (const call of descendantsOf(root, new Set(['call_expression']))) {
		// Only what the tables know: what bodies say of other functions may depend on this one.
		for (const { on, argument, counts } of callees.known.of(calleeOf(call, text))?.effects ?? []) {
			const given = on === 'argument' ? argumentsOf(call)[argument ?? 0] : undefined;
			const bare = given === undefined ? undefined : bareExpression(given);
			if (bare?.type !== 'pointer_expression' || operatorOf(bare) !== '&') continue;
			const inner = childOf(bare, 'argument');
			const path = inner === null ? '' : accessPath(inner, text);
			const container = containerOf(path);
			if (container === '') continue;
			const key = `${counts} ${container}`;
			members.set(key, (members.get(key) ?? new Set()).add(`&${path}`));
		}
	}
	const addresses = new Set([...members.values()].filter((each) => each.size > 1).flatMap((each) => [...each]));
	parts.set(root, { of: callees.known, addresses });
	return addresses;
}

function isArrayDeclarator({ node }: Variable, text: string): boolean {
	return /^[\w\s*]*\w\s*\[/.test(text.slice(node.start, node.end));
}

const walked = new WeakMap<SyntaxNode, ReadonlySet<string>>();

/** The names that a body moves on or indexes: `arrays++`, `pages[i]`. */
function walkedIn(root: SyntaxNode, text: string): ReadonlySet<string> {
	const known = walked.get(root);
	if (known !== undefined) return known;
	const names = new Set<string>();
	for (const node of descendantsOf(root, new Set(['update_expression', 'subscript_expression', 'assignment_expression']))) {
		const target = childOf(node, node.type === 'assignment_expression' ? 'left' : 'argument');
		if (target?.type === 'identifier') names.add(textOf(target, text));
	}
	walked.set(root, names);
	return names;
}

const askedAsError = new WeakMap<SyntaxNode, ReadonlySet<string>>();

function askedForError(root: SyntaxNode, text: string): ReadonlySet<string> {
	const known = askedAsError.get(root);
	if (known !== undefined) return known;
	const names = new Set<string>();
	for (const call of descendantsOf(root, new Set(['call_expression']))) {
		const argument = /^(?:IS|PTR)_ERR/.test(calleeOf(call, text)) ? argumentsOf(call)[0] : undefined;
		if (argument !== undefined) names.add(accessPath(argument, text));
	}
	askedAsError.set(root, names);
	return names;
}

function isUnset(variable: Variable, isParameter: boolean, text: string): boolean {
	const declaration = variable.node.parent;
	if (isParameter || !variable.isPointer || variable.node.type !== 'pointer_declarator' || declaration?.type !== 'declaration') return false;
	return !/\b(?:static|extern)\b|__free|\[/.test(text.slice(declaration.start, declaration.end));
}

function conditionsOf(graph: FlowGraph, text: string): { trackedPaths: Set<string>; returned: Set<string>; trackedConditions: Set<string> } {
	const asked = new Map<string, number>();
	const keys = new Map<string, number>();
	const trackedPaths = new Set<string>();
	const returned = new Set<string>();
	const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
	const conditions = new Set<SyntaxNode>();
	for (const node of graph.nodes) {
		for (const { fact } of node.edges) {
			if (fact?.kind === 'condition') conditions.add(fact.condition);
			if (fact?.kind === 'case') conditions.add(fact.value);
			if (fact?.kind === 'config') count(keys, `#${fact.condition}`);
		}
		if (node.kind === 'return' && node.syntax !== null) for (const path of pathsIn(node.syntax, text)) returned.add(path);
	}
	for (const condition of conditions) {
		for (const path of pathsIn(condition, text)) count(asked, path);
		const { key } = conditionKey(condition, text);
		if (key !== '') count(keys, key);
	}
	for (const node of graph.nodes) {
		if (node.syntax === null || node.kind !== 'evaluate') continue;
		// A variable that is given a truth, or anything more than once, and asked.
		for (const path of setIn(node.syntax, text)) if (asked.has(path)) trackedPaths.add(path);
	}
	for (const [path, times] of asked) if (times > 1) trackedPaths.add(path);
	for (const path of returned) trackedPaths.add(path);
	return { trackedPaths, returned, trackedConditions: new Set([...keys].filter(([, times]) => times > 1).map(([key]) => key)) };
}

function* setIn(syntax: SyntaxNode, text: string): Generator<string> {
	for (const node of descendantsOf(syntax, new Set(['assignment_expression', 'init_declarator']))) {
		const target = namedChildren(node)[0];
		const path = target === undefined ? '' : accessPath(target, text);
		if (path !== '') yield path;
	}
}
