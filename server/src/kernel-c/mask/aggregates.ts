/** Bodies of structs, unions and enumerations: field macros become fields, groups become anonymous structs. */

import { AGGREGATE_KEYWORD, ATTRIBUTE, CAPITALS, RESERVED, UNDERSCORED } from '../dialect-words.ts';
import { BRACE_CLOSE, BRACE_OPEN, BRACKET_CLOSE, CARET, COLON, COMMA, EQUALS, PARENTHESIS_OPEN, SEMICOLON, STAR } from '../operators.ts';
import { PUNCTUATION, WORD } from '../tokens.ts';
import { maskExpression } from './expressions.ts';
import { blankTokens, type MaskedItem, wordText, write, writeIntoSpace } from './item-tokens.ts';
import { findAtLevel, isOperator, splitAtCommas } from './places.ts';

/** Masks the inside of an aggregate's braces. */
export function maskFields(m: MaskedItem, from: number, to: number, isEnum: boolean): void {
	if (isEnum) {
		maskEnumerators(m, from, to);
		return;
	}
	let at = from;
	while (at < to) {
		const next = maskField(m, at, to);
		at = next > at ? next : at + 1;
	}
}

function maskField(m: MaskedItem, at: number, to: number): number {
	if (isOperator(m, at, SEMICOLON)) {
		blankTokens(m, at, at + 1);
		return at + 1;
	}
	const isMacro = m.kind[at] === WORD && ((m.flags[at] as number) & RESERVED) === 0 && isOperator(m, at + 1, PARENTHESIS_OPEN) && !isFunctionPointer(m, at + 2);
	if (isMacro) return maskFieldMacro(m, at, to);
	const semicolon = findAtLevel(m, at, to, SEMICOLON);
	if (semicolon >= to && to - at === 1) {
		blankTokens(m, at, to);
		return to;
	}
	maskFieldDeclaration(m, at, semicolon);
	if (semicolon >= to && to > at) writeIntoSpace(m, m.end[to - 1] as number, m.start[to] as number, ';');
	return semicolon + 1;
}

/** `u32 (*fn)(…)`: what follows the parenthesis is a pointer, possibly after a calling convention. */
function isFunctionPointer(m: MaskedItem, at: number): boolean {
	return (
		isOperator(m, at, STAR) ||
		isOperator(m, at, CARET) ||
		(m.kind[at] === WORD &&
			isOperator(m, at + 1, STAR) &&
			m.kind[at + 2] === WORD &&
			((m.flags[at] as number) & (UNDERSCORED | CAPITALS | ATTRIBUTE)) !== 0 &&
			isOperator(m, (m.match[at - 1] as number) + 1, PARENTHESIS_OPEN))
	);
}

function maskFieldDeclaration(m: MaskedItem, from: number, to: number): void {
	for (const [start, stop] of splitAtCommas(m, from, to)) {
		const colon = findAtLevel(m, start, stop, COLON);
		if (colon < stop && (colon === start || (start === from && isTypeOnly(m, start, colon)))) {
			// An unnamed bit field; with no room for a name it goes.
			if (colon === 0 || !writeIntoSpace(m, (m.end[colon - 1] as number) + 1, m.start[colon] as number, '_')) {
				blankTokens(m, start, Math.min(stop + 1, m.count));
				if (start === from && stop === to) return;
			}
		}
	}
	for (let at = from + 1; at < to; at++) {
		if (!isOperator(m, at, PARENTHESIS_OPEN)) continue;
		const close = m.match[at] as number;
		if (close < 0) break;
		// `field ALIGNED(8);`: only an attribute has parentheses at the end of a field.
		const ends = close + 1 >= to || isOperator(m, close + 1, COMMA);
		if (ends && at - 1 > from && m.kind[at - 1] === WORD && (m.kind[at - 2] === WORD || isOperator(m, at - 2, BRACKET_CLOSE)))
			blankTokens(m, at - 1, close + 1);
		at = close;
	}
	maskExpression(m, from, to, 'declaration', true);
}

/** Whether the tokens before a bit field's colon name a type but no field. */
function isTypeOnly(m: MaskedItem, from: number, colon: number): boolean {
	let plain = 0;
	let types = 0;
	for (let at = from; at < colon; at++) {
		if (m.kind[at] !== WORD) return false;
		const flags = m.flags[at] as number;
		if ((flags & AGGREGATE_KEYWORD) !== 0) types++;
		else if ((flags & RESERVED) === 0) plain++;
		else if ((flags & RESERVED) !== 0) types++;
	}
	return plain === 0 || (plain === 1 && types === 0);
}

/** `DECLARE_BITMAP(x, n);` becomes a field called `x`; a group with fields inside becomes an anonymous struct. */
function maskFieldMacro(m: MaskedItem, at: number, to: number): number {
	const open = at + 1;
	const close = m.match[open] as number;
	if (close < 0 || close > to) return open + 1;
	if (findAtLevel(m, open + 1, close, SEMICOLON) < close) return maskFieldGroup(m, at, close, to);
	let stop = close + 1;
	const semicolon = findAtLevel(m, stop, to, SEMICOLON);
	const hasSemicolon = semicolon < to && onSameLineOrNext(m, close, semicolon);
	if (hasSemicolon) {
		const rest = stop;
		if (semicolon > rest && m.kind[rest] === WORD) {
			// `NAME(x) field;`: the macro made a type.
			blankTokens(m, open, close + 1);
			maskExpression(m, at, semicolon, 'declaration', true);
			return semicolon + 1;
		}
		blankTokens(m, rest, semicolon);
		stop = semicolon + 1;
	}
	const name = firstPlainWord(m, open + 1, close);
	blankTokens(m, open, close + 1);
	if (name >= 0) write(m, m.start[name] as number, wordText(m, name));
	else write(m, m.end[open] as number, '_');
	if (!hasSemicolon) write(m, m.start[close] as number, ';');
	return stop;
}

function onSameLineOrNext(m: MaskedItem, close: number, semicolon: number): boolean {
	return semicolon === close + 1 || !m.text.slice(m.end[close] as number, m.start[semicolon] as number).includes('\n') || m.kind[close + 1] !== WORD;
}

function firstPlainWord(m: MaskedItem, from: number, to: number): number {
	for (let at = from; at < to; at++)
		if (m.kind[at] === WORD && ((m.flags[at] as number) & RESERVED) === 0 && !isOperator(m, at + 1, PARENTHESIS_OPEN)) return at;
	return -1;
}

/** `struct_group(name, fields)`: the arguments before the first field go, the fields stay where they are. */
function maskFieldGroup(m: MaskedItem, at: number, close: number, to: number): number {
	let first = at + 2;
	for (const [start, stop] of splitAtCommas(m, at + 2, close)) {
		if (findAtLevel(m, start, stop, SEMICOLON) < stop || isTypeAndName(m, start, stop)) {
			first = start;
			break;
		}
		first = stop + 1;
	}
	blankTokens(m, at, first);
	maskFields(m, first, close, false);
	blankTokens(m, close, close + 1);
	const hasSemicolon = close + 1 < to && isOperator(m, close + 1, SEMICOLON);
	if (hasSemicolon) blankTokens(m, close + 1, close + 2);
	return hasSemicolon ? close + 2 : close + 1;
}

/** `int a` before a comma: the first of several fields, and no argument that names a type alone. */
function isTypeAndName(m: MaskedItem, from: number, to: number): boolean {
	const needed = ((m.flags[from] as number) & AGGREGATE_KEYWORD) !== 0 ? 3 : 2;
	return m.kind[from] === WORD && ((m.flags[from] as number) & RESERVED) !== 0 && to - from >= needed;
}

/** `A = 1, MACRO(x), B`: macros lose their arguments, a missing comma is supplied. */
function maskEnumerators(m: MaskedItem, from: number, to: number): void {
	for (const [start, stop] of splitAtCommas(m, from, to)) {
		let at = start;
		while (at < stop && m.kind[at] === WORD) {
			if (isOperator(m, at + 1, PARENTHESIS_OPEN) && (m.match[at + 1] as number) > 0) {
				const close = m.match[at + 1] as number;
				blankTokens(m, at + 1, close + 1);
				if (close + 1 < stop && m.kind[close + 1] === WORD) write(m, m.start[close] as number, ',');
				at = close + 1;
			} else if (at + 1 < stop && m.kind[at + 1] === WORD) {
				if (((m.flags[at + 1] as number) & (UNDERSCORED | ATTRIBUTE)) !== 0) blankTokens(m, at + 1, at + 2);
				else if (!writeIntoSpace(m, m.end[at] as number, m.start[at + 1] as number, ',')) blankTokens(m, at, at + 1);
				at++;
			} else break;
		}
		const equals = findAtLevel(m, start, stop, EQUALS);
		if (equals < stop) maskExpression(m, equals + 1, stop);
		else if (at < stop && m.kind[at] === PUNCTUATION && !isOperator(m, at, BRACE_OPEN) && !isOperator(m, at, BRACE_CLOSE)) blankTokens(m, at, stop);
	}
}
