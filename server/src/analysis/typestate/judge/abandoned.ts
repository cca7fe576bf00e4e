/**
 * References in places that are not the function's own, a member of what the caller has or a global: who has the place may drop them. But not
 * where the place itself goes, nor where the function drops all else that it put there.
 */

import { argumentsOf, calleeOf } from '../../../kernel-c/calls.ts';
import { descendantsOf, type SyntaxNode } from '../../../kernel-c/syntax.ts';
import { isThrough } from '../../values/access-path.ts';
import { type FunctionFacts, pathOf } from '../function-facts.ts';

/** What happens to the place of a reference. */
export interface Abandonment {
	/** Offsets are the item's. */
	readonly at: SyntaxNode;
	/** Only that the function fails tells that nobody has the reference afterwards. */
	readonly isByFailing: boolean;
}

/** The call in an expression after which nobody will drop what is in a place; null where there is none. */
export function abandonedBy(facts: FunctionFacts, path: string, syntax: SyntaxNode): Abandonment | null {
	for (const call of descendantsOf(syntax, new Set(['call_expression']))) {
		const callee = calleeOf(call, facts.text);
		const freed = facts.callees.frees(callee) ? argumentsOf(call).map((argument) => pathOf(facts, argument)) : [];
		if (freed.some((owner) => owner !== '' && isThrough(path, owner))) return { at: call, isByFailing: false };
		if (dropsSibling(facts, path, call)) return { at: call, isByFailing: true };
	}
	return null;
}

/** Whether a call drops what was put beside a place: `kobject_put(dev->iov_parent)` beside `dev->ports_parent`, one global beside another. */
function dropsSibling(facts: FunctionFacts, path: string, call: SyntaxNode): boolean {
	const structure = structureOf(path);
	return facts.callees.effects(calleeOf(call, facts.text)).some((change) => {
		const argument = change.change < 0 && change.on === 'argument' ? argumentsOf(call)[change.argument ?? 0] : undefined;
		const other = argument === undefined ? '' : pathOf(facts, argument);
		if (other === '' || other === path || !isSetIn(facts, other)) return false;
		return structure === '' ? isGlobal(facts, path) && isGlobal(facts, other) : structureOf(other) === structure;
	});
}

/** The structure that a place is a member of, or ''. */
function structureOf(path: string): string {
	const end = path.lastIndexOf('->');
	return end < 0 ? '' : path.slice(0, end);
}

function isSetIn(facts: FunctionFacts, path: string): boolean {
	return [...descendantsOf(facts.root, new Set(['assignment_expression']))].some((assignment) => {
		const left = assignment.children[0];
		return left !== undefined && pathOf(facts, left) === path;
	});
}

/** Whether a place is a variable of the whole file. */
function isGlobal(facts: FunctionFacts, path: string): boolean {
	return /^\w+$/.test(path) && !facts.variables.has(path);
}
