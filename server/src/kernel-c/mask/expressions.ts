/** Expressions, casts and calls of kernel C, made standard in place. */
import { AGGREGATE_KEYWORD, ASM, PRIMITIVE_TYPE, RESERVED, SPECIFIER, STATEMENT_KEYWORD, TYPE_OPERATOR, TYPEOF } from '../dialect-words.ts';
import { AND_AND, BRACE_OPEN, BRACKET_CLOSE, BRACKET_OPEN, COLON, COMMA, EQUALS, PARENTHESIS_CLOSE, PARENTHESIS_OPEN, STAR } from '../operators.ts';
import { NUMBER, PUNCTUATION, STRING, WORD } from '../tokens.ts';
import { maskFields } from './aggregates.ts';
import { maskArguments } from './arguments.ts';
import { maskInitialiser } from './initialisers.ts';
import { blankRange, blankTokens, type MaskedItem, replaceToken, wordText, write, writeIntoSpace } from './item-tokens.ts';
import { findAtLevel, isOperator, splitAtCommas } from './places.ts';
import { maskStatements } from './statements.ts';
import { maskParameters } from './top-level.ts';
import { maskLoneAttribute, maskRun, type RunPlace, runEnd } from './word-runs.ts';

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
function maskAggregateBody(m: MaskedItem, from: number, end: number, to: number): number {
	let stop = end;
	for (; isOperator(m, stop, PARENTHESIS_OPEN); stop = (m.match[stop] as number) + 1) {
		if (opensFunctionPointer(m, stop)) return maskFunctionPointer(m, stop, to);
		const isTag = !isOperator(m, stop + 1, STAR) && stop - from >= 2 && ((m.flags[stop - 2] as number) & AGGREGATE_KEYWORD) !== 0;
		if (!isTag) break;
		// `struct TAG(x)`: a tag made by a macro.
		const close = m.match[stop] as number;
		if (close < 0 || close > to) return stop + 1;
		blankTokens(m, stop, close + 1);
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
	else if (at > 0 && m.kind[at - 1] === STRING) blankTokens(m, at, close + 1);
	return close + 1;
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
	replaceToken(m, at, 'memberof'.slice(0, (m.end[at] as number) - (m.start[at] as number)));
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
