/** Hover: what a finding means, and what an API does to a count. */
import type { Hover, Position } from 'vscode-languageserver/node';
import { indexLines } from '../kernel-c/line-index.ts';
import { WORD } from '../kernel-c/tokens.ts';
import { effectOf } from '../refs/effects.ts';
import { effectText } from '../report/effect-text.ts';
import { rulePage } from '../report/rule-pages.ts';
import type { Finding } from '../review/finding.ts';
import { lspRange } from './diagnostics.ts';
import type { ReviewedDocument } from './documents.ts';
import type { Session } from './session.ts';

/** Registers hover. */
export function handleHover(session: () => Session): void {
	session().connection.onHover(async (params) => {
		const review = await session().documents.review(params.textDocument.uri);
		// Our own extension's editor shows the message of a diagnostic above the hover already.
		return review === null ? null : hoverAt(review, params.position, !session().abilities.showsStatus);
	});
}

/** The hover at a position. */
export function hoverAt(review: ReviewedDocument, position: Position, withMessage: boolean): Hover | null {
	const parts = review.findings.filter((finding) => covers(finding, position)).map((finding) => findingMarkdown(finding, withMessage));
	const word = wordAt(review, position);
	const effect = word === null ? null : effectOf(word.text);
	if (word !== null && effect !== null) parts.push(effectText(word.text, effect, review.setup.profile));
	if (parts.length === 0) return null;
	return { contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') } };
}

function covers(finding: Finding, position: Position): boolean {
	const { start, end } = lspRange(finding.range);
	const isAfterStart = position.line > start.line || (position.line === start.line && position.character >= start.character);
	return isAfterStart && (position.line < end.line || (position.line === end.line && position.character <= end.character));
}

function findingMarkdown(finding: Finding, withMessage: boolean): string {
	const why = sectionOf(rulePage(finding.rule) ?? '', 'Why');
	const fix = finding.fix === undefined ? '' : `\n\nFix: ${finding.fix.title}`;
	return `**${finding.rule}** (${finding.severity})${withMessage ? `: ${finding.message}` : ''}${fix}${why === '' ? '' : `\n\n${why}`}`;
}

/** A section of a rule's page. */
export function sectionOf(page: string, title: string): string {
	const match = new RegExp(`^## ${title}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(page);
	return match?.[1]?.trim() ?? '';
}

/** The word of C at a position; words in comments and strings are none. */
function wordAt(review: ReviewedDocument, position: Position): { readonly text: string } | null {
	const { source, text } = review;
	if (source === null) return null;
	const offset = indexLines(text).lineStart(position.line) + position.character;
	const { tokens } = source;
	for (let i = 0; i < tokens.count; i++) {
		const start = tokens.start[i] as number;
		if (start > offset) return null;
		if (offset <= (tokens.end[i] as number) && tokens.kind[i] === WORD) return { text: text.slice(start, tokens.end[i]) };
		if (offset < (tokens.end[i] as number)) return directiveWord(text.slice(start, tokens.end[i]), offset - start);
	}
	return null;
}

/** The word at an offset of a directive. */
function directiveWord(directive: string, offset: number): { readonly text: string } | null {
	if (!directive.startsWith('#')) return null;
	const before = /\w*$/.exec(directive.slice(0, offset))?.[0] ?? '';
	const after = /^\w*/.exec(directive.slice(offset))?.[0] ?? '';
	return before + after === '' ? null : { text: before + after };
}
