/** Expressions, arguments, casts and initialisers of kernel C, made standard in place. */
import { AGGREGATE_KEYWORD, ASM, PRIMITIVE_TYPE, RESERVED, SPECIFIER, STATEMENT_KEYWORD, TYPE_OPERATOR, TYPEOF } from '../dialect-words.ts';
import { NUMBER, operatorCode, PUNCTUATION, STRING, WORD } from '../tokens.ts';
import { maskFields } from './aggregates.ts';
import { blankRange, blankTokens, type MaskedItem, replaceToken, wordText, write, writeIntoSpace } from './item-tokens.ts';
import { maskStatements } from './statements.ts';
import { maskParameters } from './top-level.ts';
import { maskLoneAttribute, maskRun, type RunPlace, runEnd } from './word-runs.ts';

const PARENTHESIS_OPEN = operatorCode('(');
const PARENTHESIS_CLOSE = operatorCode(')');
const BRACE_OPEN = operatorCode('{');
const BRACE_CLOSE = operatorCode('}');
const BRACKET_OPEN = operatorCode('[');
const BRACKET_CLOSE = operatorCode(']');
const COMMA = operatorCode(',');
const SEMICOLON = operatorCode(';');
const COLON = operatorCode(':');
const QUESTION = operatorCode('?');
const STAR = operatorCode('*');
const EQUALS = operatorCode('=');
const AND_AND = operatorCode('&&');
const DOT = operatorCode('.');
const ARROW = operatorCode('->');
const PERCENT = operatorCode('%');

/** Whether the token is this operator. */
export function isOperator(m: MaskedItem, at: number, code: number): boolean {
	return at >= 0 && at < m.count && m.kind[at] === PUNCTUATION && m.code[at] === code;
}

/** The place of the first `code` at the nesting level of `from`, or `to`. */
export function findAtLevel(m: MaskedItem, from: number, to: number, code: number): number {
	for (let at = from; at < to; at++) {
		if (m.kind[at] !== PUNCTUATION) continue;
		if (m.code[at] === code) return at;
		const partner = m.match[at] as number;
		if (partner > at) at = partner;
	}
	return to;
}

/** Splits a range at its commas; each part as a pair of places. */
export function splitAtCommas(m: MaskedItem, from: number, to: number): [number, number][] {
	const parts: [number, number][] = [];
	let start = from;
	for (;;) {
		const comma = findAtLevel(m, start, to, COMMA);
		parts.push([start, comma]);
		if (comma >= to) return parts;
		start = comma + 1;
	}
}

/** Masks an expression, or a declaration with its initialisers: one nesting level of tokens, and all below it. */
export function maskExpression(m: MaskedItem, from: number, to: number, place: RunPlace = 'declaration', inDeclaration = false): void {
	let at = from;
	let declares = inDeclaration;
	while (at < to) {
		const kind = m.kind[at];
		if (kind === WORD) at = maskWord(m, at, to, place, declares, declares && at > from && isOperator(m, at - 1, COMMA));
		else if (kind === STRING || kind === NUMBER) at = maskAfterLiteral(m, at, to);
		else if (kind === PUNCTUATION) {
			// What stands after `=` is a value, up to the next declarator.
			if (m.code[at] === EQUALS) declares = false;
			else if (m.code[at] === COMMA) declares = inDeclaration;
			at = maskOperator(m, at, to, declares);
		} else at++;
	}
}

function maskWord(m: MaskedItem, at: number, to: number, place: RunPlace, inDeclaration: boolean, hasType: boolean): number {
	const flags = m.flags[at] as number;
	if ((flags & ASM) !== 0) {
		const next = maskAsm(m, at, to);
		// After a declarator it names a register or a symbol.
		if (at > 0 && (m.kind[at - 1] === WORD || isOperator(m, at - 1, BRACKET_CLOSE) || isOperator(m, at - 1, PARENTHESIS_CLOSE))) blankTokens(m, at, next);
		return next;
	}
	if ((flags & TYPEOF) !== 0) return maskTypeof(m, at, to, place);
	if ((flags & TYPE_OPERATOR) !== 0 && isOperator(m, at + 1, PARENTHESIS_OPEN)) {
		const close = m.match[at + 1] as number;
		if (close < 0 || close > to) return at + 1;
		// GNU's __alignof__ takes an expression, which the grammar allows for sizeof only.
		if (wordText(m, at) !== 'sizeof') replaceToken(m, at, 'sizeof');
		maskExpression(m, at + 2, close, 'type');
		return close + 1;
	}
	if ((flags & STATEMENT_KEYWORD) !== 0) return at + 1;
	const stop = runEnd(m, at, to);
	if (stop - at >= 2) {
		if (isOperator(m, at - 1, EQUALS) && !inDeclaration && (flags & RESERVED) === 0) {
			// `x = y FACTOR;`: a macro that continues the expression.
			blankTokens(m, at + 1, stop);
			return stop;
		}
		maskRun(m, at, stop, place, hasType);
		return maskAggregateBody(m, at, stop, to);
	}
	if ((flags & AGGREGATE_KEYWORD) !== 0) return maskAggregateBody(m, at, at + 1, to);
	if (isOperator(m, at + 1, PARENTHESIS_OPEN)) {
		if (opensFunctionPointer(m, at + 1)) return maskFunctionPointer(m, at + 1, to);
		if ((flags & RESERVED) !== 0) return at + 1;
		const close = m.match[at + 1] as number;
		if (inDeclaration && close > 0 && close < to && (isOperator(m, at - 1, BRACKET_CLOSE) || isOperator(m, at - 1, PARENTHESIS_CLOSE))) {
			// An attribute with arguments that no list names, after a declarator.
			blankTokens(m, at, close + 1);
			return close + 1;
		}
		return maskCall(m, at, to);
	}
	if (at + 1 < to && m.kind[at + 1] === STRING && at > 0 && m.kind[at - 1] === STRING) return at + 1;
	maskLoneAttribute(m, at, inDeclaration);
	return at + 1;
}

/** `struct x { … }` inside a declaration or an expression. */
function maskAggregateBody(m: MaskedItem, from: number, stop: number, to: number): number {
	if (isOperator(m, stop, PARENTHESIS_OPEN) && opensFunctionPointer(m, stop)) return maskFunctionPointer(m, stop, to);
	if (
		isOperator(m, stop, PARENTHESIS_OPEN) &&
		!isOperator(m, stop + 1, STAR) &&
		stop - from >= 2 &&
		((m.flags[stop - 2] as number) & AGGREGATE_KEYWORD) !== 0
	) {
		// `struct TAG(x)`: a tag made by a macro.
		const close = m.match[stop] as number;
		if (close < 0 || close > to) return stop + 1;
		blankTokens(m, stop, close + 1);
		return maskAggregateBody(m, from, close + 1, to);
	}
	if (!isOperator(m, stop, BRACE_OPEN))
		return isOperator(m, stop, PARENTHESIS_OPEN) && ((m.flags[stop - 1] as number) & RESERVED) === 0 ? maskCall(m, stop - 1, to) : stop;
	for (let i = from; i < stop; i++) {
		if (((m.flags[i] as number) & AGGREGATE_KEYWORD) === 0) continue;
		const close = m.match[stop] as number;
		if (close < 0 || close > to) return stop;
		maskFields(m, stop + 1, close, wordText(m, i) === 'enum');
		return close + 1;
	}
	return stop;
}

/** `(*name)(` or `(*)(` after a type. */
export function opensFunctionPointer(m: MaskedItem, open: number): boolean {
	const close = m.match[open] as number;
	return close > 0 && isOperator(m, close + 1, PARENTHESIS_OPEN) && (isOperator(m, open + 1, STAR) || isOperator(m, open + 2, STAR));
}

/** `(*fn)(struct x *, int)`: the declarator and its parameters. */
function maskFunctionPointer(m: MaskedItem, open: number, to: number): number {
	const close = m.match[open] as number;
	const end = m.match[close + 1] as number;
	let inner = open + 1;
	// A calling convention or attribute before the star.
	if (m.kind[inner] === WORD && isOperator(m, inner + 1, STAR)) blankTokens(m, inner, ++inner);
	const own = findAtLevel(m, inner, close, PARENTHESIS_OPEN);
	if (own < close && m.kind[own - 1] === WORD) {
		// A function that returns a pointer to a function.
		maskExpression(m, inner, own, 'declaration', true);
		maskParameters(m, own + 1, m.match[own] as number);
	} else maskExpression(m, inner, close, 'declaration', true);
	if (end < 0 || end > to) return close + 1;
	maskParameters(m, close + 2, end);
	return end + 1;
}

/** A word followed by parentheses: a call, a macro, or the declarator of a function. */
function maskCall(m: MaskedItem, at: number, to: number): number {
	const open = at + 1;
	const close = m.match[open] as number;
	if (close < 0 || close >= to + 1) return open + 1;
	const name = wordText(m, at);
	if (name === '_Generic') {
		maskGeneric(m, open + 1, close);
		return close + 1;
	}
	if (name === 'offsetof' || name === '__builtin_offsetof') {
		maskOffsetof(m, at, close);
		return close + 1;
	}
	maskArguments(m, open + 1, close);
	// `NAME(x) "text"` and `NAME(x) word`: the call made a string or a prefix that C's grammar does not know.
	const next = close + 1;
	if (next < to && m.kind[next] === STRING) blankTokens(m, at, close + 1);
	else if (at > 0 && m.kind[at - 1] === STRING && isStringJoin(m, at)) blankTokens(m, at, close + 1);
	return close + 1;
}

function isStringJoin(m: MaskedItem, at: number): boolean {
	return m.kind[at - 1] === STRING;
}

/** `_Generic(x, type: expression, …)`: the grammar knows it, so only the expressions are masked. */
function maskGeneric(m: MaskedItem, from: number, to: number): void {
	for (const [start, stop] of splitAtCommas(m, from, to)) {
		const colon = findAtLevel(m, start, stop, COLON);
		maskExpression(m, start, colon, 'type');
		if (colon < stop) maskExpression(m, colon + 1, stop);
	}
}

/** `offsetof(struct x, a.b[c])` keeps the first member, which is what the grammar allows. */
function maskOffsetof(m: MaskedItem, at: number, close: number): void {
	const comma = findAtLevel(m, at + 2, close, COMMA);
	maskExpression(m, at + 2, comma, 'type');
	if (comma >= close) return;
	if (m.kind[comma + 1] === WORD && !isOperator(m, comma + 2, PARENTHESIS_OPEN)) {
		blankTokens(m, comma + 2, close);
		return;
	}
	// A member that is made by a macro: an ordinary call then.
	replaceToken(m, at, 'offsetof'.replace('offset', 'member').slice(0, (m.end[at] as number) - (m.start[at] as number)));
	maskArguments(m, at + 2, close);
}

/** `typeof(x)` becomes `int`, blank where a type stands beside it already. */
function maskTypeof(m: MaskedItem, at: number, to: number, place: RunPlace): number {
	if (!isOperator(m, at + 1, PARENTHESIS_OPEN)) return at + 1;
	const close = m.match[at + 1] as number;
	if (close < 0 || close > to) return at + 1;
	replaceToken(m, at, 'int');
	blankTokens(m, at + 1, close + 1);
	const stop = runEnd(m, close + 1, to);
	if (stop > close + 1) {
		maskRun(m, close + 1, stop, place);
		return isOperator(m, stop, PARENTHESIS_OPEN) ? stop - 1 : stop;
	}
	return close + 1;
}

/** `asm volatile goto (…)` in any spelling becomes `asm("")`. */
export function maskAsm(m: MaskedItem, at: number, to: number): number {
	let open = at + 1;
	while (open < to && m.kind[open] === WORD) open++;
	if (!isOperator(m, open, PARENTHESIS_OPEN)) return at + 1;
	const close = m.match[open] as number;
	if (close < 0 || close > to) return at + 1;
	replaceToken(m, at, 'asm');
	blankTokens(m, at + 1, open);
	blankRange(m, m.end[open] as number, m.start[close] as number);
	writeIntoSpace(m, m.end[open] as number, m.start[close] as number, '""');
	return close + 1;
}

/** `"a" NAME(x) "b"` and `0 NAME(x)`: literals continued by what macros make. */
function maskAfterLiteral(m: MaskedItem, at: number, to: number): number {
	const next = at + 1;
	if (next >= to || m.kind[next] !== WORD) return next;
	if (((m.flags[next] as number) & RESERVED) !== 0) return next;
	if (m.kind[at] === NUMBER && !isOperator(m, next + 1, PARENTHESIS_OPEN)) {
		// `10 SECS`, `field:1 __attribute_word`.
		blankTokens(m, next, next + 1);
		return next + 1;
	}
	if (isOperator(m, next + 1, PARENTHESIS_OPEN)) {
		const close = m.match[next + 1] as number;
		if (close < 0 || close >= to) return next;
		blankTokens(m, next, close + 1);
		return close + 1;
	}
	return next + 1;
}

function maskOperator(m: MaskedItem, at: number, to: number, inDeclaration: boolean): number {
	const code = m.code[at] as number;
	if (code === PARENTHESIS_OPEN) return maskParentheses(m, at, to);
	if (code === BRACKET_OPEN) {
		const close = m.match[at] as number;
		if (close < 0 || close > to) return at + 1;
		const words = runEnd(m, at + 1, close);
		// `key[at_least SIZE]`: the size is the last word.
		if (words - at > 2) for (let i = at + 1; i < words - 1; i++) if (((m.flags[i] as number) & RESERVED) === 0) blankTokens(m, i, i + 1);
		maskExpression(m, Math.max(at + 1, words - 1), close);
		return close + 1;
	}
	if (code === BRACE_OPEN) {
		const close = m.match[at] as number;
		if (close < 0 || close > to) return at + 1;
		maskInitialiser(m, at + 1, close);
		return close + 1;
	}
	if (code === AND_AND && isLabelAddress(m, at)) write(m, m.start[at] as number, ' &');
	if (code === STAR && inDeclaration && at + 1 < to && m.kind[at + 1] === WORD) {
		const stop = runEnd(m, at + 1, to);
		if (stop - at - 1 >= 1 && isOperator(m, stop, STAR)) {
			for (let i = at + 1; i < stop; i++) if (((m.flags[i] as number) & RESERVED) === 0) blankTokens(m, i, i + 1);
			return stop;
		}
	}
	return at + 1;
}

/** `&&label`: nothing that could be an operand stands before it. */
function isLabelAddress(m: MaskedItem, at: number): boolean {
	const before = at - 1;
	if (before < 0 || m.kind[at + 1] !== WORD) return false;
	if (m.kind[before] !== PUNCTUATION) return m.kind[before] === WORD && ((m.flags[before] as number) & STATEMENT_KEYWORD) !== 0;
	const code = m.code[before];
	return code === EQUALS || code === COMMA || code === PARENTHESIS_OPEN || code === BRACE_OPEN;
}

/** Parentheses that follow no word: a statement expression, a cast, an inner declarator, or the arguments of a call through a pointer. */
function maskParentheses(m: MaskedItem, open: number, to: number): number {
	const close = m.match[open] as number;
	if (close < 0 || close > to) return open + 1;
	if (isOperator(m, open + 1, BRACE_OPEN) && m.match[open + 1] === close - 1) {
		maskStatements(m, open + 2, close - 1);
		return close + 1;
	}
	const before = open > 0 && m.kind[open - 1] === PUNCTUATION ? (m.code[open - 1] as number) : 0;
	const follows = close + 1 < m.count ? close + 1 : -1;
	const isCast =
		follows >= 0 &&
		(m.kind[follows] === WORD ||
			m.kind[follows] === NUMBER ||
			m.kind[follows] === STRING ||
			isOperator(m, follows, PARENTHESIS_OPEN) ||
			isOperator(m, follows, BRACE_OPEN));
	if ((before === PARENTHESIS_CLOSE || before === BRACKET_CLOSE) && !isCast) maskArguments(m, open + 1, close);
	else maskExpression(m, open + 1, close, looksLikeType(m, open + 1, close) ? 'type' : 'declaration');
	return close + 1;
}

/** Whether a range reads as a type: it begins with a type word, or ends in `*`. */
function looksLikeType(m: MaskedItem, from: number, to: number): boolean {
	if (from >= to || m.kind[from] !== WORD) return false;
	if (((m.flags[from] as number) & (PRIMITIVE_TYPE | AGGREGATE_KEYWORD | SPECIFIER)) !== 0) return true;
	return runEnd(m, from, to) === to || isOperator(m, to - 1, STAR);
}

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

function startsStatement(m: MaskedItem, at: number): boolean {
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

/** Whether braces hold an initialiser (values and commas), not statements. */
function isInitialiserList(m: MaskedItem, from: number, to: number): boolean {
	if (from >= to) return true;
	if (isOperator(m, from, DOT) || isOperator(m, from, BRACKET_OPEN) || isOperator(m, from, BRACE_OPEN)) return true;
	return findAtLevel(m, from, to, SEMICOLON) === to && !startsStatement(m, from) && !isOperator(m, to - 1, BRACE_CLOSE);
}

/** `{ .a = 1, [B ... C] = { … }, MACRO(x) MACRO(y) }`. */
export function maskInitialiser(m: MaskedItem, from: number, to: number): void {
	for (const [start, stop] of splitAtCommas(m, from, to)) maskElement(m, start, stop, to);
}

function maskElement(m: MaskedItem, from: number, to: number, listTo: number): void {
	let at = from;
	while (at < to) {
		if (m.kind[at] === WORD && isOperator(m, at + 1, PARENTHESIS_OPEN) && ((m.flags[at] as number) & RESERVED) === 0) {
			const close = m.match[at + 1] as number;
			const next = close + 1;
			const previousIsMember = isOperator(m, at - 1, DOT) || isOperator(m, at - 1, ARROW);
			const starts = at === from || isOperator(m, at - 1, PARENTHESIS_CLOSE);
			if (close > 0 && close < listTo && next < to && starts && !previousIsMember && startsElement(m, next)) {
				// A macro that brings its own comma: its arguments go, and the comma takes the place of the closing parenthesis.
				blankTokens(m, at + 1, close + 1);
				write(m, m.start[close] as number, ',');
				at = next;
				continue;
			}
			if (close > 0 && at === from && isOperator(m, next, EQUALS)) {
				blankTokens(m, from, next + 1);
				at = next + 1;
				from = at;
				continue;
			}
		}
		break;
	}
	if (at >= to) return;
	const words = runEnd(m, at, to);
	if (words - at >= 2 && ((m.flags[at] as number) & RESERVED) === 0) {
		// Macros side by side that bring their own commas.
		blankTokens(m, at, words - 1);
		at = words - 1;
	}
	if (isOperator(m, at, BRACE_OPEN) && (m.match[at] as number) < to && (m.match[at] as number) > 0) {
		const close = m.match[at] as number;
		maskInitialiser(m, at + 1, close);
		if (close + 1 < to) maskMissingComma(m, close, to);
		return;
	}
	maskExpression(m, at, to);
}

/** `{ … } MACRO(x)`: what follows an element without a comma goes. */
function maskMissingComma(m: MaskedItem, close: number, to: number): void {
	blankTokens(m, close + 1, to);
}

function startsElement(m: MaskedItem, at: number): boolean {
	return (
		m.kind[at] === WORD ||
		isOperator(m, at, DOT) ||
		isOperator(m, at, BRACE_OPEN) ||
		(isOperator(m, at, BRACKET_OPEN) && isOperator(m, (m.match[at] as number) + 1, EQUALS))
	);
}
