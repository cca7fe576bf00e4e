/**
 * Top-level items of a file: each function, declaration, macro invocation and `#define` on its own. Every later pass works on
 * one item, so that an edit costs one item and an error in one cannot reach the next.
 */

import { isAtColumnZero, KEPT, type SettledConditionals } from './conditionals.ts';
import { AGGREGATE_KEYWORD, ATTRIBUTE, ATTRIBUTE_CALL, CAPITALS, RESERVED, SPECIFIER, UNDERSCORED } from './dialect-words.ts';
import {
	BRACE_CLOSE,
	BRACE_OPEN,
	BRACKET_CLOSE,
	BRACKET_OPEN,
	COLON,
	COMMA,
	DOT,
	EQUALS,
	PARENTHESIS_CLOSE,
	PARENTHESIS_OPEN,
	SEMICOLON,
} from './operators.ts';
import { DIRECTIVE, PUNCTUATION, type Tokens, WORD } from './tokens.ts';

/** What an item is. `macro` is the body of a `#define`. */
export type ItemKind = 'function' | 'declaration' | 'macro';

/** A top-level item. Offsets are UTF-16 code units in the file, `end` exclusive; `tokens` are indexes of its kept tokens. */
export interface Item {
	readonly kind: ItemKind;
	/** The name of the function or macro; empty for a declaration. */
	readonly name: string;
	readonly start: number;
	readonly end: number;
	/** Kept tokens, in order; empty for a macro. */
	readonly tokens: Int32Array;
	/** For a function: index into `tokens` of the `{` of its body. Else -1. */
	readonly body: number;
}

/** Splits a file's kept tokens into items, in order of their place; `#define` items come where they stand. */
export function splitItems(tokens: Tokens, settled: SettledConditionals): Item[] {
	const kept = keptTokens(tokens, settled.fate);
	const match = matchBrackets(tokens, kept);
	const items: Item[] = [];
	let at = 0;
	while (at < kept.length) {
		const stop = itemEnd(tokens, kept, match, at);
		items.push(makeItem(tokens, kept, match, at, stop));
		at = stop;
	}
	for (let i = 0; i < tokens.count; i++) {
		if (tokens.kind[i] !== DIRECTIVE) continue;
		const macro = macroItem(tokens, i);
		if (macro !== null) items.push(macro);
	}
	return items.sort((a, b) => a.start - b.start || b.end - a.end);
}

function keptTokens(tokens: Tokens, fate: Uint8Array): Int32Array {
	const kept = new Int32Array(tokens.count);
	let count = 0;
	for (let i = 0; i < tokens.count; i++) if (fate[i] === KEPT) kept[count++] = i;
	return kept.subarray(0, count);
}

/** For every bracket in `list` (token indexes) the place in `list` of its partner, or -1. */
export function matchBrackets(tokens: Tokens, list: Int32Array): Int32Array {
	const exact = matchExactly(tokens, list);
	return exact ?? matchByMargin(tokens, list);
}

function partnerOf(code: number): number {
	if (code === BRACE_CLOSE) return BRACE_OPEN;
	if (code === PARENTHESIS_CLOSE) return PARENTHESIS_OPEN;
	return code === BRACKET_CLOSE ? BRACKET_OPEN : 0;
}

function isOpening(code: number): boolean {
	return code === BRACE_OPEN || code === PARENTHESIS_OPEN || code === BRACKET_OPEN;
}

function matchExactly(tokens: Tokens, list: Int32Array): Int32Array | null {
	const match = new Int32Array(list.length).fill(-1);
	const open: number[] = [];
	for (let i = 0; i < list.length; i++) {
		const token = list[i] as number;
		if (tokens.kind[token] !== PUNCTUATION) continue;
		const code = tokens.code[token] as number;
		if (isOpening(code)) {
			open.push(i);
			continue;
		}
		const partner = partnerOf(code);
		if (partner === 0) continue;
		const opened = open.pop();
		if (opened === undefined || tokens.code[list[opened] as number] !== partner) return null;
		match[opened] = i;
		match[i] = opened;
	}
	return open.length === 0 ? match : null;
}

/**
 * For a file whose brackets do not add up (one is being typed, or the file was cut): kernel functions end with a brace at the left
 * margin and begin with a word there, so each such place closes everything. What is wrong stays inside one function.
 */
function matchByMargin(tokens: Tokens, list: Int32Array): Int32Array {
	const match = new Int32Array(list.length).fill(-1);
	let open: number[] = [];
	for (let i = 0; i < list.length; i++) {
		const token = list[i] as number;
		if (open.length > 0 && tokens.kind[token] === WORD && startsItemAtMargin(tokens, list, i)) open = [];
		if (tokens.kind[token] !== PUNCTUATION) continue;
		const code = tokens.code[token] as number;
		if (isOpening(code)) {
			open.push(i);
			continue;
		}
		const partner = partnerOf(code);
		if (partner === 0) continue;
		let depth = open.length - 1;
		if (code === BRACE_CLOSE && isAtColumnZero(tokens, token)) {
			depth = open.findIndex((at) => tokens.code[list[at] as number] === BRACE_OPEN);
		} else {
			while (depth >= 0 && tokens.code[list[open[depth] as number] as number] !== partner) depth--;
		}
		if (depth < 0) continue;
		const opened = open[depth] as number;
		match[opened] = i;
		match[i] = opened;
		open.length = depth;
	}
	return match;
}

function startsItemAtMargin(tokens: Tokens, list: Int32Array, i: number): boolean {
	const token = list[i] as number;
	if (!isAtColumnZero(tokens, token)) return false;
	const next = list[i + 1];
	if (next === undefined) return true;
	if (tokens.kind[next] === PUNCTUATION && tokens.code[next] === COLON) return false;
	const previous = list[i - 1];
	if (previous === undefined) return true;
	const code = tokens.kind[previous] === PUNCTUATION ? tokens.code[previous] : 0;
	return (code === SEMICOLON || code === BRACE_CLOSE || code === BRACE_OPEN || code === PARENTHESIS_CLOSE) && tokens.kind[next] === WORD;
}

/** One past the last token (place in `kept`) of the item that starts at `from`. */
function itemEnd(tokens: Tokens, kept: Int32Array, match: Int32Array, from: number): number {
	const head = new ItemHead(tokens, kept, match, from);
	let at = from;
	while (at < kept.length) {
		const token = kept[at] as number;
		if (isBareMacro(tokens, kept, from, at)) return at;
		if (tokens.kind[token] !== PUNCTUATION) {
			at++;
			continue;
		}
		const code = tokens.code[token] as number;
		if (code === SEMICOLON) return at + 1;
		if (code === BRACE_OPEN) {
			const close = match[at] as number;
			if (close < 0) return unclosedEnd(tokens, kept, at + 1);
			if (head.opensBody(at)) return close + 1;
			at = close + 1;
			continue;
		}
		if (code === PARENTHESIS_OPEN || code === BRACKET_OPEN) {
			const close = match[at] as number;
			if (close < 0) return unclosedEnd(tokens, kept, at + 1);
			if (code === PARENTHESIS_OPEN && endsMacroWithoutSemicolon(tokens, kept, from, at, close)) return close + 1;
			at = close + 1;
			continue;
		}
		if (code === BRACE_CLOSE) return at + 1;
		at++;
	}
	return at;
}

/** An item whose bracket is never closed ends where the next one starts at the left margin. */
function unclosedEnd(tokens: Tokens, kept: Int32Array, from: number): number {
	for (let at = from; at < kept.length; at++) {
		const token = kept[at] as number;
		if (!isAtColumnZero(tokens, token)) continue;
		if (tokens.kind[token] === WORD && startsItemAtMargin(tokens, kept, at)) return at;
		if (tokens.kind[token] === PUNCTUATION && tokens.code[token] === BRACE_CLOSE) return at + 1;
	}
	return kept.length;
}

/** A bare word alone on its line before a directive: a macro that makes declarations. */
function isBareMacro(tokens: Tokens, kept: Int32Array, from: number, at: number): boolean {
	const first = kept[from] as number;
	if (at !== from + 1 || tokens.kind[first] !== WORD || !isAtColumnZero(tokens, first)) return false;
	if (((tokens.flags[tokens.code[first] as number] as number) & RESERVED) !== 0) return false;
	return first + 1 < tokens.count && tokens.kind[first + 1] === DIRECTIVE;
}

/** Whether `NAME(...)` at the start of an item stands for itself: the next token begins something new on a new line. */
function endsMacroWithoutSemicolon(tokens: Tokens, kept: Int32Array, from: number, open: number, close: number): boolean {
	const nameAt = open - 1;
	if (nameAt < from || tokens.kind[kept[nameAt] as number] !== WORD) return false;
	for (let i = from; i < nameAt; i++) {
		const flags = tokens.kind[kept[i] as number] === WORD ? (tokens.flags[tokens.code[kept[i] as number] as number] as number) : 0;
		if ((flags & SPECIFIER) === 0) return false;
	}
	const nameFlags = tokens.flags[tokens.code[kept[nameAt] as number] as number] as number;
	if ((nameFlags & (RESERVED | ATTRIBUTE_CALL)) !== 0) return false;
	const next = kept[close + 1];
	if (next === undefined) return true;
	if (tokens.kind[next] !== WORD) return false;
	const nextFlags = tokens.flags[tokens.code[next] as number] as number;
	if ((nextFlags & (ATTRIBUTE_CALL | ATTRIBUTE)) !== 0) return isAtColumnZero(tokens, next) && (nameFlags & UNDERSCORED) === 0;
	const between = tokens.text.slice(tokens.end[kept[close] as number], tokens.start[next]);
	if (!between.includes('\n')) return false;
	if ((nameFlags & CAPITALS) !== 0) {
		const after = kept[close + 2];
		const callFollows = after !== undefined && tokens.kind[after] === PUNCTUATION && tokens.code[after] === PARENTHESIS_OPEN;
		return isAtColumnZero(tokens, next) || (callFollows && (nextFlags & CAPITALS) !== 0);
	}
	return (nameFlags & UNDERSCORED) === 0 && isAtColumnZero(tokens, next);
}

/** Whether the `{` at `open` begins a function's body, not an aggregate, an enumeration or an initialiser. */
function opensBody(tokens: Tokens, kept: Int32Array, match: Int32Array, from: number, open: number): boolean {
	return new ItemHead(tokens, kept, match, from).opensBody(open);
}

/** What stands in an item before its braces, read once from left to right: an item can have any number of braces. */
class ItemHead {
	readonly #tokens: Tokens;
	readonly #kept: Int32Array;
	readonly #match: Int32Array;
	#at: number;
	#aggregate = -1;
	#hasParentheses = false;
	/** What was met that settles it for all braces from there on; null: nothing. */
	#settled: boolean | null = null;

	constructor(tokens: Tokens, kept: Int32Array, match: Int32Array, from: number) {
		this.#tokens = tokens;
		this.#kept = kept;
		this.#match = match;
		this.#at = from;
	}

	/** The same for the `{` at a place; asked from left to right. */
	opensBody(open: number): boolean {
		const inside = this.#kept[open + 1];
		// `define_machine(x) { .name = …`: an initialiser whose `=` the macro brings.
		if (inside !== undefined && this.#tokens.kind[inside] === PUNCTUATION && this.#tokens.code[inside] === DOT) return false;
		for (; this.#at < open && this.#settled === null; this.#at++) this.#read(this.#at);
		return this.#settled ?? (this.#aggregate < 0 && this.#hasParentheses);
	}

	#read(i: number): void {
		const tokens = this.#tokens;
		const token = this.#kept[i] as number;
		if (tokens.kind[token] !== PUNCTUATION) {
			const isKeyword = tokens.kind[token] === WORD && ((tokens.flags[tokens.code[token] as number] as number) & AGGREGATE_KEYWORD) !== 0;
			if (isKeyword && !this.#hasParentheses) this.#aggregate = i;
			return;
		}
		const code = tokens.code[token] as number;
		if (code === EQUALS) this.#settled = false;
		else if (code === PARENTHESIS_OPEN || code === BRACKET_OPEN || code === BRACE_OPEN) {
			const before = this.#kept[i - 1];
			const flags = before !== undefined && tokens.kind[before] === WORD ? (tokens.flags[tokens.code[before] as number] as number) : 0;
			if (code === PARENTHESIS_OPEN && (flags & ATTRIBUTE_CALL) === 0 && !makesTag(tokens, this.#kept, this.#match, i)) {
				this.#hasParentheses = true;
				this.#aggregate = -1;
			}
			if ((this.#match[i] as number) < 0) this.#settled = this.#hasParentheses;
			else this.#at = this.#match[i] as number;
		} else this.#aggregate = -1;
	}
}

/** `enum NAME(x) {`: the parentheses belong to the tag. */
function makesTag(tokens: Tokens, kept: Int32Array, match: Int32Array, open: number): boolean {
	const keyword = kept[open - 2];
	if (keyword === undefined || tokens.kind[keyword] !== WORD) return false;
	const next = kept[(match[open] as number) + 1];
	return (
		((tokens.flags[tokens.code[keyword] as number] as number) & AGGREGATE_KEYWORD) !== 0 &&
		next !== undefined &&
		tokens.kind[next] === PUNCTUATION &&
		tokens.code[next] === BRACE_OPEN
	);
}

function makeItem(tokens: Tokens, kept: Int32Array, match: Int32Array, from: number, to: number): Item {
	const first = kept[from] as number;
	const last = kept[to - 1] as number;
	let body = -1;
	const lastMatch = match[to - 1] as number;
	if (tokens.kind[last] === PUNCTUATION && tokens.code[last] === BRACE_CLOSE && lastMatch > from && opensBody(tokens, kept, match, from, lastMatch)) {
		body = lastMatch - from;
	} else if (lastMatch < 0) {
		body = unclosedBody(tokens, kept, match, from, to);
	}
	const name = body < 0 ? '' : functionName(tokens, kept, match, from, from + body);
	return {
		kind: body < 0 ? 'declaration' : 'function',
		name,
		start: tokens.start[first] as number,
		end: tokens.end[last] as number,
		tokens: kept.subarray(from, to),
		body,
	};
}

function unclosedBody(tokens: Tokens, kept: Int32Array, match: Int32Array, from: number, to: number): number {
	for (let i = from; i < to; i++) {
		const token = kept[i] as number;
		if (tokens.kind[token] !== PUNCTUATION || tokens.code[token] !== BRACE_OPEN) continue;
		return opensBody(tokens, kept, match, from, i) ? i - from : -1;
	}
	return -1;
}

/** The first word before parentheses that is no attribute: `foo` in `static __printf(1, 2) int foo(...)`. */
function functionName(tokens: Tokens, kept: Int32Array, match: Int32Array, from: number, body: number): string {
	for (let i = from; i + 1 < body; i++) {
		const token = kept[i] as number;
		const next = kept[i + 1] as number;
		const opens = tokens.kind[next] === PUNCTUATION && tokens.code[next] === PARENTHESIS_OPEN;
		if (tokens.kind[token] === WORD && opens) {
			const flags = tokens.flags[tokens.code[token] as number] as number;
			if ((flags & (RESERVED | ATTRIBUTE_CALL)) === 0 && !isAttributeBefore(tokens, kept, match, i, body)) {
				return nameBehindMacro(tokens, kept, i, body) ?? (tokens.words[tokens.code[token] as number] as string);
			}
		}
		if (opens && (match[i + 1] as number) > i) i = match[i + 1] as number;
	}
	return innerName(tokens, kept, from, body);
}

/** `SYSCALL_DEFINE2(name, int, a, int, b)`: a macro in capitals whose first argument is a word, the function's name; null for what is none. */
function nameBehindMacro(tokens: Tokens, kept: Int32Array, at: number, body: number): string | null {
	const flags = tokens.flags[tokens.code[kept[at] as number] as number] as number;
	const [name, after] = [kept[at + 2], kept[at + 3]];
	if ((flags & CAPITALS) === 0 || at + 3 >= body || name === undefined || after === undefined || tokens.kind[name] !== WORD) return null;
	const ends = tokens.kind[after] === PUNCTUATION && (tokens.code[after] === COMMA || tokens.code[after] === PARENTHESIS_CLOSE);
	return ends ? (tokens.words[tokens.code[name] as number] as string) : null;
}

/** `__attr(x) int foo(...)`: an underscored call with another declarator after it is an attribute that no list names. */
function isAttributeBefore(tokens: Tokens, kept: Int32Array, match: Int32Array, at: number, body: number): boolean {
	const flags = tokens.flags[tokens.code[kept[at] as number] as number] as number;
	if ((flags & UNDERSCORED) === 0) return false;
	const close = match[at + 1] as number;
	const next = close < 0 ? undefined : kept[close + 1];
	if (next === undefined || close + 1 >= body || tokens.kind[next] !== WORD) return false;
	const nextFlags = tokens.flags[tokens.code[next] as number] as number;
	return (nextFlags & (ATTRIBUTE | ATTRIBUTE_CALL | UNDERSCORED)) === 0;
}

/** The name in `int (*name(int a))(int b) {` or `int (name)(int a) {`. */
function innerName(tokens: Tokens, kept: Int32Array, from: number, body: number): string {
	for (let i = from; i < body; i++) {
		const token = kept[i] as number;
		if (tokens.kind[token] !== PUNCTUATION || tokens.code[token] !== PARENTHESIS_OPEN) continue;
		for (let j = i + 1; j < body; j++) {
			const inner = kept[j] as number;
			if (tokens.kind[inner] === WORD) return tokens.words[tokens.code[inner] as number] as string;
		}
	}
	return '';
}

const definePattern = /^#\s*define\s+(\w+)/;

function macroItem(tokens: Tokens, directive: number): Item | null {
	const start = tokens.start[directive] as number;
	const end = tokens.end[directive] as number;
	const match = definePattern.exec(tokens.text.slice(start, Math.min(end, start + 200)));
	if (match === null) return null;
	return { kind: 'macro', name: match[1] as string, start, end, tokens: new Int32Array(0), body: -1 };
}
