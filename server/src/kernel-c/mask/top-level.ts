/** Top-level forms of kernel C: functions by macro, macro invocations, declarations. */

import dialect from '../../../data/dialect.json' with { type: 'json' };
import { checkBrackets } from '../bounds.ts';
import { AGGREGATE_KEYWORD, ATTRIBUTE, CAPITALS, PRIMITIVE_TYPE, RESERVED, SPECIFIER, UNDERSCORED } from '../dialect-words.ts';
import type { Item } from '../items.ts';
import { BRACE_OPEN, BRACKET_OPEN, COMMA, ELLIPSIS, EQUALS, PARENTHESIS_CLOSE, PARENTHESIS_OPEN, SEMICOLON, STAR } from '../operators.ts';
import { PUNCTUATION, type Tokens, WORD } from '../tokens.ts';
import { maskArguments } from './arguments.ts';
import { maskExpression, opensFunctionPointer } from './expressions.ts';
import { blankTokens, type MaskedItem, maskedText, replaceToken, startMask, wordText, write, writeIntoSpace } from './item-tokens.ts';
import { findAtLevel, isOperator, splitAtCommas } from './places.ts';
import { maskStatements } from './statements.ts';
import { maskRun, runEnd } from './word-runs.ts';

const syscallDefinition = new RegExp(dialect.syscallDefinitions);

/** The text of a function or declaration as C that tree-sitter parses: same length, same line ends. Throws `OutOfBounds`. */
export function maskItem(tokens: Tokens, item: Item): string {
	const m = startMask(tokens, item);
	checkBrackets(m.match);
	if (item.kind === 'function') maskFunction(m);
	else maskDeclaration(m, 0, m.count);
	return maskedText(m);
}

function maskFunction(m: MaskedItem): void {
	const body = findBody(m);
	if (body < 0) {
		maskDeclaration(m, 0, m.count);
		return;
	}
	maskHeader(m, body);
	const close = m.match[body] as number;
	maskStatements(m, body + 1, close < 0 ? m.count : close);
}

/** The brace that opens the body: the last one at the outermost level. */
function findBody(m: MaskedItem): number {
	let body = -1;
	for (let at = 0; at < m.count; at++) {
		if (m.kind[at] !== PUNCTUATION) continue;
		if (m.code[at] === BRACE_OPEN) body = at;
		const partner = m.match[at] as number;
		if (partner > at) at = partner;
	}
	return body;
}

function maskHeader(m: MaskedItem, body: number): void {
	const macro = macroName(m, body);
	if (macro >= 0) {
		maskMacroFunction(m, macro, body);
		return;
	}
	const open = declaratorOpen(m, body);
	maskDeclarator(m, 0, body, open);
}

/** The place of `NAME` in `NAME(args) {` or `static NAME(args) {`: a function whose head is a macro. */
function macroName(m: MaskedItem, body: number): number {
	let at = 0;
	while (at < body && m.kind[at] === WORD && isBesideMacro(m.flags[at] as number) && !isOperator(m, at + 1, PARENTHESIS_OPEN)) at++;
	if (m.kind[at] !== WORD || ((m.flags[at] as number) & RESERVED) !== 0) return -1;
	if (!isOperator(m, at + 1, PARENTHESIS_OPEN)) return -1;
	const close = m.match[at + 1] as number;
	if (close < 0) return -1;
	for (let i = close + 1; i < body; i++) if (m.kind[i] !== WORD) return -1;
	return at;
}

function isBesideMacro(flags: number): boolean {
	return (flags & (SPECIFIER | ATTRIBUTE)) !== 0;
}

/** `SYSCALL_DEFINE2(name, type, arg, …) {` becomes `long name(type arg, …) {`; another macro gets a made-up head. */
function maskMacroFunction(m: MaskedItem, name: number, body: number): void {
	const open = name + 1;
	const close = m.match[open] as number;
	blankTokens(m, 0, name);
	blankTokens(m, close + 1, body);
	const parts = splitAtCommas(m, open + 1, close);
	const isDefinition = syscallDefinition.test(wordText(m, name)) && parts.length >= 3 && parts.length % 2 === 1;
	if (!isDefinition) {
		blankTokens(m, open + 1, close);
		const word = wordText(m, name);
		if (word.length >= 3) write(m, (m.start[name] as number) + 1, ' ');
		return;
	}
	blankTokens(m, open, open + 1);
	replaceToken(m, name, 'long');
	for (const [index, [start, stop]] of parts.entries()) {
		const comma = start - 1;
		if (index === 1) write(m, m.start[comma] as number, '(');
		else if (index > 0 && index % 2 === 0) blankTokens(m, comma, comma + 1);
		if (index > 0 && index % 2 === 1) maskExpression(m, start, stop, 'type', true);
	}
}

/** The parenthesis that opens the parameters of the function. */
function declaratorOpen(m: MaskedItem, body: number): number {
	for (let at = 1; at < body; at++) {
		if (!isOperator(m, at, PARENTHESIS_OPEN)) continue;
		const close = m.match[at] as number;
		if (close < 0) return at;
		const isAttribute = m.kind[at - 1] === WORD && isUnlistedAttribute(m, at - 1, close, body);
		if (isAttribute) blankTokens(m, at - 1, close + 1);
		else if (opensFunctionPointer(m, at)) return -1;
		else if (!isOperator(m, close + 1, PARENTHESIS_OPEN) || m.kind[at - 1] !== WORD) return at;
		else return close + 1;
		at = close;
	}
	return -1;
}

function isUnlistedAttribute(m: MaskedItem, name: number, close: number, body: number): boolean {
	if (((m.flags[name] as number) & (UNDERSCORED | CAPITALS)) === 0 || close + 1 >= body || m.kind[close + 1] !== WORD) return false;
	if (isTag(m, name)) return false;
	const flags = m.flags[close + 1] as number;
	return (flags & (ATTRIBUTE | UNDERSCORED | CAPITALS)) === 0;
}

/** `struct NAME(x) …`: the parentheses belong to a tag. */
function isTag(m: MaskedItem, name: number): boolean {
	return name > 0 && m.kind[name - 1] === WORD && ((m.flags[name - 1] as number) & AGGREGATE_KEYWORD) !== 0;
}

/** Everything of a function's head: words before the name, parameters, and what stands between them and the body. */
function maskDeclarator(m: MaskedItem, from: number, to: number, open: number): void {
	const close = open < 0 ? -1 : (m.match[open] as number);
	if (open < 0 || close < 0) {
		maskExpression(m, from, to, 'declaration', true);
		return;
	}
	maskExpression(m, from, open, 'declaration', true);
	if (isOperator(m, open - 1, PARENTHESIS_CLOSE) && open > 2) joinMacroName(m, open);
	maskParameters(m, open + 1, close);
	let at = close + 1;
	while (at < to) {
		if (m.kind[at] === WORD && isKernighanRitchie(m, at, to)) {
			maskExpression(m, at, to, 'declaration', true);
			return;
		}
		if (isOperator(m, at, PARENTHESIS_OPEN) || isOperator(m, at, BRACKET_OPEN)) {
			const partner = m.match[at] as number;
			if (partner < at) {
				// It is never closed.
				at++;
				continue;
			}
			if (isOperator(m, at - 1, PARENTHESIS_CLOSE) && at === close + 1) maskParameters(m, at + 1, partner);
			else if (m.kind[at - 1] === WORD) blankTokens(m, at, partner + 1);
			at = partner + 1;
			continue;
		}
		if (m.kind[at] === WORD) blankTokens(m, at, at + 1);
		at++;
	}
}

/** `int f(a) int a; {`: declarations of parameters after the list. */
function isKernighanRitchie(m: MaskedItem, at: number, to: number): boolean {
	return findAtLevel(m, at, to, SEMICOLON) < to;
}

/** `void PREFIX(name)(args) {`: the macro's argument is the name. */
function joinMacroName(m: MaskedItem, open: number): void {
	const inner = m.match[open - 1] as number;
	if (inner <= 0 || m.kind[inner - 1] !== WORD) return;
	blankTokens(m, inner, open);
}

/** Masks the parameters of a function. */
export function maskParameters(m: MaskedItem, from: number, to: number): void {
	if (from >= to) return;
	for (const [start, stop] of splitAtCommas(m, from, to)) {
		if (start === stop || isOperator(m, start, ELLIPSIS)) continue;
		const pointer = findFunctionPointer(m, start, stop);
		maskExpression(m, start, pointer < 0 ? stop : pointer, pointer < 0 ? 'declaration' : 'type', true);
		if (pointer >= 0) maskFunctionPointer(m, pointer, stop);
	}
}

function findFunctionPointer(m: MaskedItem, from: number, to: number): number {
	for (let at = from + 1; at < to; at++) {
		if (!isOperator(m, at, PARENTHESIS_OPEN)) continue;
		return isOperator(m, (m.match[at] as number) + 1, PARENTHESIS_OPEN) ? at : -1;
	}
	return -1;
}

/** `(*fn)(struct x *, int)` in a parameter list. */
function maskFunctionPointer(m: MaskedItem, at: number, to: number): void {
	const close = m.match[at] as number;
	maskExpression(m, at + 1, close, 'declaration', true);
	const open = close + 1;
	if (open < to && isOperator(m, open, PARENTHESIS_OPEN)) maskParameters(m, open + 1, m.match[open] as number);
	for (let i = (m.match[open] as number) + 1; i < to; i++) if (m.kind[i] === WORD) blankTokens(m, i, i + 1);
}

/** A declaration, an aggregate, or a macro invocation at the top level. */
export function maskDeclaration(m: MaskedItem, start: number, to: number): void {
	let from = start;
	for (let macro = invocationName(m, from, to); macro >= 0; macro = invocationName(m, from, to)) {
		const rest = maskInvocation(m, from, macro, to);
		if (rest < 0) return;
		from = rest;
	}
	const lone = runEnd(m, from, to) === to && to - from === 1;
	if (lone) {
		blankTokens(m, from, to);
		return;
	}
	const equals = findAtLevel(m, from, to, EQUALS);
	const open = prototypeOpen(m, from, equals);
	if (open >= 0) {
		const end = isOperator(m, to - 1, SEMICOLON) ? to - 1 : to;
		maskPrototype(m, from, Math.min(end, equals), open);
		if (equals < end) maskExpression(m, equals + 1, end);
		return;
	}
	maskExpression(m, from, to, 'declaration', true);
}

/** The parenthesis of a prototype's parameters, or -1. */
function prototypeOpen(m: MaskedItem, from: number, to: number): number {
	for (let at = from; at < to; at++) {
		if (m.kind[at] !== PUNCTUATION) continue;
		const code = m.code[at] as number;
		if (code === BRACE_OPEN || code === BRACKET_OPEN || code === COMMA) {
			if (code !== BRACE_OPEN) return -1;
			at = Math.max(at, m.match[at] as number);
			continue;
		}
		if (code !== PARENTHESIS_OPEN) continue;
		const close = m.match[at] as number;
		if (close < 0) return -1;
		if (at > from && m.kind[at - 1] === WORD && ((m.flags[at - 1] as number) & RESERVED) === 0) {
			if (isTag(m, at - 1) && m.kind[close + 1] === WORD) {
				at = close;
				continue;
			}
			if (isUnlistedAttribute(m, at - 1, close, to)) {
				blankTokens(m, at - 1, close + 1);
				at = close;
				continue;
			}
			return isOperator(m, close + 1, PARENTHESIS_OPEN) ? close + 1 : at;
		}
		return isOperator(m, close + 1, PARENTHESIS_OPEN) ? close + 1 : -1;
	}
	return -1;
}

function maskPrototype(m: MaskedItem, from: number, to: number, open: number): void {
	const close = m.match[open] as number;
	maskDeclaratorWords(m, from, open);
	maskParameters(m, open + 1, close);
	for (let at = close + 1; at < to; at++) {
		if (isOperator(m, at, COMMA)) {
			maskExpression(m, at, to, 'declaration', true);
			return;
		}
		const partner = m.match[at] as number;
		if (m.kind[at] === WORD) blankTokens(m, at, at + 1);
		else if (isOperator(m, at, PARENTHESIS_OPEN) && partner > at) {
			if (m.kind[at - 1] === WORD) blankTokens(m, at, partner + 1);
			else maskParameters(m, at + 1, partner);
			at = partner;
		}
	}
}

/** Whether the words before a parenthesis hold a name besides the type: `void PREFIX` does, `enum tag` does not. */
function endsInName(m: MaskedItem, from: number, to: number): boolean {
	if (m.kind[to - 1] !== WORD || ((m.flags[to - 1] as number) & RESERVED) !== 0) return false;
	let plain = 0;
	let primitive = false;
	for (let at = from; at < to; at++) {
		if (m.kind[at] !== WORD) return true;
		if (((m.flags[at] as number) & RESERVED) === 0) plain++;
		else if (((m.flags[at] as number) & PRIMITIVE_TYPE) !== 0) primitive = true;
	}
	return plain > (primitive ? 0 : 1);
}

function maskDeclaratorWords(m: MaskedItem, from: number, open: number): void {
	if (isOperator(m, open - 1, PARENTHESIS_CLOSE)) {
		const inner = m.match[open - 1] as number;
		if (inner > from && endsInName(m, from, inner) && !isOperator(m, inner + 1, STAR)) {
			blankTokens(m, inner, open);
			maskExpression(m, from, inner, 'declaration', true);
			return;
		}
		if (inner > from) {
			const run = runEnd(m, from, inner);
			if (run - from >= 2) maskRun(m, from, run, 'type');
			maskExpression(m, inner + 1, open - 1, 'declaration', true);
			return;
		}
	}
	maskExpression(m, from, open, 'declaration', true);
}

/** The place of `NAME` when the item is `[static] NAME(args) …` and not a prototype. */
export function invocationName(m: MaskedItem, from: number, to: number): number {
	let at = from;
	while (at < to && m.kind[at] === WORD && ((m.flags[at] as number) & (SPECIFIER | ATTRIBUTE)) !== 0 && !isOperator(m, at + 1, PARENTHESIS_OPEN)) at++;
	if (at >= to || m.kind[at] !== WORD || ((m.flags[at] as number) & (RESERVED & ~PRIMITIVE_TYPE)) !== 0) return -1;
	if (((m.flags[at] as number) & PRIMITIVE_TYPE) !== 0) return -1;
	return isOperator(m, at + 1, PARENTHESIS_OPEN) && !isOperator(m, at + 2, STAR) ? at : -1;
}

/** Masks a macro's invocation; gives the place where an ordinary declaration begins after it, or -1 where none is left to mask. */
function maskInvocation(m: MaskedItem, from: number, name: number, to: number): number {
	const open = name + 1;
	const close = m.match[open] as number;
	if (close < 0) return -1;
	let next = close + 1;
	const hasSemicolon = isOperator(m, to - 1, SEMICOLON);
	for (let at = from; at < name; at++) if (((m.flags[at] as number) & ATTRIBUTE) !== 0) blankTokens(m, at, at + 1);
	while (m.kind[next] === WORD && ((m.flags[next] as number) & ATTRIBUTE) !== 0 && m.kind[next + 1] === PUNCTUATION && !isOperator(m, next + 1, STAR)) {
		blankTokens(m, next, next + 1);
		next++;
	}
	if (next >= to || (next === to - 1 && hasSemicolon)) {
		blankTokens(m, from, name);
		if (!hasSemicolon) {
			endInvocation(m, open, close);
			return -1;
		}
		maskArguments(m, open + 1, close);
		if (!hasOnlyPlainArguments(m, open + 1, close)) keepFirstArgument(m, open + 1, close);
		return -1;
	}
	if (isOperator(m, next, EQUALS) || isOperator(m, next, BRACKET_OPEN)) {
		const word = firstWord(m, open + 1, close);
		blankTokens(m, open, close + 1);
		if (word >= 0) write(m, m.start[word] as number, wordText(m, word));
		else write(m, m.end[open] as number, '_');
		maskExpression(m, next, to, 'declaration', true);
		return -1;
	}
	if (isOperator(m, next, BRACE_OPEN)) {
		const word = firstWord(m, open + 1, close);
		blankTokens(m, open, close + 1);
		if (word >= 0) write(m, m.start[word] as number, wordText(m, word));
		write(m, m.start[close] as number, '=');
		maskExpression(m, next, to, 'declaration', true);
		return -1;
	}
	if (m.kind[next] === WORD || isOperator(m, next, STAR)) {
		// `NAME(x) type name …`: an attribute or a type made by a macro.
		const isType = m.kind[next + 1] !== WORD && !isOperator(m, next, STAR) && !isOperator(m, next + 1, STAR);
		blankTokens(m, isType || isOperator(m, next, STAR) ? open : name, close + 1);
		if (isType || isOperator(m, next, STAR)) maskExpression(m, next, to, 'declaration', true);
		else return next;
		return -1;
	}
	if (isOperator(m, next, PARENTHESIS_OPEN)) {
		maskArguments(m, open + 1, close);
		maskArguments(m, next + 1, m.match[next] as number);
		return -1;
	}
	blankTokens(m, from, name);
	maskArguments(m, open + 1, close);
	blankTokens(m, next, hasSemicolon ? to - 1 : to);
	if (!hasSemicolon) endInvocation(m, open, close);
	return -1;
}

/** `NAME(args)` that no semicolon ends. */
function endInvocation(m: MaskedItem, open: number, close: number): void {
	const word = firstWord(m, open + 1, close);
	blankTokens(m, open, close + 1);
	if (word >= 0) write(m, m.start[word] as number, wordText(m, word));
	write(m, m.start[close] as number, ';');
}

function firstWord(m: MaskedItem, from: number, to: number): number {
	for (let at = from; at < to; at++) if (m.kind[at] === WORD && ((m.flags[at] as number) & RESERVED) === 0) return at;
	return -1;
}

/** Whether the arguments stay as they are: nothing in them that only a macro takes. */
function hasOnlyPlainArguments(m: MaskedItem, from: number, to: number): boolean {
	for (let at = from; at < to; at++) if (isOperator(m, at, BRACE_OPEN) || isOperator(m, at, SEMICOLON)) return false;
	return true;
}

function keepFirstArgument(m: MaskedItem, from: number, to: number): void {
	const comma = findAtLevel(m, from, to, COMMA);
	if (comma < to) blankTokens(m, comma, to);
	if (!hasOnlyPlainArguments(m, from, comma)) {
		blankTokens(m, from, comma);
		writeIntoSpace(m, m.start[from] as number, m.start[to] as number, '0');
	}
}
