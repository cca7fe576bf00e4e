/**
 * A hunk's own lines as C that can be read where there is no file: what was open where the hunk begins is opened before it, what is
 * open where it ends is closed after it.
 */
import { operatorCode, PUNCTUATION, type Tokens, tokenise, WORD } from '../kernel-c/tokens.ts';
import type { Hunk, HunkLine } from './diff/change.ts';

/** One side of a hunk as a text. Its first line is the opening, its last the closing; the hunk's lines stand between. */
export interface Fragment {
	readonly text: string;
	/** The hunk's line that stands on each line of the text, 0-based; null for the opening and the closing. */
	readonly lines: readonly (HunkLine | null)[];
	/** The number of the first line of the hunk in its file, 1-based: that of line 1 of the text. */
	readonly firstLine: number;
	/** Offsets of what is the hunk's own, end exclusive: an item that reaches further is cut. */
	readonly start: number;
	readonly end: number;
}

/** The old or the new side of a hunk. */
export function fragmentOf(hunk: Hunk, side: 'before' | 'after'): Fragment {
	const lines = hunk.lines.filter(({ kind }) => kind !== (side === 'before' ? 'added' : 'removed'));
	const body = lines.map(({ text }) => text).join('\n');
	const opening = openingOf(hunk.heading, body);
	const closing = closingOf(`${opening}\n${body}`);
	return {
		text: `${opening}\n${body}\n${closing}`,
		lines: [null, ...lines, null],
		firstLine: side === 'before' ? hunk.oldStart : hunk.newStart,
		start: opening.length + 1,
		end: opening.length + 1 + body.length,
	};
}

/** What has to stand before the lines so that they can be read. */
function openingOf(heading: string, body: string): string {
	const end = body.indexOf('*/');
	const isInComment = end >= 0 && !(body.indexOf('/*') >= 0 && body.indexOf('/*') < end);
	const code = isInComment ? body.slice(end + 2) : body;
	const comment = isInComment ? '/* ' : '';
	if (/^[^\n]*\\\n/.test(code)) return `#define MM_REVIEW_CUT ${comment}\\`;
	const where = whereItBegins(code);
	if (where === 'outside') return comment;
	if (where === 'header') return `${/\w\s*\(/.test(heading) ? heading : unnamedHeader(code)} ${comment}`;
	if (heading.includes('{')) return `${heading} ${comment}`;
	return `${closedHeader(heading)} {${openedBlocks(code)} ${comment}`;
}

/** Where a hunk begins, by what first stands at its left margin: a brace ends or begins a body, a word begins something new. */
function whereItBegins(code: string): 'outside' | 'header' | 'inside' {
	for (const line of code.split('\n')) {
		if (/^\}/.test(line)) return 'inside';
		if (/^\{/.test(line)) return 'header';
		if (/^[A-Za-z_]/.test(line) && !/^\w+:(?!:)/.test(line)) return 'outside';
	}
	return /\S/.test(code.replace(/^#.*$/gm, '')) ? 'inside' : 'outside';
}

/** What a function is called that a hunk does not name. */
export const unnamedFunction = 'mm_review_cut';

/** A header for a body, or for the last of its parameters, that git does not name. */
function unnamedHeader(code: string): string {
	const parameters = code.slice(0, code.search(/^\{/m));
	return parameters.includes(')') ? `void ${unnamedFunction}(` : `void ${unnamedFunction}(void)`;
}

/** A function's header that git cut at 80 columns, or a made-up one. */
function closedHeader(heading: string): string {
	if (!/^[A-Za-z_].*\w\s*\(/.test(heading) || heading.endsWith(';')) return `void ${unnamedFunction}(void)`;
	let depth = 0;
	for (const letter of heading) depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
	return depth <= 0 ? heading : `${heading.replace(/,[^,()]*$/, '')}${')'.repeat(depth)}`;
}

const codeOf = new Map(['{', '}', '(', ')', '[', ']'].map((bracket) => [bracket, operatorCode(bracket)]));

/** Blocks that the lines end without having begun them, opened; the last that ends at the margin is the function's own. */
function openedBlocks(code: string): string {
	const tokens = tokenise(code);
	const opened: string[] = [];
	let depth = 0;
	for (let i = 0; i < tokens.count; i++) {
		if (tokens.kind[i] !== PUNCTUATION) continue;
		if (tokens.code[i] === codeOf.get('{')) depth++;
		else if (tokens.code[i] === codeOf.get('}')) {
			if (depth > 0) depth--;
			else if (isAtMargin(tokens, i)) break;
			else opened.push(blockBefore(tokens, i + 1));
		}
	}
	return opened.reverse().join('');
}

function isAtMargin(tokens: Tokens, i: number): boolean {
	const start = tokens.start[i] as number;
	return start === 0 || tokens.text[start - 1] === '\n';
}

/** What opens a block, by what stands after its end. */
function blockBefore(tokens: Tokens, next: number): string {
	const word = next < tokens.count && tokens.kind[next] === WORD ? tokens.words[tokens.code[next] as number] : '';
	if (word === 'else') return ' if (mm_review_cut) {';
	return word === 'while' ? ' do {' : ' {';
}

/** Closes what is open at the end. */
function closingOf(text: string): string {
	const tokens = tokenise(text);
	const open: string[] = [];
	for (let i = 0; i < tokens.count; i++) {
		if (tokens.kind[i] !== PUNCTUATION) continue;
		const bracket = tokens.text.slice(tokens.start[i], tokens.end[i]);
		if (bracket === '{' || bracket === '(' || bracket === '[') open.push(bracket);
		else if (bracket === '}' || bracket === ')' || bracket === ']') open.pop();
	}
	const isInComment = text.lastIndexOf('/*') > text.lastIndexOf('*/');
	const closers = open
		.reverse()
		.map((bracket, at) => (bracket === '{' ? '}' : bracket === '[' ? ']' : open[at + 1] === '(' || open[at + 1] === '[' ? ')' : ');'));
	return `${isInComment ? '*/ ' : ''}${closers.join(' ')}`;
}
