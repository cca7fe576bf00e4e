/**
 * Tokens of kernel C as parallel typed arrays. Offsets are UTF-16 code units from the start of the text, end exclusive.
 * Comments are not tokens: they are kept apart, so that nothing that walks code meets one.
 */
import { type WordFlags, wordFlags } from './dialect-words.ts';

/** Token kinds. A directive is one token with all its continuation lines. */
export const WORD = 1;
export const NUMBER = 2;
export const STRING = 3;
export const CHARACTER = 4;
export const PUNCTUATION = 5;
export const DIRECTIVE = 6;

/** What {@link tokenise} found in a text. */
export interface Tokens {
	readonly text: string;
	/** The text's UTF-16 code units. */
	readonly units: Uint16Array;
	readonly count: number;
	readonly kind: Uint8Array;
	/** First code unit of the token. */
	readonly start: Int32Array;
	/** One past its last code unit. */
	readonly end: Int32Array;
	/** Punctuation: its characters packed by {@link operatorCode}. Words: an index into `words`. Others: 0. */
	readonly code: Int32Array;
	readonly words: readonly string[];
	/** What the dialect says of each word, by the same index as `words`. */
	readonly flags: readonly WordFlags[];
	readonly wordIds: ReadonlyMap<string, number>;
	/** Start and end offsets of every comment, in pairs. */
	readonly comments: readonly number[];
}

/** Packs an operator of up to three ASCII characters into the number that {@link Tokens.code} holds. */
export function operatorCode(operator: string): number {
	return operator.charCodeAt(0) | ((operator.charCodeAt(1) || 0) << 8) | ((operator.charCodeAt(2) || 0) << 16);
}

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const NEWLINE = 4;
const classOf = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
	const ch = String.fromCharCode(c);
	if (/[A-Za-z_$]/.test(ch)) classOf[c] = LETTER;
	else if (/[0-9]/.test(ch)) classOf[c] = DIGIT;
	else if (ch === '\n') classOf[c] = NEWLINE;
	else if (c <= 32) classOf[c] = SPACE;
	else classOf[c] = OTHER;
}

const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const STAR = 42;
const SLASH = 47;
const BACKSLASH = 92;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = 0xfeff;

/** Every operator of more than one character that the later passes tell apart, by first character. */
const longOperators = new Map<number, string[]>();
for (const operator of [
	'...',
	'<<=',
	'>>=',
	'->',
	'++',
	'--',
	'<<',
	'>>',
	'<=',
	'>=',
	'==',
	'!=',
	'&&',
	'||',
	'+=',
	'-=',
	'*=',
	'/=',
	'%=',
	'&=',
	'|=',
	'^=',
	'##',
	'::',
]) {
	const first = operator.charCodeAt(0);
	longOperators.set(first, [...(longOperators.get(first) ?? []), operator]);
}

/** Splits kernel C text into tokens. Never fails: what is not C becomes single-character punctuation. */
export function tokenise(text: string): Tokens {
	const length = text.length;
	const units = new Uint16Array(length);
	for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i);
	let capacity = Math.max(64, length >> 2);
	let kind = new Uint8Array(capacity);
	let start = new Int32Array(capacity);
	let end = new Int32Array(capacity);
	let code = new Int32Array(capacity);
	let count = 0;
	const words: string[] = [];
	const flags: WordFlags[] = [];
	const wordIds = new Map<string, number>();
	const comments: number[] = [];
	let lineIsEmpty = true;
	let at = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;

	while (at < length) {
		const c = units[at] as number;
		const charClass = c < 128 ? classOf[c] : LETTER;
		if (charClass === SPACE) {
			at++;
			continue;
		}
		if (charClass === NEWLINE) {
			lineIsEmpty = true;
			at++;
			continue;
		}
		if (c === SLASH) {
			const next = text.charCodeAt(at + 1);
			if (next === STAR || next === SLASH) {
				const close = next === STAR ? blockCommentEnd(text, at) : lineEnd(text, at);
				comments.push(at, close);
				at = close;
				continue;
			}
		}
		if (c === BACKSLASH) {
			at++;
			continue;
		}
		if (count === capacity) {
			capacity *= 2;
			kind = grown(kind, new Uint8Array(capacity));
			start = grown(start, new Int32Array(capacity));
			end = grown(end, new Int32Array(capacity));
			code = grown(code, new Int32Array(capacity));
		}
		const from = at;
		if (charClass === LETTER) {
			at = wordEnd(units, at + 1, length);
			const quote = text.charCodeAt(at);
			if ((quote === QUOTE || quote === APOSTROPHE) && isLiteralPrefix(text, from, at)) {
				at = literalEnd(text, at, quote);
				kind[count] = quote === QUOTE ? STRING : CHARACTER;
			} else {
				kind[count] = WORD;
				const word = text.slice(from, at);
				let id = wordIds.get(word);
				if (id === undefined) {
					id = words.length;
					wordIds.set(word, id);
					words.push(word);
					flags.push(wordFlags(word));
				}
				code[count] = id;
			}
		} else if (charClass === DIGIT) {
			at = numberEnd(text, at + 1, length);
			kind[count] = NUMBER;
		} else if (c === QUOTE || c === APOSTROPHE) {
			at = literalEnd(text, at, c);
			kind[count] = c === QUOTE ? STRING : CHARACTER;
		} else if (c === HASH && lineIsEmpty) {
			at = directiveEnd(text, at, comments);
			kind[count] = DIRECTIVE;
		} else {
			const operator = longOperators.get(c)?.find((candidate) => text.startsWith(candidate, at));
			kind[count] = PUNCTUATION;
			code[count] = operator === undefined ? c : operatorCode(operator);
			at += operator?.length ?? 1;
		}
		lineIsEmpty = false;
		start[count] = from;
		end[count] = at;
		count++;
	}
	return { text, units, count, kind, start, end, code, words, flags, wordIds, comments };
}

function grown<T extends Uint8Array | Int32Array>(old: T, larger: T): T {
	larger.set(old);
	return larger;
}

function wordEnd(units: Uint16Array, from: number, length: number): number {
	let at = from;
	while (at < length) {
		const c = units[at] as number;
		if (c < 128 && classOf[c] !== LETTER && classOf[c] !== DIGIT) break;
		at++;
	}
	return at;
}

/** A preprocessing number: letters and dots belong to it, and a sign after an exponent. */
function numberEnd(text: string, from: number, length: number): number {
	let at = from;
	while (at < length) {
		const c = text.charCodeAt(at);
		const isPart = c === 46 || (c < 128 && (classOf[c] === LETTER || classOf[c] === DIGIT));
		if (!isPart) break;
		if (c === 46 && text.charCodeAt(at + 1) === 46) break;
		at++;
	}
	return at;
}

function isLiteralPrefix(text: string, from: number, to: number): boolean {
	if (to - from > 2) return false;
	const prefix = text.slice(from, to);
	return prefix === 'L' || prefix === 'u' || prefix === 'U' || prefix === 'u8';
}

/** The end of a string or character; a line end that is not escaped ends it too, so that a stray quote costs one line. */
function literalEnd(text: string, open: number, quote: number): number {
	let at = open + 1;
	while (at < text.length) {
		const c = text.charCodeAt(at);
		if (c === BACKSLASH) {
			at += text.charCodeAt(at + 1) === CARRIAGE_RETURN ? 3 : 2;
			continue;
		}
		if (c === LINE_FEED) return at;
		at++;
		if (c === quote) return at;
	}
	return Math.min(at, text.length);
}

function blockCommentEnd(text: string, open: number): number {
	const close = text.indexOf('*/', open + 2);
	return close < 0 ? text.length : close + 2;
}

/** The end of the line, a line continued by a backslash included. */
function lineEnd(text: string, from: number): number {
	let at = from;
	for (;;) {
		const newline = text.indexOf('\n', at);
		if (newline < 0) return text.length;
		const last = text.charCodeAt(newline - 1) === CARRIAGE_RETURN ? newline - 2 : newline - 1;
		if (text.charCodeAt(last) !== BACKSLASH) return newline;
		at = newline + 1;
	}
}

/** The end of a directive: its line, with continuations, and with comments that run over line ends. */
function directiveEnd(text: string, from: number, comments: number[]): number {
	let at = from;
	while (at < text.length) {
		const c = text.charCodeAt(at);
		if (c === LINE_FEED) return at;
		if (c === BACKSLASH) {
			at += text.charCodeAt(at + 1) === CARRIAGE_RETURN ? 3 : 2;
		} else if (c === SLASH && text.charCodeAt(at + 1) === STAR) {
			const close = blockCommentEnd(text, at);
			comments.push(at, close);
			at = close;
		} else if (c === SLASH && text.charCodeAt(at + 1) === SLASH) {
			const close = lineEnd(text, at);
			comments.push(at, close);
			return close;
		} else if (c === QUOTE || c === APOSTROPHE) {
			const close = literalEnd(text, at, c);
			// An apostrophe in an #error line opens nothing.
			at = text.charCodeAt(close - 1) === c && close > at + 1 ? close : at + 1;
		} else {
			at++;
		}
	}
	return Math.min(at, text.length);
}
