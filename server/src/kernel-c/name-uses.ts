/** Where names stand in C: what defines them, what only declares them, what uses them. Read off tokens, without parsing. */
import type { Item } from './items.ts';
import type { SourceFile } from './source-file.ts';
import { operatorCode, PUNCTUATION, type Tokens, WORD } from './tokens.ts';

/** How a name stands in a file. */
export type NameRole = 'definition' | 'declaration' | 'use';

/** A place where a name stands. Offsets are UTF-16 code units in the file. */
export interface NamePlace {
	readonly name: string;
	readonly role: NameRole;
	readonly start: number;
	readonly end: number;
	/** The item that it is in. */
	readonly item: Item;
	/** Whether parentheses follow, as in a call. */
	readonly isCall: boolean;
}

const OPEN = operatorCode('(');
const STAR = operatorCode('*');

/** The functions, macros and prototypes that a file defines and declares, in the order of the text. */
export function namesDefinedIn(source: SourceFile): NamePlace[] {
	return source.main.items.flatMap((item) => {
		const place = namedBy(source, item);
		return place === null ? [] : [place];
	});
}

/** Every place of some names, outside comments, strings and directives that only ask; exports are none. */
export function placesOf(source: SourceFile, names: ReadonlySet<string>): NamePlace[] {
	const places: NamePlace[] = [];
	const { tokens } = source;
	for (const item of source.main.items) {
		const own = namedBy(source, item);
		if (own !== null && names.has(own.name)) places.push(own);
		if (item.kind === 'macro') {
			for (const match of source.text.slice(item.start, item.end).matchAll(/[A-Za-z_]\w*/g)) {
				const [word] = match;
				const start = item.start + match.index;
				// `#define pmd_devmap pmd_devmap` says that there is a function of the name.
				if (names.has(word) && word !== item.name)
					places.push({
						name: word,
						role: 'use',
						start,
						end: start + word.length,
						item,
						isCall: /^\s*\(/.test(source.text.slice(start + word.length, item.end)),
					});
			}
			continue;
		}
		if (isExport(tokens, item)) continue;
		for (const [at, token] of item.tokens.entries()) {
			const word = wordAt(tokens, token);
			if (!names.has(word) || isMemberOrLabel(tokens, item, at)) continue;
			const start = tokens.start[token] as number;
			if (own?.start !== start)
				places.push({ name: word, role: 'use', start, end: tokens.end[token] as number, item, isCall: opensAt(tokens, item.tokens[at + 1]) });
		}
	}
	return places;
}

/** `x->name`, `.name = y`, `goto name` and `name:` are about something else. */
function isMemberOrLabel(tokens: Tokens, item: Item, at: number): boolean {
	const textAt = (place: number) => {
		const token = item.tokens[place];
		return token === undefined ? '' : tokens.text.slice(tokens.start[token], tokens.end[token]);
	};
	const before = textAt(at - 1);
	return before === '.' || before === '->' || before === 'goto' || (textAt(at + 1) === ':' && /^[;{}]$/.test(before));
}

function opensAt(tokens: Tokens, token: number | undefined): boolean {
	return token !== undefined && tokens.kind[token] === PUNCTUATION && tokens.code[token] === OPEN;
}

function wordAt(tokens: Tokens, token: number | undefined): string {
	return token !== undefined && tokens.kind[token] === WORD ? (tokens.words[tokens.code[token] as number] as string) : '';
}

/** The name that an item defines or declares. */
function namedBy(source: SourceFile, item: Item): NamePlace | null {
	const { tokens, text } = source;
	if (item.kind === 'macro') {
		const start = text.indexOf(item.name, item.start + 1);
		return { name: item.name, role: 'definition', start, end: start + item.name.length, item, isCall: false };
	}
	if (item.kind === 'function') {
		const at = [...item.tokens].findIndex((token) => wordAt(tokens, token) === item.name);
		const token = item.tokens[at];
		return item.name === '' || token === undefined ? null : placeAt(tokens, token, 'definition', item);
	}
	return prototypeOf(tokens, item);
}

/** `int foo(void);` declares foo: a word before parentheses, with a type before it. */
function prototypeOf(tokens: Tokens, item: Item): NamePlace | null {
	if (wordAt(tokens, item.tokens[0]) === 'typedef') return null;
	for (let i = 1; i + 1 < item.tokens.length; i++) {
		const [before, token, next] = [item.tokens[i - 1] as number, item.tokens[i] as number, item.tokens[i + 1] as number];
		if (tokens.kind[token] === PUNCTUATION && tokens.code[token] !== STAR) return null;
		const hasType = tokens.kind[before] === WORD || (tokens.kind[before] === PUNCTUATION && tokens.code[before] === STAR);
		if (opensAt(tokens, next) && hasType && /^[a-z_]\w*$/i.test(wordAt(tokens, token)))
			return isAttribute(wordAt(tokens, token)) ? null : placeAt(tokens, token, 'declaration', item);
	}
	return null;
}

function isAttribute(word: string): boolean {
	return word.startsWith('__attribute') || word === '__printf' || word === '__scanf' || word === '__aligned' || word === '__section';
}

function placeAt(tokens: Tokens, token: number, role: NameRole, item: Item): NamePlace {
	return { name: wordAt(tokens, token), role, start: tokens.start[token] as number, end: tokens.end[token] as number, item, isCall: false };
}

/** `EXPORT_SYMBOL_GPL(foo);` */
function isExport(tokens: Tokens, item: Item): boolean {
	return wordAt(tokens, item.tokens[0]).startsWith('EXPORT_');
}
