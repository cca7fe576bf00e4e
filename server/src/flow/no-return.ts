/** Calls after which nothing follows, by their contracts. */
import { tableContract } from '../contracts/table.ts';
import { calleeOf } from '../kernel-c/calls.ts';
import type { SyntaxNode } from '../kernel-c/syntax.ts';

/** Whether an expression is a call that does not return: `BUG()`, `panic(...)`. */
export function neverReturns(expression: SyntaxNode, text: string): boolean {
	return expression.type === 'call_expression' && tableContract(calleeOf(expression, text))?.returns === 'never';
}

/** Whether a call is a macro that returns from the function: `return_ptr(p)`. */
export function returnsByMacro(name: string): boolean {
	return tableContract(name)?.returns === 'from-caller';
}

/** With which truth of its first argument an assertion does not return, or null: true for `BUG_ON(x)`. */
export function stopsWhen(name: string): boolean | null {
	const returns = tableContract(name)?.returns;
	return returns === 'unless-true' ? true : returns === 'unless-false' ? false : null;
}
