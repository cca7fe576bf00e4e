/**
 * Runs of adjacent words. C allows a type and a name side by side and nothing more, so what is over in a run is an attribute macro,
 * whatever it is called: this is how `static noinline __must_check INLINE foo_t bar(void)` is read without knowing the names.
 */

import {
	AGGREGATE_KEYWORD,
	ASM,
	ATTRIBUTE,
	CAPITALS,
	PRIMITIVE_TYPE,
	RESERVED,
	SPECIFIER,
	STATEMENT_KEYWORD,
	TYPE_LIKE,
	TYPE_OPERATOR,
	TYPEOF,
	UNDERSCORED,
} from '../dialect-words.ts';
import { BRACE_CLOSE, BRACE_OPEN, BRACKET_CLOSE, COLON, COMMA, PARENTHESIS_CLOSE, PARENTHESIS_OPEN, STAR } from '../operators.ts';
import { PUNCTUATION, WORD } from '../tokens.ts';
import { blankTokens, type MaskedItem } from './item-tokens.ts';

/** Where a run stands: in a declaration, or where only a type can stand (a cast, an argument of `sizeof`). */
export type RunPlace = 'declaration' | 'type';

/** One past the last word of the run that starts at `from`; statement keywords are not part of a run. */
export function runEnd(m: MaskedItem, from: number, to: number): number {
	let at = from;
	while (at < to && m.kind[at] === WORD && ((m.flags[at] as number) & (STATEMENT_KEYWORD | TYPE_OPERATOR | TYPEOF | ASM)) === 0) at++;
	return at;
}

/** Blanks the words that are over in the run from `from` up to and excluding `to`. `hasType`: the type stands before the run. */
export function maskRun(m: MaskedItem, from: number, to: number, place: RunPlace, hasType = false): void {
	const plain: number[] = [];
	let primitive = false;
	let aggregate = -1;
	for (let i = from; i < to; i++) {
		const flags = m.flags[i] as number;
		if ((flags & AGGREGATE_KEYWORD) !== 0) {
			aggregate = i;
			continue;
		}
		if ((flags & SPECIFIER) !== 0) continue;
		if ((flags & PRIMITIVE_TYPE) !== 0) {
			// A type after a name of a type (`FOO void *x`): the name before it was an attribute.
			primitive = true;
			continue;
		}
		if ((flags & RESERVED) === 0) plain.push(i);
	}
	const next = to < m.count && m.kind[to] === PUNCTUATION ? (m.code[to] as number) : 0;
	const previous = from > 0 && m.kind[from - 1] === PUNCTUATION ? (m.code[from - 1] as number) : 0;
	if (
		(previous === BRACKET_CLOSE || (previous === PARENTHESIS_CLOSE && !endsTypeof(m, from - 1))) &&
		plain.length === to - from &&
		plain.every((i) => ((m.flags[i] as number) & (ATTRIBUTE | UNDERSCORED)) !== 0)
	) {
		blankTokens(m, from, to);
		return;
	}
	const hasTypeBefore =
		hasType || previous === STAR || (previous === BRACE_CLOSE && (m.match[from - 1] as number) > 0 && closesAggregate(m, from - 1)) || endsTypeof(m, from - 1);
	let typeWords = primitive || hasTypeBefore ? 0 : 1;
	if (aggregate >= 0 && next === BRACE_OPEN) {
		blankSurplus(m, plain, plain.length - 1, false);
		return;
	}
	if (aggregate >= 0 && primitive) typeWords = 1;
	const opensPointer = next === PARENTHESIS_OPEN && to + 1 < m.count && m.kind[to + 1] === PUNCTUATION && m.code[to + 1] === STAR;
	const canHaveName =
		next !== STAR && !opensPointer && !(place === 'type' && (next === PARENTHESIS_CLOSE || next === 0 || next === COMMA) && previous !== STAR);
	const nameWords = canHaveName ? 1 : 0;
	const surplus = plain.length - typeWords - nameWords;
	if (surplus > 0) blankSurplus(m, plain, surplus, nameWords === 1);
}

/** Whether a closing brace ends a `struct { … }` body, after which a declarator may follow. */
function closesAggregate(m: MaskedItem, close: number): boolean {
	for (let i = (m.match[close] as number) - 1, steps = 0; i >= 0 && steps < 4 && m.kind[i] === WORD; i--, steps++) {
		if (((m.flags[i] as number) & AGGREGATE_KEYWORD) !== 0) return true;
	}
	return false;
}

/** Whether the token closes `typeof ( … )`. */
function endsTypeof(m: MaskedItem, at: number): boolean {
	if (at < 0 || m.kind[at] !== PUNCTUATION || m.code[at] !== PARENTHESIS_CLOSE) return false;
	const open = m.match[at] as number;
	return open > 0 && m.kind[open - 1] === WORD && ((m.flags[open - 1] as number) & TYPEOF) !== 0;
}

/** Blanks `surplus` of the `plain` words: known attributes first, then underscored ones, then from the front, the name last. */
function blankSurplus(m: MaskedItem, plain: readonly number[], surplus: number, keepLast: boolean): void {
	const last = plain.at(-1) as number;
	const order = [
		(i: number) => ((m.flags[i] as number) & ATTRIBUTE) !== 0,
		(i: number) => ((m.flags[i] as number) & UNDERSCORED) !== 0 && (!keepLast || i !== last),
		(i: number) => ((m.flags[i] as number) & CAPITALS) !== 0 && (!keepLast || i !== last),
		(i: number) => ((m.flags[i] as number) & TYPE_LIKE) === 0 && (!keepLast || i !== last),
		(i: number) => !keepLast || i !== last,
	];
	const blanked = new Set<number>();
	for (const fits of order) {
		for (const i of plain) {
			if (blanked.size >= surplus) return;
			if (blanked.has(i) || !fits(i)) continue;
			blanked.add(i);
			blankTokens(m, i, i + 1);
		}
	}
}

/** Blanks a lone attribute word where no name can stand: `(void * __user)`, `char buf[8] __aligned_here;`, `int f(void) __init`. */
export function maskLoneAttribute(m: MaskedItem, at: number, inDeclaration: boolean): void {
	const flags = m.flags[at] as number;
	const previous = at > 0 && m.kind[at - 1] === PUNCTUATION ? (m.code[at - 1] as number) : 0;
	const next = at + 1 < m.count && m.kind[at + 1] === PUNCTUATION ? (m.code[at + 1] as number) : 0;
	if ((flags & ATTRIBUTE) !== 0) {
		const betweenStars = previous === STAR && (next === STAR || next === PARENTHESIS_CLOSE || next === COMMA || next === PARENTHESIS_OPEN);
		const afterDeclarator = previous === PARENTHESIS_CLOSE || previous === BRACKET_CLOSE;
		const beforeType = previous === PARENTHESIS_OPEN && next === PARENTHESIS_CLOSE;
		const afterBitField = at > 1 && m.kind[at - 1] !== PUNCTUATION && m.kind[at - 1] !== WORD && previousIsColon(m, at - 2);
		const beforeDeclarator = inDeclaration && (previous === COMMA || previous === BRACE_CLOSE) && next === STAR;
		if (beforeDeclarator || betweenStars || afterDeclarator || beforeType || afterBitField) blankTokens(m, at, at + 1);
		return;
	}
	if (!inDeclaration) return;
	if ((previous === PARENTHESIS_CLOSE || previous === BRACKET_CLOSE) && (flags & RESERVED) === 0 && next !== PARENTHESIS_OPEN) {
		if ((flags & (UNDERSCORED | CAPITALS)) !== 0) blankTokens(m, at, at + 1);
	}
}

function previousIsColon(m: MaskedItem, at: number): boolean {
	return m.kind[at] === PUNCTUATION && m.code[at] === COLON;
}
