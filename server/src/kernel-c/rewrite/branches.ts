/** Replaces a statement by one of its branches, or by nothing, and expressions by parts of themselves. */
import { namedChildren, type SyntaxNode } from '../syntax.ts';
import { dedent, healLines, removeLines } from './lines.ts';
import type { TextEdit } from './text-edit.ts';

/** The edit that writes `newText` for an expression, the lines of the statement around it joined where they fit. */
export function healAround(node: SyntaxNode, newText: string, text: string): TextEdit {
	let around = node;
	while (around.parent !== null && !/^(?:compound_statement|translation_unit|ERROR)$/.test(around.parent.type) && !around.type.endsWith('_statement'))
		around = around.parent;
	const outer = conditionRegion(around, node);
	// The statement around a macro's body is made up and longer than the text.
	const region = { start: Math.max(0, outer.start), end: Math.min(text.length, outer.end) };
	const result = text.slice(region.start, node.start) + newText + text.slice(node.end, region.end);
	return healLines(text, region.start, region.end, result);
}

/** The part of a statement that is reflowed: the condition of an `if`, else the whole of an expression statement. */
function conditionRegion(statement: SyntaxNode, node: SyntaxNode): SyntaxNode {
	const condition = statement.children.find((child) => child.field === 'condition' && child.start <= node.start && node.end <= child.end);
	if (condition !== undefined) return condition;
	return /^(?:expression|return)_statement$/.test(statement.type) ? statement : node;
}

/** Replaces a statement by one of its branches; null takes the statement away. */
export function replaceByBranch(statement: SyntaxNode, kept: SyntaxNode | null, text: string): TextEdit[] {
	const parent = statement.parent as SyntaxNode;
	if (kept === null) return [removeStatement(statement, text)];
	const isElse = parent.type === 'else_clause';
	const inList = /^(?:compound_statement|case_statement|labeled_statement|translation_unit)$/.test(parent.type) && statement.field !== 'body';
	if (isElse && kept.type !== 'if_statement' && kept.type !== 'compound_statement') {
		// `else` keeps its statement on a line of its own.
		const start = statement.start - (/\s*$/.exec(text.slice(0, statement.start))?.[0].length ?? 0);
		const end = kept.start - (/\s*$/.exec(text.slice(0, kept.start))?.[0].length ?? 0);
		return [{ start, end, newText: '' }, ...trailing(statement, kept, text)];
	}
	if (isElse || kept.type === 'if_statement' || !inList) {
		return [{ start: statement.start, end: kept.start, newText: '' }, ...trailing(statement, kept, text)];
	}
	if (kept.type !== 'compound_statement') {
		return [{ start: statement.start, end: kept.start, newText: '' }, ...trailing(statement, kept, text)];
	}
	const statements = namedChildren(kept).filter((child) => child.type !== 'comment');
	if (statements.length === 0) return [removeLines(text, statement.start, statement.end)];
	if (statements.some((child) => child.type === 'declaration'))
		return [{ start: statement.start, end: kept.start, newText: '' }, ...trailing(statement, kept, text)];
	return [{ start: statement.start, end: statement.end, newText: unwrapped(text.slice(kept.start + 1, kept.end - 1)) }];
}

/** The inside of a block, one tab to the left, its first line without indentation; a comment beside the brace comes first. */
function unwrapped(inside: string): string {
	return dedent(inside)
		.replace(/^[ \t\\]*\n/, '')
		.trimStart()
		.replace(/[ \t\r\n\\]+$/, '');
}

/** What of the statement follows the branch that is kept. */
function trailing(statement: SyntaxNode, kept: SyntaxNode, text: string): TextEdit[] {
	if (kept.end >= statement.end) return [];
	const rest = text.slice(kept.end, statement.end);
	return rest.trim() === '' ? [] : [{ start: kept.end, end: statement.end, newText: '' }];
}

/** Takes a statement away; where one must stand, an empty one stays. */
export function removeStatement(statement: SyntaxNode, text: string): TextEdit {
	const parent = statement.parent as SyntaxNode;
	if (parent.type === 'else_clause') {
		const chain = parent.parent as SyntaxNode;
		const before = chain.children[chain.children.indexOf(parent) - 1] as SyntaxNode;
		return { start: before.end, end: statement.end, newText: '' };
	}
	const isAlone = parent.type === 'case_statement' && namedChildren(parent).at(-1) === statement;
	const inList = /^(?:compound_statement|case_statement|translation_unit)$/.test(parent.type) && !isAlone;
	if (inList) return removeLines(text, statement.start, statement.end);
	return { start: statement.start, end: statement.end, newText: ';' };
}
