/** Calls after which nothing follows: server/data/flow.json. */
import data from '../../data/flow.json' with { type: 'json' };
import { calleeOf } from '../kernel-c/calls.ts';
import type { SyntaxNode } from '../kernel-c/syntax.ts';

const neverReturn: ReadonlySet<string> = new Set(data.neverReturn);
const stopWhenTrue: ReadonlySet<string> = new Set(data.stopWhenTrue);
const stopWhenFalse: ReadonlySet<string> = new Set(data.stopWhenFalse);

/** Whether an expression is a call that does not return: `BUG()`, `panic(...)`. */
export function neverReturns(expression: SyntaxNode, text: string): boolean {
	return expression.type === 'call_expression' && neverReturn.has(calleeOf(expression, text));
}

const returnMacros: ReadonlySet<string> = new Set(data.returnMacros);

/** Whether a call is a macro that returns from the function: `return_ptr(p)`. */
export function returnsByMacro(name: string): boolean {
	return returnMacros.has(name);
}

/** With which truth of its first argument an assertion does not return, or null: true for `BUG_ON(x)`. */
export function stopsWhen(name: string): boolean | null {
	if (stopWhenTrue.has(name)) return true;
	return stopWhenFalse.has(name) ? false : null;
}
