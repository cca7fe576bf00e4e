/** Takes statements away, with what then holds nothing. */
import { childOf, namedChildren, type SyntaxNode } from '../syntax.ts';
import { lineEndAt, lineStartAt, removeLines } from './lines.ts';
import type { TextEdit } from './text-edit.ts';

/** Whether an expression can go, or be evaluated twice, without changing what the function does. */
export type IsPure = (expression: SyntaxNode) => boolean;

/**
 * Takes a statement away, and the `if` or `else` that would hold nothing without it. `about` are words of which a comment right above
 * makes it go too. Null where an `if` with effects, or a loop, would be left without a body.
 */
export function removeStatement(statement: SyntaxNode, text: string, isPure: IsPure, about: RegExp | null): TextEdit | null {
	const emptied = emptiedBy(statement, text, isPure, about);
	const parent = emptied.parent as SyntaxNode;
	if (parent.type === 'else_clause') {
		const chain = parent.parent as SyntaxNode;
		const before = chain.children[chain.children.indexOf(parent) - 1] as SyntaxNode;
		return { start: before.end, end: emptied.end, newText: '' };
	}
	if (canStandEmpty(emptied)) return removeLines(text, startWithComment(emptied, text, about), endWithComment(emptied, text));
	const isLabelled = /^(?:case|labeled)_statement$/.test(parent.type);
	return isLabelled ? { start: emptied.start, end: emptied.end, newText: ';' } : null;
}

/** The outermost statement that holds nothing but this one. */
function emptiedBy(statement: SyntaxNode, text: string, isPure: IsPure, about: RegExp | null): SyntaxNode {
	let at = statement;
	for (;;) {
		const parent: SyntaxNode | null = at.parent;
		if (parent === null) return at;
		if (isPureIf(parent, at, isPure)) at = parent;
		else if (
			holdsOnly(parent, at, text, about) &&
			(parent.parent?.type === 'else_clause' || (parent.parent !== null && isPureIf(parent.parent, parent, isPure)))
		)
			at = parent;
		else return at;
	}
}

/** An `if` without `else` whose condition does nothing, around its body. */
function isPureIf(statement: SyntaxNode, body: SyntaxNode, isPure: IsPure): boolean {
	if (statement.type !== 'if_statement' || body.field !== 'consequence' || childOf(statement, 'alternative') !== null) return false;
	const condition = childOf(statement, 'condition');
	return condition !== null && isPure(condition);
}

/** Whether a block holds one statement, and no comment but one that goes with it. */
function holdsOnly(block: SyntaxNode, statement: SyntaxNode, text: string, about: RegExp | null): boolean {
	if (block.type !== 'compound_statement' || namedChildren(block).length !== 1) return false;
	const before = text.slice(block.start + 1, startWithComment(statement, text, about));
	return /^[\s\\]*$/.test(before + text.slice(endWithComment(statement, text), block.end - 1));
}

/** Whether nothing needs to stand where a statement stood. */
function canStandEmpty(statement: SyntaxNode): boolean {
	const parent = statement.parent as SyntaxNode;
	if (statement.field === 'body') return false;
	switch (parent.type) {
		case 'compound_statement':
		case 'translation_unit':
			return true;
		case 'case_statement':
			return statementsOf(parent).length > 1 || isFollowedByStatement(parent);
		case 'labeled_statement':
			return isFollowedByStatement(parent);
		default:
			return false;
	}
}

function statementsOf(label: SyntaxNode): SyntaxNode[] {
	return namedChildren(label).filter((child) => child.field !== 'value' && child.field !== 'label');
}

/** Whether a label would stand before another statement; before a declaration or the end of a block C wants an empty one. */
function isFollowedByStatement(label: SyntaxNode): boolean {
	const siblings = label.parent?.children ?? [];
	const next = siblings[siblings.indexOf(label) + 1];
	return next !== undefined && /_statement$/.test(next.type);
}

/** The start of a statement with the comment right above it, where that is about what goes. */
function startWithComment(statement: SyntaxNode, text: string, about: RegExp | null): number {
	const line = lineStartAt(text, statement.start);
	const above = text.slice(0, line).trimEnd();
	if (about === null || text.slice(line, statement.start).trim() !== '' || !above.endsWith('*/') || line - above.length > 1) return statement.start;
	const comment = above.lastIndexOf('/*');
	const isAlone = text.slice(lineStartAt(text, comment), comment).trim() === '';
	return isAlone && about.test(above.slice(comment)) ? comment : statement.start;
}

/** The end of a statement with the comment behind it on its line. */
function endWithComment(statement: SyntaxNode, text: string): number {
	const rest = text.slice(statement.end, lineEndAt(text, statement.end));
	return statement.end + (/^[ \t]*(?:\/\*(?:(?!\*\/).)*\*\/|\/\/.*)[ \t\r]*$/.exec(rest)?.[0].trimEnd().length ?? 0);
}
