/** Arguments of calls and macros: types, operators, statements and empty ones become something that parses. */
import { AGGREGATE_KEYWORD, PRIMITIVE_TYPE, RESERVED, SPECIFIER, STATEMENT_KEYWORD, TYPEOF } from '../dialect-words.ts';
import {
	AND_AND,
	BRACE_CLOSE,
	BRACE_OPEN,
	BRACKET_OPEN,
	COLON,
	DOT,
	PARENTHESIS_CLOSE,
	PARENTHESIS_OPEN,
	PERCENT,
	QUESTION,
	SEMICOLON,
	STAR,
} from '../operators.ts';
import { operatorCode, PUNCTUATION, STRING, WORD } from '../tokens.ts';
import { maskExpression } from './expressions.ts';
import { isInitialiserList, maskInitialiser } from './initialisers.ts';
import { blankTokens, type MaskedItem, wordText, write, writeIntoSpace } from './item-tokens.ts';
import { findAtLevel, isOperator, splitAtCommas } from './places.ts';
import { maskStatements } from './statements.ts';
import { runEnd } from './word-runs.ts';

/** Masks the arguments of a call or macro: types, operators, statements and empty ones become something that parses. */
export function maskArguments(m: MaskedItem, from: number, to: number): void {
	if (from >= to) return;
	for (const [start, stop] of splitAtCommas(m, from, to)) maskArgument(m, start, stop, from, to);
}

function maskArgument(m: MaskedItem, from: number, to: number, listFrom: number, listTo: number): void {
	if (from === to) {
		fillEmptyArgument(m, from, listFrom, listTo);
		return;
	}
	if (findAtLevel(m, from, to, SEMICOLON) < to || startsStatement(m, from) || endsInBlock(m, from, to)) {
		maskStatementArgument(m, from, to);
		return;
	}
	if ((m.kind[from] === PUNCTUATION && isOperatorAlone(m, from, to)) || isAsmOperand(m, from, to) || isOperator(m, from, DOT)) {
		blankTokens(m, from, to);
		write(m, m.start[from] as number, '0');
		return;
	}
	if (isTypeArgument(m, from, to) || isAsmTemplate(m, from, to)) {
		keepOneName(m, from, to);
		return;
	}
	from = afterAdjacentCalls(m, from, to);
	const colon = findAtLevel(m, from, to, COLON);
	if (colon < to && findAtLevel(m, from, colon, QUESTION) === colon) {
		maskExpression(m, from, colon);
		blankTokens(m, colon, to);
		if (colon === from) write(m, m.start[colon] as number, '0');
		return;
	}
	if (m.kind[from] === WORD && ((m.flags[from] as number) & RESERVED) === 0) {
		const stop = runEnd(m, from, to);
		// Two names side by side are a declaration given to a macro; the last one is what it declares.
		if (stop - from >= 2) {
			blankTokens(m, from, stop - 1);
			maskExpression(m, stop - 1, to);
			return;
		}
	}
	if (isOperator(m, from, BRACE_OPEN)) {
		const close = m.match[from] as number;
		if (close === to - 1 && !isInitialiserList(m, from + 1, close)) maskStatements(m, from + 1, close);
		else if (close > 0 && close < to) {
			maskInitialiser(m, from + 1, close);
			blankTokens(m, from, to);
			write(m, m.start[from] as number, '0');
		}
		return;
	}
	if (isTrailingOperator(m, to - 1)) {
		blankTokens(m, to - 1, to);
		to--;
	}
	if (isLeadingOperator(m, from)) {
		blankTokens(m, from, from + 1);
		from++;
	}
	if (from < to) maskExpression(m, from, to);
}

/** `F(a) F(b) F(c)` as one argument: the last call stays. Returns where what stays begins. */
function afterAdjacentCalls(m: MaskedItem, from: number, to: number): number {
	let at = from;
	while (m.kind[at] === WORD && isOperator(m, at + 1, PARENTHESIS_OPEN)) {
		const close = m.match[at + 1] as number;
		if (close < 0 || close + 1 >= to || m.kind[close + 1] !== WORD || ((m.flags[at] as number) & RESERVED) !== 0) break;
		blankTokens(m, at, close + 1);
		at = close + 1;
	}
	return at;
}

/** An empty argument gets a `0` where there is room, else the comma beside it goes. */
function fillEmptyArgument(m: MaskedItem, at: number, listFrom: number, listTo: number): void {
	const after = at < listTo ? (m.start[at] as number) : (m.start[listTo] as number);
	const before = m.end[at - 1] as number;
	if (writeIntoSpace(m, before, after, '0')) return;
	if (at < listTo) blankTokens(m, at, at + 1);
	else if (at > listFrom) blankTokens(m, at - 1, at);
}

/** `[name] "r" (x)` and `"=a" (x)`: operands that a macro hands to asm. */
function isAsmOperand(m: MaskedItem, from: number, to: number): boolean {
	if (isOperator(m, from, BRACKET_OPEN)) return true;
	return m.kind[from] === STRING && isOperator(m, from + 1, PARENTHESIS_OPEN) && m.match[from + 1] === to - 1;
}

/** `fxsave %[x]`: a template for asm. */
function isAsmTemplate(m: MaskedItem, from: number, to: number): boolean {
	for (let at = from; at + 1 < to; at++) if (isOperator(m, at, PERCENT) && isOperator(m, at + 1, BRACKET_OPEN)) return true;
	return false;
}

const binaryOperators = new Set(
	[
		'==',
		'!=',
		'<',
		'>',
		'<=',
		'>=',
		'&&',
		'||',
		'|',
		'^',
		'/',
		'%',
		'<<',
		'>>',
		'+=',
		'-=',
		'*=',
		'/=',
		'|=',
		'&=',
		'=',
		'?',
		'->',
		'.',
		'##',
		'...',
		'::',
	].map(operatorCode),
);

function isOperatorAlone(m: MaskedItem, from: number, to: number): boolean {
	for (let at = from; at < to; at++) {
		if (m.kind[at] !== PUNCTUATION) return false;
		const code = m.code[at] as number;
		if (code === PARENTHESIS_OPEN || code === BRACE_OPEN || code === BRACKET_OPEN) return false;
	}
	return true;
}

function isTrailingOperator(m: MaskedItem, at: number): boolean {
	if (m.kind[at] !== PUNCTUATION) return false;
	const code = m.code[at] as number;
	return binaryOperators.has(code) || code === STAR || code === operatorCode('+') || code === operatorCode('-') || code === operatorCode('&');
}

function isLeadingOperator(m: MaskedItem, at: number): boolean {
	return m.kind[at] === PUNCTUATION && binaryOperators.has(m.code[at] as number) && m.code[at] !== AND_AND;
}

const statementStarts = new Set(['if', 'else', 'while', 'for', 'do', 'switch', 'case', 'default', 'break', 'continue', 'return', 'goto']);

export function startsStatement(m: MaskedItem, at: number): boolean {
	return m.kind[at] === WORD && ((m.flags[at] as number) & STATEMENT_KEYWORD) !== 0 && statementStarts.has(wordText(m, at));
}

/** `for_each(x) { … }` as an argument. */
function endsInBlock(m: MaskedItem, from: number, to: number): boolean {
	if (!isOperator(m, to - 1, BRACE_CLOSE)) return false;
	const open = m.match[to - 1] as number;
	return open > from + 2 && isOperator(m, open - 1, PARENTHESIS_CLOSE) && m.kind[(m.match[open - 1] as number) - 1] === WORD;
}

/** Statements as an argument: a block where there is room for its braces, else blank but for one character. */
function maskStatementArgument(m: MaskedItem, from: number, to: number): void {
	const first = m.start[from] as number;
	const last = m.end[to - 1] as number;
	const roomBefore = spaceBefore(m, first);
	const roomAfter = spaceAfter(m, last);
	const ends = isOperator(m, to - 1, SEMICOLON) || isOperator(m, to - 1, BRACE_CLOSE);
	if (roomBefore >= 0 && roomAfter >= 0 && ends) {
		maskStatements(m, from, to);
		write(m, roomBefore, '{');
		write(m, roomAfter, '}');
		return;
	}
	blankTokens(m, from, to);
	write(m, first, '0');
}

function spaceBefore(m: MaskedItem, at: number): number {
	for (let i = at - 1; i >= 0; i--) {
		if (m.out[i] === 32) return i;
		if (m.out[i] !== 10) return -1;
	}
	return -1;
}

function spaceAfter(m: MaskedItem, at: number): number {
	for (let i = at; i < m.out.length; i++) {
		if (m.out[i] === 32) return i;
		if (m.out[i] !== 10) return -1;
	}
	return -1;
}

/** A type, or a declaration: begins with a type word, or a name followed by nothing but stars. */
function isTypeArgument(m: MaskedItem, from: number, to: number): boolean {
	if (m.kind[from] !== WORD) return false;
	const flags = m.flags[from] as number;
	if ((flags & (AGGREGATE_KEYWORD | SPECIFIER | PRIMITIVE_TYPE)) !== 0) return true;
	if ((flags & TYPEOF) !== 0) return isTypeofAlone(m, from, to);
	if ((flags & RESERVED) !== 0) return false;
	const stop = runEnd(m, from, to);
	if (!isOperator(m, stop, STAR)) return false;
	for (let at = stop; at < to; at++) {
		const isStar = isOperator(m, at, STAR);
		const isQualifier = m.kind[at] === WORD && ((m.flags[at] as number) & SPECIFIER) !== 0;
		if (!isStar && !isQualifier) return isOperator(m, at, BRACKET_OPEN) || (isStar && at === to - 1) || isPointerDeclaration(m, stop, at, to);
	}
	return true;
}

/** `foo_t **name`: two stars or a type-like word make it a declaration, one star alone may be a product. */
function isPointerDeclaration(m: MaskedItem, stars: number, at: number, to: number): boolean {
	return at - stars >= 2 && m.kind[at] === WORD && at === to - 1;
}

function isTypeofAlone(m: MaskedItem, from: number, to: number): boolean {
	const close = m.match[from + 1] ?? -1;
	if (close < 0) return false;
	for (let at = close + 1; at < to; at++) if (!isOperator(m, at, STAR)) return false;
	return true;
}

/** Blanks a type down to one identifier: the tag, the type's name, or a letter of a primitive type. */
function keepOneName(m: MaskedItem, from: number, to: number): void {
	let keep = -1;
	for (let at = from; at < to; at++) {
		if (m.kind[at] === WORD && ((m.flags[at] as number) & RESERVED) === 0) {
			keep = at;
			break;
		}
		const partner = m.match[at] as number;
		if (m.kind[at] === PUNCTUATION && partner > at && m.code[at] !== BRACE_OPEN) continue;
	}
	if (keep >= 0) {
		blankTokens(m, from, keep);
		blankTokens(m, keep + 1, to);
		return;
	}
	blankTokens(m, from, to);
	write(m, m.start[from] as number, '_');
}
