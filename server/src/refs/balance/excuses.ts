/** What explains that a path leaves with a reference: somebody else has it by then. */

import { wayTo } from '../../flow/walk.ts';
import { argumentsOf } from '../../kernel-c/calls.ts';
import { declaredName, valuesOf } from '../../kernel-c/declarations.ts';
import { namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { accessPath } from './access-path.ts';
import { nodesOn } from './exits.ts';
import { isOwnStorage } from './function-facts.ts';
import type { ReturnClass } from './state.ts';
import type { Trail } from './trail.ts';

/** Kinds of reference that a function may take over; of the others who wants one takes its own. */
const pageKinds = /^(?:page|pin|pgmap)$/;

/** Functions that may take a page over, by what their name says they do with it. */
const mayTake =
	/add|insert|queue|submit|attach|install|link|store|free|release|put|drop|discard|end|finish|complete|done|give|send|register|consume|migrate|isolate|recycle|return|splice|move|keep|set|map|reclaim|pool|pass|hand|fill|append|push/;

/** Whether the object is given away on a part of a path. */
export function isHandedOn(trail: Trail, way: readonly number[]): boolean {
	return trail.eventsOn(way).some((event) => {
		if (event.kind === 'numbered') return isReturned(event.syntax);
		return event.kind === 'stored' || (event.kind === 'passed' && pageKinds.test(trail.birth.counts) && mayTake.test(event.callee));
	});
}

function isReturned(call: SyntaxNode): boolean {
	let at = call.parent;
	while (at !== null && /^(?:parenthesized|cast|binary)_expression$/.test(at.type)) at = at.parent;
	return at?.type === 'return_statement';
}

/** Whether a function makes another pointer of the object, which may hold it from then on. */
export function isDerivedFrom(trail: Trail, way: readonly number[]): boolean {
	return trail.eventsOn(way).some(({ kind, syntax }) => {
		if (kind === 'numbered') return true;
		if (kind !== 'passed' || !pageKinds.test(trail.birth.counts)) return false;
		let at = syntax.parent;
		while (at !== null && /^(?:parenthesized|cast|binary)_expression$/.test(at.type)) at = at.parent;
		if (at?.type === 'return_statement') return true;
		if (at?.type !== 'assignment_expression' && at?.type !== 'init_declarator') return false;
		const target = namedChildren(at)[0];
		const path = target === undefined ? '' : accessPath(target, trail.facts.text) || declaredName(target, trail.facts.text);
		return !isOwnStorage(trail.facts, path) || trail.facts.variables.get(path)?.isPointer === true;
	});
}

/**
 * Whether the ways part by the result of a function that was given the object, and the leaking one is that where the function may
 * have taken it over: all but the one on which it failed.
 */
export function isTakenOver(trail: Trail, from: number, to: number, returned: ReturnClass): boolean {
	const fact = trail.walk.visits[to]?.fact;
	if (fact?.kind !== 'condition' || returned === 'error' || !pageKinds.test(trail.birth.counts)) return false;
	const given = trail.eventsOn(wayTo(trail.walk, from)).filter((event) => event.kind === 'passed');
	const asked = trail.facts.text.slice(fact.condition.start, fact.condition.end);
	return given.some((event) => {
		const { start, end } = event.syntax;
		if (fact.condition.start <= start && end <= fact.condition.end) return true;
		const target = /^(?:assignment_expression|init_declarator)$/.test(event.syntax.parent?.type ?? '') ? event.syntax.parent?.children[0] : undefined;
		return target !== undefined && new RegExp(`\\b${trail.facts.text.slice(target.start, target.end).replace(/\W/g, '\\W')}\\b`).test(asked);
	});
}

/** Whether a path returns what a call made of the object, which may then hold it. */
export function returnsDerived(trail: Trail, way: readonly number[]): boolean {
	const { text, root, returns } = trail.facts;
	if (returns !== 'pointer') return false;
	const last = nodesOn(trail.walk, trail.facts.graph, way).findLast(({ node }) => node.kind === 'return');
	const value = last?.node.syntax === undefined || last.node.syntax === null ? undefined : namedChildren(last.node.syntax)[0];
	if (value?.type !== 'identifier' || last?.visit.before.returned === 'error') return false;
	const names = last?.visit.before.object.names ?? [];
	return valuesOf(root, text, text.slice(value.start, value.end)).some(
		(made) => made.type === 'call_expression' && argumentsOf(made).some((argument) => names.includes(accessPath(argument, text))),
	);
}

/** Whether a path leaves with the object locked: then it hands both the lock and the reference on. */
export function leavesLocked(trail: Trail, way: readonly number[]): boolean {
	let isLocked = false;
	for (const { callee } of trail.eventsOn(way)) {
		if (/^(?:__)?(?:folio_(?:try)?lock\w*|(?:try)?lock_page\w*)$/.test(callee)) isLocked = true;
		else if (/^(?:__)?(?:folio_unlock|unlock_page)/.test(callee)) isLocked = false;
	}
	return isLocked;
}

/** Whether the ways part where a loop is not entered: that it runs at least once the code knows better than its condition tells. */
export function skipsLoop(trail: Trail, to: number): boolean {
	const fact = trail.walk.visits[to]?.fact;
	if (fact?.kind === 'iteration') return !fact.enters;
	if (fact?.kind !== 'condition') return false;
	let at: SyntaxNode | null = fact.condition;
	while (at !== null && at.field !== 'condition') at = at.parent;
	return /^(?:for|while)_statement$/.test(at?.parent?.type ?? '') && !fact.truth;
}

/** Whether a path makes a pfn or an address of the object, by which it is found again. */
export function isNumbered(trail: Trail, way: readonly number[]): boolean {
	return trail.eventsOn(way).some((event) => event.kind === 'numbered');
}
