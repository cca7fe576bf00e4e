/**
 * A structure of the function's own that may carry an object on: after `set_position(&position, inode, page)` who drops the page may be
 * `put_position(&position)`, or whatever else gets `&position`. And one that does not: a request for input or output on the stack.
 */

import { isPureCall } from '../../contracts/table.ts';
import { isMemoryAccess, mayTakeOver } from '../../contracts/words.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf } from '../../kernel-c/calls.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import type { FunctionFacts } from './function-facts.ts';

/** The call that may drop, through such a structure, what another call is given together with it; null where there is none. */
export function carriedOnBy(facts: FunctionFacts, call: SyntaxNode): SyntaxNode | null {
	// Of those that are known to keep it is known already.
	const callee = calleeOf(call, facts.text);
	if (isPureCall(callee) || isMemoryAccess(callee) || facts.callees.borrows(callee) || facts.callees.keeps(callee)) return null;
	const carriers = structuresGiven(facts, call);
	if (carriers.length === 0) return null;
	for (const later of descendantsOf(facts.root, new Set(['call_expression']))) {
		if (later.start < call.end || !mayTakeOver(calleeOf(later, facts.text))) continue;
		if (structuresGiven(facts, later).some((name) => carriers.includes(name))) return later;
	}
	return null;
}

/** Whether a call notes an object in a request on the function's own stack, which is done when the function leaves. */
export function isForOwnRequest(facts: FunctionFacts, call: SyntaxNode): boolean {
	const request = argumentsOf(call)[0];
	return request !== undefined && facts.callees.known.of(calleeOf(call, facts.text))?.arguments === 'records' && ownStructureAt(facts, request) !== '';
}

/** The function's own structures whose addresses a call is given. */
function structuresGiven(facts: FunctionFacts, call: SyntaxNode): string[] {
	return argumentsOf(call)
		.map((argument) => ownStructureAt(facts, argument))
		.filter((name) => name !== '');
}

/** The name of the function's own structure whose address an argument is, or ''. */
function ownStructureAt(facts: FunctionFacts, argument: SyntaxNode): string {
	const bare = bareExpression(argument);
	const inner = bare.type === 'pointer_expression' && operatorOf(bare) === '&' ? childOf(bare, 'argument') : null;
	const name = inner?.type === 'identifier' ? facts.text.slice(inner.start, inner.end) : '';
	const variable = facts.variables.get(name);
	return variable !== undefined && !variable.isPointer && !variable.isParameter && /\bstruct\b/.test(variable.type) ? name : '';
}
