/** Whether a function may change the counts of what its callers hold or get, told by its tokens alone: most are not worth parsing for it. */
import type { Item } from '../../kernel-c/items.ts';
import type { SourceFile } from '../../kernel-c/source-file.ts';
import { operatorCode, PUNCTUATION, type Tokens, WORD } from '../../kernel-c/tokens.ts';

const OPEN = operatorCode('(');
const CLOSE = operatorCode(')');
const COMMA = operatorCode(',');
const BRACKET = operatorCode('[');
const STAR = operatorCode('*');
const ADDRESS = operatorCode('&');
const ASSIGN = operatorCode('=');
const ARROW = operatorCode('->');
const SEMICOLON = operatorCode(';');

/**
 * It may where it returns a pointer, or writes through a parameter, and calls something that changes counts, or gives one of its parameters to
 * such a call. What is written through a parameter is told in the same file only: `isForFile`.
 */
export function mayConcernCallers(source: SourceFile, item: Item, isForFile: boolean, changesCounts: (name: string) => boolean): boolean {
	const { tokens } = source;
	const name = nameOf(tokens, item);
	const returnsPointer = item.tokens.subarray(0, Math.max(0, name)).some((token) => isPunctuation(tokens, token, STAR));
	if (!returnsPointer && !(isForFile && writesThroughParameter(source, item))) return givesParameterTo(source, item, changesCounts);
	return item.body >= 0 && item.tokens.subarray(item.body).some((token) => changesCounts(wordAt(tokens, token)));
}

/** Whether a function writes where a parameter points: `*foliop = folio;`, `map->page = page;`. */
function writesThroughParameter({ tokens }: SourceFile, item: Item): boolean {
	const list = item.tokens;
	const name = nameOf(tokens, item);
	if (name < 0 || item.body < 0) return false;
	const parameters = parametersAt(tokens, list, name + 1);
	for (let at = Math.max(1, item.body); at < list.length; at++) {
		if (!parameters.has(wordAt(tokens, list[at] as number))) continue;
		if (isPunctuation(tokens, list[at - 1], STAR) && isPunctuation(tokens, list[at + 1], ASSIGN) && isVariableOrCall(tokens, list, at + 2)) return true;
		if (isPunctuation(tokens, list[at + 1], ARROW) && isPunctuation(tokens, list[at + 3], ASSIGN) && isVariableOrCall(tokens, list, at + 4)) return true;
	}
	return false;
}

/** `page;` or `find_page(`: what may be an object. */
function isVariableOrCall(tokens: Tokens, list: Int32Array, at: number): boolean {
	return /[a-z]/.test(wordAt(tokens, list[at] ?? -1)) && [SEMICOLON, OPEN].some((code) => isPunctuation(tokens, list[at + 1], code));
}

/** Whether a function calls one of some functions with one of its parameters among the arguments. */
export function givesParameterTo({ tokens }: SourceFile, item: Item, isMeant: (name: string) => boolean): boolean {
	const list = item.tokens;
	const name = nameOf(tokens, item);
	if (name < 0 || item.body < 0) return false;
	const parameters = parametersAt(tokens, list, name + 1);
	for (let at = item.body; at < list.length; at++) {
		if (isPunctuation(tokens, list[at + 1], OPEN) && isMeant(wordAt(tokens, list[at] as number))) {
			if (wordsInParentheses(tokens, list, at + 1).some((each) => parameters.has(each))) return true;
		}
	}
	return false;
}

/** Whether a function gives the address of one variable to calls more than once. */
export function givesAnAddressTwice({ tokens }: SourceFile, item: Item): boolean {
	const list = item.tokens;
	const given = new Set<string>();
	for (let at = Math.max(1, item.body); at < list.length; at++) {
		if (!isPunctuation(tokens, list[at], ADDRESS) || ![OPEN, COMMA].some((code) => isPunctuation(tokens, list[at - 1], code))) continue;
		if (![CLOSE, COMMA].some((code) => isPunctuation(tokens, list[at + 2], code))) continue;
		const word = wordAt(tokens, list[at + 1] as number);
		if (word !== '' && given.has(word)) return true;
		given.add(word);
	}
	return false;
}

/** The place of a function's name in its tokens, or -1. */
function nameOf(tokens: Tokens, item: Item): number {
	return item.tokens.findIndex((token, place) => wordAt(tokens, token) === item.name && isPunctuation(tokens, item.tokens[place + 1], OPEN));
}

/** Names before a comma, a bracket or the end of the list that begins at a place. */
function parametersAt(tokens: Tokens, list: Int32Array, open: number): ReadonlySet<string> {
	const names = new Set<string>();
	const end = closingOf(tokens, list, open);
	for (let at = open + 1; at < end; at++) {
		const word = wordAt(tokens, list[at] as number);
		if (word !== '' && [COMMA, CLOSE, BRACKET].some((code) => isPunctuation(tokens, list[at + 1], code))) names.add(word);
	}
	return names;
}

function wordsInParentheses(tokens: Tokens, list: Int32Array, open: number): string[] {
	if (!isPunctuation(tokens, list[open], OPEN)) return [];
	return [...list.subarray(open + 1, closingOf(tokens, list, open))].map((token) => wordAt(tokens, token)).filter((word) => word !== '');
}

/** The place of the parenthesis that closes the one at a place. */
function closingOf(tokens: Tokens, list: Int32Array, open: number): number {
	let depth = 0;
	for (let at = open; at < list.length; at++) {
		if (isPunctuation(tokens, list[at], OPEN)) depth++;
		else if (isPunctuation(tokens, list[at], CLOSE) && --depth === 0) return at;
	}
	return list.length;
}

function isPunctuation(tokens: Tokens, token: number | undefined, code: number): boolean {
	return token !== undefined && tokens.kind[token] === PUNCTUATION && tokens.code[token] === code;
}

function wordAt(tokens: Tokens, token: number): string {
	return tokens.kind[token] === WORD ? (tokens.words[tokens.code[token] as number] as string) : '';
}
