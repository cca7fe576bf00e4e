/**
 * The tokens of one item, copied into arrays of their own, and the masked text that the passes write.
 * A masked text has the length and the line ends of the original, so an offset in one is an offset in the other.
 */

import { ATTRIBUTE_CALL, INFERRED_TYPE, REMOVED, type WordFlags } from '../dialect-words.ts';
import { type Item, matchBrackets } from '../items.ts';
import { PARENTHESIS_OPEN } from '../operators.ts';
import { NUMBER, PUNCTUATION, type Tokens, WORD } from '../tokens.ts';

/** Tokens of an item by place in the item, and what is written of them so far. */
export interface MaskedItem {
	readonly count: number;
	readonly kind: Uint8Array;
	/** UTF-16 offsets from the start of the item. */
	readonly start: Int32Array;
	readonly end: Int32Array;
	/** Operators: packed characters. Words: 0. */
	readonly code: Int32Array;
	/** Words: what the dialect says. Others: 0. */
	readonly flags: Int32Array;
	readonly match: Int32Array;
	/** The item's original text. */
	readonly text: string;
	readonly out: Uint16Array;
}

const SPACE = 32;
/** Stands for an inferred type. */
const INT = 'int';
/**
 * Copies an item's kept tokens over white space: comments, directives and the other side of conditionals are blank by construction,
 * and so are attributes with arguments, which are never anything else.
 */
export function startMask(tokens: Tokens, item: Pick<Item, 'start' | 'end' | 'tokens'>): MaskedItem {
	const source = tokens.text;
	const text = source.slice(item.start, item.end);
	const list = withoutAttributeCalls(tokens, item.tokens);
	const count = list.length;
	const kind = new Uint8Array(count + 1);
	const start = new Int32Array(count + 1).fill(text.length);
	const end = new Int32Array(count + 1).fill(text.length);
	const code = new Int32Array(count + 1);
	const flags = new Int32Array(count + 1);
	const out = tokens.units.slice(item.start, item.end);
	let done = 0;
	for (let i = 0; i < count; i++) {
		const token = list[i] as number;
		kind[i] = tokens.kind[token] as number;
		const from = (tokens.start[token] as number) - item.start;
		const to = (tokens.end[token] as number) - item.start;
		start[i] = from;
		end[i] = to;
		// Mostly one space, which is blank already.
		if (from - done > 1 || (from > done && out[done] !== SPACE)) blankUnits(out, done, from);
		done = to;
		if (kind[i] === WORD) {
			const word = tokens.flags[tokens.code[token] as number] as WordFlags;
			flags[i] = word;
			if ((word & INFERRED_TYPE) !== 0) {
				blankUnits(out, from, to);
				for (let at = 0; at < INT.length; at++) out[from + at] = INT.charCodeAt(at);
			}
		} else {
			code[i] = tokens.code[token] as number;
			if (kind[i] === NUMBER && to - from > 1 && !isDecimal(out, from, to)) blankUnits(out, from + numberLength(text.slice(from, to)), to);
		}
	}
	blankUnits(out, done, text.length);
	return { count, kind, start, end, code, flags, match: matchBrackets(tokens, list), text, out };
}

const number = /^(?:0[xX][\da-fA-F']+(?:\.[\da-fA-F]*)?(?:[pP]\d+)?|0[bB][01]+|\d[\d']*(?:\.\d*)?(?:[eE]\d*)?)(?:[uUlLfF]|wb|WB)*$/;

function isDecimal(units: Uint16Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) if ((units[at] as number) < 48 || (units[at] as number) > 57) return false;
	return true;
}

/** How much of a preprocessing number is a number of C: `16KB`, which only a macro takes, is `16`. */
function numberLength(token: string): number {
	return number.test(token) ? token.length : ((/^\d+/.exec(token) ?? ['0'])[0] as string).length;
}

function withoutAttributeCalls(tokens: Tokens, list: Int32Array): Int32Array {
	let match: Int32Array | null = null;
	const left = new Int32Array(list.length);
	let count = 0;
	for (let i = 0; i < list.length; i++) {
		const token = list[i] as number;
		if (tokens.kind[token] === WORD) {
			const id = tokens.code[token] as number;
			const word = tokens.flags[id] as WordFlags;
			const next = list[i + 1];
			if ((word & ATTRIBUTE_CALL) !== 0 && next !== undefined && isOpen(tokens, next)) {
				match ??= matchBrackets(tokens, list);
				const close = match[i + 1] as number;
				if (close > i) {
					i = close;
					continue;
				}
			}
			if ((word & REMOVED) !== 0) continue;
		}
		left[count++] = token;
	}
	return count === list.length ? list : left.subarray(0, count);
}

function isOpen(tokens: Tokens, token: number): boolean {
	return tokens.kind[token] === PUNCTUATION && tokens.code[token] === PARENTHESIS_OPEN;
}

/** Overwrites the tokens from `from` up to and excluding `to`, and what is between them, with spaces. */
export function blankTokens(m: MaskedItem, from: number, to: number): void {
	if (to <= from) return;
	blankRange(m, m.start[from] as number, m.end[to - 1] as number);
}

/** Overwrites a range of the item with spaces; line ends stay. */
export function blankRange(m: MaskedItem, from: number, to: number): void {
	blankUnits(m.out, from, to);
}

function blankUnits(out: Uint16Array, from: number, to: number): void {
	for (let at = from; at < to; at++) if (out[at] !== 10) out[at] = SPACE;
}

/** Writes `replacement` from offset `at` on. The caller has made sure that it fits and covers no line end. */
export function write(m: MaskedItem, at: number, replacement: string): void {
	for (let i = 0; i < replacement.length; i++) m.out[at + i] = replacement.charCodeAt(i);
}

/** Overwrites one token with `replacement` (no longer than the token) and spaces. */
export function replaceToken(m: MaskedItem, token: number, replacement: string): void {
	blankRange(m, m.start[token] as number, m.end[token] as number);
	write(m, m.start[token] as number, replacement);
}

/** Writes into the first white space of the masked text between two offsets that is long enough; says whether there was one. */
export function writeIntoSpace(m: MaskedItem, from: number, to: number, replacement: string): boolean {
	for (let at = from; at + replacement.length <= to; at++) {
		let room = 0;
		while (room < replacement.length && m.out[at + room] === SPACE) room++;
		if (room < replacement.length) continue;
		write(m, at, replacement);
		return true;
	}
	return false;
}

/** A word's text. */
export function wordText(m: MaskedItem, token: number): string {
	return m.text.slice(m.start[token] as number, m.end[token] as number);
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/** The masked text. A lone surrogate, which is no text, becomes U+FFFD: the length stays. */
export function maskedText(m: MaskedItem): string {
	return decoder.decode(m.out);
}
