import { comparedTypes, pagemapTypes } from '../analysis/dax/pagemap-types.ts';
import { calleeOf, operatorOf } from '../kernel-c/calls.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

/** What makes a branch one that decides about a count. */
const counts = /^(?:set_page_count|folio_set_count|init_page_count|(?:page|folio)_ref_\w+|(?:get|put)_dev_pagemap|percpu_ref_(?:get|put|tryget)\w*)$/;

/** Hellwig on patch 02: a switch over the enum makes the compiler ask about a type that is added later. */
export const zoneDeviceTypeNotExhaustive: Rule = {
	id: 'zone-device-type-not-exhaustive',
	group: 'scheme',
	summary: 'A count is decided by an if/else chain on pgmap->type that leaves types unnamed',
	severity: 'info',
	schemes: allSchemes,
	sources: [inSeries('Christoph Hellwig, reply to patch 02'), inSeries('Christoph Hellwig, reply to patch 10')],
	words: [[...pagemapTypes]],
	fix: 'none',
	readsParts: true,
	nodes: ['if_statement'],
	*check(context, node) {
		if (node.parent?.type === 'else_clause') return;
		const { text } = context;
		const chain = chainOf(node);
		const named = new Set(chain.conditions.flatMap((condition) => [...comparedTypes(condition, text)]));
		if (named.size === 0 || named.size === pagemapTypes.length || (named.size < 2 && !chain.hasElse)) return;
		if (!decidesCount(node, text) || !isAboutType(chain.conditions, context)) return;
		const others = pagemapTypes.filter((type) => !named.has(type));
		const condition = chain.conditions[0] as SyntaxNode;
		yield context.at(
			condition,
			`this decides a count by pgmap->type and leaves ${others.join(', ')} to "all others": a switch that names every member, without default, makes the compiler ask when a type is added`,
		);
	},
};

function chainOf(statement: SyntaxNode): { readonly conditions: readonly SyntaxNode[]; readonly hasElse: boolean } {
	const conditions: SyntaxNode[] = [];
	let at: SyntaxNode | null = statement;
	while (at !== null && at.type === 'if_statement') {
		const condition = childOf(at, 'condition');
		if (condition !== null) conditions.push(condition);
		const alternative: SyntaxNode | null = childOf(at, 'alternative');
		if (alternative === null) return { conditions, hasElse: false };
		at = alternative.children.find((child) => child.named) ?? null;
	}
	return { conditions, hasElse: true };
}

/** Whether every condition is about the type and nothing else. */
function isAboutType(conditions: readonly SyntaxNode[], context: RuleContext): boolean {
	return conditions.every((condition) => {
		const parts = [...descendantsOf(condition, new Set(['binary_expression']))].filter((part) => !/^(?:&&|\|\|)$/.test(operatorOf(part)));
		return parts.length > 0 && parts.every((part) => comparedTypes(part, context.text).size > 0);
	});
}

function decidesCount(statement: SyntaxNode, text: string): boolean {
	for (const call of descendantsOf(statement, new Set(['call_expression']))) if (counts.test(calleeOf(call, text))) return true;
	return false;
}
