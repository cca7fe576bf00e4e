/** Replaces a statement by one of its branches, or by nothing, and expressions by parts of themselves. */
import { namedChildren, type SyntaxNode } from '../syntax.ts';
import { healLines, lineStartAt, tabsBefore } from './lines.ts';
import { type IsPure, removeStatement } from './removal.ts';
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

/** Replaces a statement by one of its branches; null for the branch takes the statement away. Null where that cannot be. */
export function replaceByBranch(statement: SyntaxNode, kept: SyntaxNode | null, text: string, isPure: IsPure, about: RegExp | null): TextEdit[] | null {
	if (kept === null || (kept.type === 'compound_statement' && namedChildren(kept).length === 0)) {
		const edit = removeStatement(statement, text, isPure, about);
		return edit === null ? null : [edit];
	}
	const parent = statement.parent as SyntaxNode;
	const isElse = parent.type === 'else_clause';
	if (isElse && kept.type !== 'if_statement' && kept.type !== 'compound_statement') {
		// `else` keeps its statement on a line of its own.
		const start = statement.start - (/\s*$/.exec(text.slice(0, statement.start))?.[0].length ?? 0);
		const end = kept.start - (/\s*$/.exec(text.slice(0, kept.start))?.[0].length ?? 0);
		return [{ start, end, newText: '' }, ...trailing(statement, kept, text)];
	}
	const inList = /^(?:compound_statement|case_statement|labeled_statement|translation_unit)$/.test(parent.type) && statement.field !== 'body';
	if (isElse || !inList || kept.type !== 'compound_statement' || opensScope(kept, text)) return [inPlaceOf(statement, kept, text)];
	return [{ start: statement.start, end: statement.end, newText: unwrapped(text.slice(kept.start + 1, kept.end - 1), tabsBefore(text, statement.start)) }];
}

/** Whether a block's end means something: its variables end there, and what `guard()` holds is let go. */
function opensScope(block: SyntaxNode, text: string): boolean {
	return namedChildren(block).some((child) => child.type === 'declaration') || /\b(?:guard|CLASS)\s*\(/.test(text.slice(block.start, block.end));
}

/** A branch where its statement stood, as far to the left as that. */
function inPlaceOf(statement: SyntaxNode, kept: SyntaxNode, text: string): TextEdit {
	const isOnOwnLine = text.slice(lineStartAt(text, kept.start), kept.start).trim() === '';
	const deeper = isOnOwnLine ? tabsBefore(text, kept.start) - tabsBefore(text, statement.start) : 0;
	return { start: statement.start, end: statement.end, newText: movedLeft(text.slice(kept.start, kept.end), deeper) };
}

/** The inside of a block, as far to the left as `tabs`, its first line without indentation; a comment beside the brace comes first. */
function unwrapped(inside: string, tabs: number): string {
	const first = /\n(\t*)[^\t\n]/.exec(inside)?.[1]?.length ?? 0;
	return movedLeft(inside, first - tabs)
		.replace(/^[ \t\\]*\n/, '')
		.trimStart()
		.replace(/[ \t\r\n\\]+$/, '');
}

/** Lines after the first moved to the left by as many tabs as they have, at most `tabs`. */
function movedLeft(lines: string, tabs: number): string {
	return tabs <= 0 ? lines : lines.replace(new RegExp(`\\n\\t{1,${tabs}}`, 'g'), '\n');
}

/** What of the statement follows the branch that is kept. */
function trailing(statement: SyntaxNode, kept: SyntaxNode, text: string): TextEdit[] {
	if (kept.end >= statement.end) return [];
	const rest = text.slice(kept.end, statement.end);
	return rest.trim() === '' ? [] : [{ start: kept.end, end: statement.end, newText: '' }];
}
