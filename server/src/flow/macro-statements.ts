/**
 * Macros that begin a statement. The syntax shows `list_for_each_entry(…) {` as a `while` and `scoped_guard(…) {` as an `if`, since masking
 * wrote these words over the macro's name; the text still has the name.
 */
import data from '../../data/flow.json' with { type: 'json' };
import { childOf, namedChildren, type SyntaxNode } from '../kernel-c/syntax.ts';

const guards: ReadonlySet<string> = new Set(data.guards);

/** The macro's name where a statement of this keyword (`if`, `while`) is made up, else null. */
export function macroNameOf(statement: SyntaxNode, keyword: string, text: string): string | null {
	const word = /^\w+/.exec(text.slice(statement.start, statement.start + 80))?.[0] ?? '';
	return word === keyword || word === '' ? null : word;
}

/** Whether a `while` of the syntax is an iterator macro. */
export function isIterator(statement: SyntaxNode, text: string): boolean {
	return macroNameOf(statement, 'while', text) !== null;
}

/** Whether the block after a macro runs exactly once: `scoped_guard`, but not `scoped_cond_guard`. */
export function isOnceMacro(name: string): boolean {
	return guards.has(name);
}

const setters = data.setsVariable.map(({ macro, argument }) => ({ form: new RegExp(`^(?:${macro})$`), argument }));

/** The variable that an iterator macro sets at each turn, where that is known: a name, or null. */
export function variableSetBy(loop: SyntaxNode, text: string): string | null {
	const name = macroNameOf(loop, 'while', text) ?? '';
	const argument = macroArguments(loop)[setters.find(({ form }) => form.test(name))?.argument ?? -1];
	return argument?.type === 'identifier' ? text.slice(argument.start, argument.end) : null;
}

/** The arguments of an iterator or scope macro. */
export function macroArguments(statement: SyntaxNode): SyntaxNode[] {
	const condition = childOf(statement, 'condition');
	const inside = condition === null ? undefined : namedChildren(condition)[0];
	return inside === undefined ? [] : operandsOf(inside);
}

function operandsOf(expression: SyntaxNode): SyntaxNode[] {
	return expression.type === 'comma_expression' ? namedChildren(expression).flatMap(operandsOf) : [expression];
}
