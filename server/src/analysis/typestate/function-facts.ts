/** What is known of a function before any path is walked. */

import type { Effect, KnownEffects } from '../../contracts/effects.ts';
import { isFleeting, isPredicate, isPureCall } from '../../contracts/pure-calls.ts';
import type { FlowGraph } from '../../flow/graph.ts';
import { MOST_OF_FUNCTION, WalkBudget } from '../../flow/walk-budget.ts';
import { argumentsOf, calleeOf, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { resultTypeOf, type Variable, variablesOf } from '../../kernel-c/declarations.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { accessPath } from '../values/access-path.ts';

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
	/** The effect of a function of this name, where its pack is wanted; of functions of the same file by what they do. */
	effect(name: string): Effect | null;
	/** Whether the function asks if a variable is an error pointer: others that are not NULL are objects. */
	mayBeError(variable: string): boolean;
	/** Whether the function works on a readahead, which holds the pages that it adds. */
	readonly isReadahead: boolean;
	/** Whether a pointer is moved on or indexed: it leads to an array. */
	isWalked(pointer: string): boolean;
	/** Whether a helper of the same file only looks at what it is given as this argument (0-based). */
	borrows(name: string, argument: number): boolean;
	/** Whether a helper of the same file stores what it is given as this argument (0-based). */
	keeps(name: string, argument: number): boolean;
	/** Whether some paths of a helper drop what it is given as this argument (0-based), and no result tells which. */
	mayDrop(name: string, argument: number): boolean;
}

/** What functions of the same file, and of the tree, do, as far as their bodies tell. */
export interface Summaries {
	effect(name: string): Effect | null;
	borrows(name: string, argument: number): boolean;
	keeps(name: string, argument: number): boolean;
	mayDrop(name: string, argument: number): boolean;
}

/** Gathers the facts of a function. */
export function factsOf(
	root: SyntaxNode,
	text: string,
	graph: FlowGraph,
	effects: KnownEffects,
	summaries: Summaries,
	budget = new WalkBudget(MOST_OF_FUNCTION),
): FunctionFacts {
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
		effect: (name) => effects.of(name) ?? summaries.effect(name),
		isWalked: (pointer) => walkedIn(root, text).has(pointer),
		borrows: (name, argument) => summaries.borrows(name, argument),
		keeps: (name, argument) => summaries.keeps(name, argument),
		mayDrop: (name, argument) => summaries.mayDrop(name, argument),
	};
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

/** The access paths that an expression reads. */
export function* pathsIn(expression: SyntaxNode, text: string): Generator<string> {
	for (const node of descendantsOf(expression, new Set(['identifier', 'field_expression', 'pointer_expression']))) {
		const path = accessPath(node, text);
		if (path !== '') yield path;
	}
}

function* setIn(syntax: SyntaxNode, text: string): Generator<string> {
	for (const node of descendantsOf(syntax, new Set(['assignment_expression', 'init_declarator']))) {
		const target = namedChildren(node)[0];
		const path = target === undefined ? '' : accessPath(target, text);
		if (path !== '') yield path;
	}
}

/** A condition in one spelling, that of `==`, `<` and `<=` for their opposites too. */
export interface ConditionKey {
	/** '' where asking again may give another answer. */
	readonly key: string;
	/** Whether the condition is the opposite of the key. */
	readonly isOpposite: boolean;
}

const opposites = new Map([
	['!=', '=='],
	['>=', '<'],
	['>', '<='],
]);

/** The key of a condition. */
export function conditionKey(condition: SyntaxNode, text: string): ConditionKey {
	const key = spelling(condition, text);
	const opposite = condition.type === 'binary_expression' ? opposites.get(operatorOf(condition)) : undefined;
	const [left, right] = namedChildren(condition);
	if (key === '' || opposite === undefined || left === undefined || right === undefined) return { key, isOpposite: false };
	return { key: `${spelling(left, text)}${opposite}${spelling(right, text)}`, isOpposite: true };
}

function spelling(condition: SyntaxNode, text: string): string {
	for (const node of descendantsOf(condition, new Set(['call_expression', 'assignment_expression', 'update_expression']))) {
		if (node.type !== 'call_expression') return '';
		const name = calleeOf(node, text);
		if (isFleeting(name) || (!isPureCall(name) && !isPredicate(name))) return '';
	}
	return textOf(condition, text).replace(/\s+/g, '');
}
