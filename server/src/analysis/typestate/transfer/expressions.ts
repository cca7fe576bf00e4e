/** Evaluating an expression, in the order of C as far as it is defined: what happens to the object in it. */
import { operatorOf } from '../../../kernel-c/calls.ts';
import { declaredName } from '../../../kernel-c/declarations.ts';
import { childOf, type SyntaxNode } from '../../../kernel-c/syntax.ts';
import { pathOf } from '../function-facts.ts';
import { valueIn } from '../path-values.ts';
import type { PathState } from '../state.ts';
import { assign, assignment, count } from './bindings.ts';
import { call } from './calls.ts';
import type { Evaluation } from './evaluation.ts';

/** The state after an expression or a declarator. */
export function evaluate(e: Evaluation, before: PathState, syntax: SyntaxNode): PathState {
	const { facts } = e;
	if (facts.graph.lowered.has(syntax)) return before;
	switch (syntax.type) {
		case 'init_declarator': {
			const value = childOf(syntax, 'value');
			const target = childOf(syntax, 'declarator');
			if (value === null || target === null) return before;
			const state = evaluate(e, before, value);
			return assign(e, state, declaredName(target, facts.text), syntax, valueIn(state, value, facts), value);
		}
		case 'assignment_expression':
			return assignment(e, before, syntax);
		case 'update_expression': {
			const argument = childOf(syntax, 'argument');
			return argument === null ? before : count(e, evaluate(e, before, argument), pathOf(facts, argument), operatorOf(syntax));
		}
		case 'call_expression':
			return call(e, before, syntax);
		case 'field_expression':
			return read(e, before, syntax);
		case 'sizeof_expression':
		case 'identifier':
		case 'pointer_declarator':
		case 'array_declarator':
			return before;
		default: {
			let state = before;
			for (const child of syntax.children) if (child.named) state = evaluate(e, state, child);
			return state;
		}
	}
}

/** `page->flags` */
function read(e: Evaluation, before: PathState, syntax: SyntaxNode): PathState {
	const owner = childOf(syntax, 'argument');
	if (owner === null) return before;
	const state = evaluate(e, before, owner);
	if (operatorOf(syntax) === '->' && valueIn(state, owner, e.facts).isObject) e.tell('used', state, syntax);
	return state;
}
