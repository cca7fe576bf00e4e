/** Statements of kernel C: iterator macros become loops, macros without a semicolon get one, labels and case ranges become standard. */

import dialect from '../../../data/dialect.json' with { type: 'json' };
import { AGGREGATE_KEYWORD, ASM, PRIMITIVE_TYPE, RESERVED, SPECIFIER, STATEMENT_KEYWORD, TYPEOF } from '../dialect-words.ts';
import { BRACE_CLOSE, BRACE_OPEN, COLON, DECREMENT, ELLIPSIS, EQUALS, INCREMENT, PARENTHESIS_CLOSE, PARENTHESIS_OPEN, SEMICOLON, STAR } from '../operators.ts';
import { operatorCode, PUNCTUATION, STRING, WORD } from '../tokens.ts';
import { maskArguments } from './arguments.ts';
import { maskAsm, maskExpression } from './expressions.ts';
import { blankTokens, type MaskedItem, replaceToken, wordText, write, writeIntoSpace } from './item-tokens.ts';
import { findAtLevel, isOperator } from './places.ts';
import { invocationName, maskDeclaration } from './top-level.ts';
import { runEnd } from './word-runs.ts';

/** Masks the statements of a block's inside. */
export function maskStatements(m: MaskedItem, from: number, to: number): void {
	let at = from;
	while (at < to) {
		const next = maskStatement(m, at, to);
		at = next > at ? next : at + 1;
	}
}

/** Masks one statement; returns the place after it, or after its head where another statement follows as its body. */
function maskStatement(m: MaskedItem, at: number, to: number): number {
	if (m.kind[at] === PUNCTUATION) {
		if (isOperator(m, at, SEMICOLON) || isOperator(m, at, BRACE_CLOSE)) return at + 1;
		if (isOperator(m, at, BRACE_OPEN)) {
			const close = m.match[at] as number;
			if (close < 0 || close > to) return at + 1;
			maskStatements(m, at + 1, close);
			return close + 1;
		}
		return maskToSemicolon(m, at, to, false);
	}
	if (m.kind[at] !== WORD) return maskToSemicolon(m, at, to, false);
	const flags = m.flags[at] as number;
	if ((flags & STATEMENT_KEYWORD) !== 0) return maskKeyword(m, at, to);
	if ((flags & ASM) !== 0) {
		const next = maskAsm(m, at, to);
		return isOperator(m, next, SEMICOLON) ? next + 1 : next;
	}
	if (isOperator(m, at + 1, COLON) && (flags & RESERVED) === 0) return maskLabel(m, at, to);
	if (isBareMacro(m, at, to)) {
		blankTokens(m, at, at + 1);
		return at + 1;
	}
	if (isMacroType(m, at, to)) {
		blankTokens(m, at + 1, (m.match[at + 1] as number) + 1);
		return maskToSemicolon(m, (m.match[at + 1] as number) + 1, to, true);
	}
	const macro = invocationName(m, at, to);
	if (macro >= 0 && (macro > at || definesVariable(m, macro))) {
		const semicolon = findAtLevel(m, at, to, SEMICOLON);
		maskDeclaration(m, at, Math.min(semicolon + 1, to));
		return semicolon + 1;
	}
	if (isOperator(m, at + 1, PARENTHESIS_OPEN) && (flags & RESERVED) === 0) return maskMacroOrCall(m, at, to);
	return maskToSemicolon(m, at, to, startsDeclaration(m, at, to));
}

/** A word alone on its line, the next statement no deeper: a macro for statements. */
function isBareMacro(m: MaskedItem, at: number, to: number): boolean {
	if (((m.flags[at] as number) & RESERVED) !== 0 || at + 1 >= to || m.kind[at + 1] !== WORD) return false;
	if (!isOnNewLine(m, at + 1)) return false;
	const between = m.text.slice(m.end[at] as number, m.start[at + 1] as number);
	return columnOf(m, at + 1) <= columnOf(m, at) || /\n[ \t]*#/.test(between);
}

/** `NAME(struct x *) variable = …;`: the macro makes a type. */
function isMacroType(m: MaskedItem, at: number, to: number): boolean {
	if (!isOperator(m, at + 1, PARENTHESIS_OPEN)) return false;
	const close = m.match[at + 1] as number;
	if (close < 0 || close + 2 >= to || m.kind[close + 1] !== WORD || isOnNewLine(m, close + 1)) return false;
	if (((m.flags[close + 1] as number) & RESERVED) !== 0) return false;
	const after = m.kind[close + 2] === PUNCTUATION ? m.code[close + 2] : -1;
	return after === EQUALS || after === SEMICOLON || after === operatorCode(',') || after === operatorCode('[');
}

/** `NAME(x, n) = { … };`: the macro declares `x`. */
function definesVariable(m: MaskedItem, name: number): boolean {
	const close = m.match[name + 1] as number;
	return close > 0 && isOperator(m, close + 1, EQUALS) && isOperator(m, close + 2, BRACE_OPEN);
}

function maskKeyword(m: MaskedItem, at: number, to: number): number {
	const word = wordText(m, at);
	switch (word) {
		case 'if':
		case 'while':
		case 'switch':
		case 'for': {
			if (!isOperator(m, at + 1, PARENTHESIS_OPEN)) return word === 'if' ? maskConditionMacro(m, at, to) : at + 1;
			const close = m.match[at + 1] as number;
			if (close < 0 || close > to) return at + 2;
			maskCondition(m, at + 2, close);
			return close + 1;
		}
		case 'else':
		case 'do':
			return at + 1;
		case 'case':
			return maskCase(m, at, to);
		case 'default':
			return isOperator(m, at + 1, COLON) ? afterLabel(m, at + 1, to) : at + 1;
		case 'goto':
			if (isOperator(m, at + 1, STAR)) blankTokens(m, at + 1, at + 2);
			return gotoEnd(m, at, to);
		default:
			return maskToSemicolon(m, at + 1, to, false);
	}
}

/** `if NAME(x) {`: a macro that brings the parentheses of the condition. */
function maskConditionMacro(m: MaskedItem, at: number, to: number): number {
	if (m.kind[at + 1] !== WORD || !isOperator(m, at + 2, PARENTHESIS_OPEN)) return at + 1;
	const close = m.match[at + 2] as number;
	if (close < 0 || close > to) return at + 1;
	blankTokens(m, at + 1, at + 2);
	maskArguments(m, at + 3, close);
	return close + 1;
}

function gotoEnd(m: MaskedItem, at: number, to: number): number {
	const semicolon = findAtLevel(m, at, to, SEMICOLON);
	// A computed target: the first word of it stands for all.
	let word = at + 1;
	while (word < semicolon && m.kind[word] !== WORD) word++;
	blankTokens(m, word + 1, semicolon);
	return semicolon + 1;
}

/** The parts of a condition or of a `for` head. */
function maskCondition(m: MaskedItem, from: number, to: number): void {
	let start = from;
	while (start < to) {
		const stop = findAtLevel(m, start, to, SEMICOLON);
		maskExpression(m, start, stop, 'declaration', startsDeclaration(m, start, stop));
		start = stop + 1;
	}
}

/** `case A ... B:` keeps `A`. */
function maskCase(m: MaskedItem, at: number, to: number): number {
	let colon = at + 1;
	let questions = 0;
	for (; colon < to; colon++) {
		if (m.kind[colon] !== PUNCTUATION) continue;
		if (m.code[colon] === operatorCode('?')) questions++;
		else if (m.code[colon] === COLON && questions-- === 0) break;
		const partner = m.match[colon] as number;
		if (partner > colon) colon = partner;
	}
	const range = findAtLevel(m, at + 1, colon, ELLIPSIS);
	if (range < colon) blankTokens(m, range, colon);
	maskExpression(m, at + 1, range);
	return afterLabel(m, colon, to);
}

function maskLabel(m: MaskedItem, at: number, to: number): number {
	return afterLabel(m, at + 1, to);
}

/** After a label's colon: before a closing brace the grammar wants a statement, which a semicolon is. */
function afterLabel(m: MaskedItem, colon: number, to: number): number {
	let next = colon + 1;
	while (next < to && m.kind[next] === WORD && isLabelAttribute(m, next)) {
		blankTokens(m, next, next + 1);
		next++;
		if (isOperator(m, next, SEMICOLON)) break;
	}
	if (next < to) return next;
	const label = colon - 1;
	const isPlainLabel = m.kind[label] === WORD && ((m.flags[label] as number) & STATEMENT_KEYWORD) === 0 && !followsCase(m, label);
	const after = next < m.count ? (m.start[next] as number) : m.out.length;
	if (!writeIntoSpace(m, m.end[colon] as number, after, ';') && isPlainLabel) write(m, m.start[colon] as number, ';');
	return next;
}

function followsCase(m: MaskedItem, label: number): boolean {
	return label > 0 && m.kind[label - 1] === WORD && ((m.flags[label - 1] as number) & STATEMENT_KEYWORD) !== 0;
}

function isLabelAttribute(m: MaskedItem, at: number): boolean {
	return wordText(m, at) === '__maybe_unused' || wordText(m, at) === '__unused';
}

/** A statement that begins `NAME (…)`: a call, or an iterator, or a macro without semicolon. */
function maskMacroOrCall(m: MaskedItem, at: number, to: number): number {
	const close = m.match[at + 1] as number;
	if (close < 0 || close > to) return maskToSemicolon(m, at, to, false);
	const next = close + 1;
	const previousIsDo = at > 0 && isOperator(m, at - 1, BRACE_CLOSE) && isDoBody(m, at - 1);
	if (previousIsDo && isOperator(m, next, SEMICOLON) && fits(m, at, 'while')) {
		replaceToken(m, at, 'while');
		maskArguments(m, at + 2, close);
		return next + 1;
	}
	if (isOperator(m, next, COLON)) {
		// `CASE(x):`, a label made by a macro.
		blankTokens(m, at + 1, next);
		return afterLabel(m, next, to);
	}
	// The whole of a `#define`'s body, or its end: a call whose semicolon stands where the macro is used.
	if (next >= to && to === m.count) {
		maskExpression(m, at, next);
		return next;
	}
	if (next >= to) {
		endMacro(m, at, close, next);
		return next;
	}
	if (isOperator(m, next, BRACE_OPEN) || startsNewStatement(m, next)) {
		if (isMacroWithoutSemicolon(m, at, close, next)) {
			endMacro(m, at, close, next);
			return next;
		}
		if (!fits(m, at, 'if')) {
			endMacro(m, at, close, next);
			return next;
		}
		maskArguments(m, at + 2, close);
		const isLoop = !wordText(m, at).startsWith(dialect.scopePrefix);
		replaceToken(m, at, isLoop && fits(m, at, 'while') ? 'while' : 'if');
		if (close === at + 2) fillCondition(m, at, close);
		return next;
	}
	if (isOperator(m, next, SEMICOLON)) {
		maskExpression(m, at, next);
		return next + 1;
	}
	if (m.kind[next] === STRING) {
		maskExpression(m, at, findAtLevel(m, next, to, SEMICOLON));
		return findAtLevel(m, next, to, SEMICOLON) + 1;
	}
	return maskToSemicolon(m, at, to, false);
}

function fits(m: MaskedItem, at: number, word: string): boolean {
	return (m.end[at] as number) - (m.start[at] as number) >= word.length;
}

/** `NAME()`: the condition must hold something, so its parenthesis moves into the name where there is no room. */
function fillCondition(m: MaskedItem, at: number, close: number): void {
	const open = at + 1;
	if (writeIntoSpace(m, m.end[open] as number, m.start[close] as number, '0')) return;
	const room = (m.end[at] as number) - 1;
	if (m.out[room] !== 32) return;
	write(m, room, '(');
	write(m, m.start[open] as number, '0');
}

function isDoBody(m: MaskedItem, close: number): boolean {
	const open = m.match[close] as number;
	return open > 0 && m.kind[open - 1] === WORD && wordText(m, open - 1) === 'do';
}

/** Whether a token cannot continue an expression after a closing parenthesis. */
function startsNewStatement(m: MaskedItem, at: number): boolean {
	if (m.kind[at] === WORD) return true;
	const couldContinue = isOperator(m, at, INCREMENT) || isOperator(m, at, DECREMENT) || isOperator(m, at, STAR) || isOperator(m, at, PARENTHESIS_OPEN);
	return couldContinue && isOnNewLine(m, at);
}

function isOnNewLine(m: MaskedItem, at: number): boolean {
	return m.text.slice(m.end[at - 1] as number, m.start[at] as number).includes('\n');
}

/**
 * `NAME(x)` on a line of its own, the next statement no deeper than it: a macro that brings its own semicolon. What an iterator
 * governs stands deeper, on the same line, or in braces.
 */
function isMacroWithoutSemicolon(m: MaskedItem, at: number, close: number, next: number): boolean {
	if (isOperator(m, next, BRACE_OPEN)) return false;
	const word = m.kind[next] === WORD ? wordText(m, next) : '';
	if (word === 'case' || word === 'default' || word === 'else') return true;
	if (!isOnNewLine(m, next)) return false;
	return columnOf(m, next) <= columnOf(m, at) && close < next;
}

/** Column of a token with tabs as eight. */
function columnOf(m: MaskedItem, at: number): number {
	const start = m.start[at] as number;
	let line = start;
	while (line > 0 && m.text.charCodeAt(line - 1) !== 10) line--;
	let column = 0;
	for (let i = line; i < start; i++) column = m.text.charCodeAt(i) === 9 ? (column | 7) + 1 : column + 1;
	return column;
}

/** Gives `NAME(x)` a semicolon: in white space after it, else in place of its closing parenthesis. */
function endMacro(m: MaskedItem, at: number, close: number, next: number): void {
	const after = next < m.count ? (m.start[next] as number) : m.out.length;
	if (writeIntoSpace(m, m.end[close] as number, after, ';')) {
		maskArguments(m, at + 2, close);
		return;
	}
	blankTokens(m, at + 1, close + 1);
	write(m, m.start[close] as number, ';');
}

/** Whether the tokens from `at` begin a declaration rather than an expression. */
export function startsDeclaration(m: MaskedItem, at: number, to: number): boolean {
	if (at >= to || m.kind[at] !== WORD) return false;
	const flags = m.flags[at] as number;
	if ((flags & (PRIMITIVE_TYPE | AGGREGATE_KEYWORD | SPECIFIER | TYPEOF)) !== 0) return true;
	if ((flags & RESERVED) !== 0) return false;
	if (runEnd(m, at, to) - at >= 2) return true;
	let star = at + 1;
	while (isOperator(m, star, STAR)) star++;
	if (star === at + 1 || m.kind[star] !== WORD) return false;
	const after = m.kind[star + 1] === PUNCTUATION ? (m.code[star + 1] as number) : -1;
	return m.kind[star + 1] === WORD || [SEMICOLON, operatorCode('='), operatorCode(','), operatorCode('[')].includes(after);
}

/** An expression or declaration up to its semicolon; one cut short by a closing brace gets a semicolon where there is room. */
function maskToSemicolon(m: MaskedItem, at: number, to: number, inDeclaration: boolean): number {
	const semicolon = findAtLevel(m, at, to, SEMICOLON);
	const stop = statementStop(m, at, semicolon);
	maskExpression(m, at, stop, 'declaration', inDeclaration);
	if (stop < semicolon || semicolon >= to) {
		const after = stop < m.count ? (m.start[stop] as number) : m.out.length;
		const hasRoom = stop > at && writeIntoSpace(m, m.end[stop - 1] as number, after, ';');
		// A lone word before the closing brace was a macro for statements.
		if (!hasRoom && stop === at + 1) blankTokens(m, at, stop);
		return stop;
	}
	return semicolon + 1;
}

/** Where a statement that never meets its semicolon must end: before a statement keyword on a new line, or a stray brace. */
function statementStop(m: MaskedItem, at: number, semicolon: number): number {
	for (let i = at; i < semicolon; i++) {
		const partner = m.match[i] as number;
		if (m.kind[i] === PUNCTUATION && partner > i) {
			i = partner;
			continue;
		}
		if (i > at && m.kind[i] === WORD && ((m.flags[i] as number) & STATEMENT_KEYWORD) !== 0 && isOnNewLine(m, i)) return i;
		if (isOperator(m, i, BRACE_CLOSE) || isOperator(m, i, PARENTHESIS_CLOSE)) return i;
	}
	return semicolon;
}
