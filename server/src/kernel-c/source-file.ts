/**
 * A C file as the engine sees it: tokens, top-level items, and the syntax of each item on demand. Nothing here is changed after it
 * was made; a new text makes a new source file, and a {@link SyntaxMemory} hands on the syntax of items that did not change.
 */
import { checkConditionals, checkLevels, checkSize } from './bounds.ts';
import { KEPT, OTHER_SIDE, type SettledConditionals, settleConditionals } from './conditionals.ts';
import { type Item, splitItems } from './items.ts';
import { maskMacroBody } from './mask/macro-body.ts';
import { maskItem } from './mask/top-level.ts';
import type { ParsedText, SyntaxNode, TextParser } from './syntax.ts';
import { DIRECTIVE, type Tokens, tokenise, WORD } from './tokens.ts';

/** The syntax of one item; node offsets are UTF-16 code units from the start of the item. */
export interface ItemSyntax {
	readonly root: SyntaxNode;
	/** Whether part of the item does not fit the grammar; rules that need paths leave such an item alone. */
	readonly hasError: boolean;
	/** Why the item was not read at all, or ''; its syntax is empty then, and has an error. */
	readonly unread: string;
}

/** Items as one choice of preprocessor branches makes them. */
export interface Reading {
	readonly items: readonly Item[];
	readonly settled: SettledConditionals;
}

/** A C file. Offsets are UTF-16 code units from its start, end exclusive. */
export interface SourceFile {
	readonly text: string;
	readonly tokens: Tokens;
	/** The file with the first side of conditionals that cannot be kept whole. */
	readonly main: Reading;
	/** The same with the last side, holding only the items that differ; null where no side was dropped. */
	otherSide(): Reading | null;
	/** Words that directives hold: names of macros, what their bodies use, conditions. */
	directiveWords(): ReadonlySet<string>;
	/** Parses an item of this file, once. */
	syntaxOf(item: Item): ItemSyntax;
}

/** Syntax kept from one text of a document to the next, by the text of the item. */
export class SyntaxMemory {
	#current = new Map<string, ItemSyntax>();
	#previous = new Map<string, ItemSyntax>();

	/** Starts a new text: what is not asked for until the next call is forgotten then. */
	turn(): void {
		this.#previous = this.#current;
		this.#current = new Map();
	}

	/** The syntax under a key, made by `parse` where it is not known. */
	recall(key: string, parse: () => ItemSyntax): ItemSyntax {
		const known = this.#current.get(key) ?? this.#previous.get(key);
		const syntax = known ?? parse();
		this.#current.set(key, syntax);
		return syntax;
	}

	/** How many items it holds; for the test that memory stays flat. */
	get size(): number {
		return this.#current.size + this.#previous.size;
	}
}

/** Reads a text. Never fails. */
export function readSource(text: string, parser: TextParser, memory: SyntaxMemory = new SyntaxMemory()): SourceFile {
	memory.turn();
	const tokens = tokenise(text);
	const settled = settleConditionals(tokens);
	const main: Reading = { items: splitItems(tokens, settled), settled };
	const parsed = new Map<Item, ItemSyntax>();
	let other: Reading | null | undefined;
	let directiveWords: ReadonlySet<string> | undefined;
	return {
		text,
		tokens,
		main,
		otherSide() {
			other ??= settled.hasOtherSide ? readOtherSide(tokens, settled) : null;
			return other;
		},
		directiveWords() {
			directiveWords ??= wordsOfDirectives(tokens);
			return directiveWords;
		},
		syntaxOf(item) {
			const known = parsed.get(item);
			if (known !== undefined) return known;
			const syntax = memory.recall(keyOf(tokens, item), () => parseItem(tokens, item, parser));
			parsed.set(item, syntax);
			return syntax;
		},
	};
}

const macroPrefix = 'void m(void){';

/** The syntax of an item. What is out of bounds, or fails, is empty and says why: the other items do not suffer from it. */
function parseItem(tokens: Tokens, item: Item, parser: TextParser): ItemSyntax {
	try {
		checkSize(item.tokens.length);
		if (!isWhole(item)) checkConditionals(tokens, item.tokens[0] as number, item.tokens.at(-1) as number);
		const parsed = item.kind === 'macro' ? parseMacro(tokens.text.slice(item.start, item.end), parser) : parser.parse(maskItem(tokens, item));
		checkLevels(parsed.levels);
		return { root: parsed.root, hasError: parsed.hasError, unread: '' };
	} catch (error) {
		const end = item.end - item.start;
		return { root: { type: 'translation_unit', named: true, field: '', start: 0, end, parent: null, children: [] }, hasError: true, unread: reasonOf(error) };
	}
}

function parseMacro(directive: string, parser: TextParser): ParsedText {
	return parser.parse(`${macroPrefix}${maskMacroBody(directive)}\n;}`, -macroPrefix.length);
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** Same key, same syntax: the text, and where it holds directives also which of its tokens are kept. */
function keyOf(tokens: Tokens, item: Item): string {
	const text = tokens.text.slice(item.start, item.end);
	if (item.kind === 'macro') return `macro ${text}`;
	const first = item.tokens[0] as number;
	return isWhole(item) ? text : `${[...item.tokens].map((token) => token - first).join(' ')} ${text}`;
}

/** Whether every token between the first and the last of an item is its own: no directive stands between them. */
function isWhole({ tokens }: Item): boolean {
	return tokens.length === 0 || (tokens.at(-1) as number) - (tokens[0] as number) + 1 === tokens.length;
}

function readOtherSide(tokens: Tokens, first: SettledConditionals): Reading {
	const settled = settleConditionals(tokens, 'last');
	const items = splitItems(tokens, settled).filter(
		(item) => item.kind !== 'macro' && item.tokens.some((token) => first.fate[token] === OTHER_SIDE && settled.fate[token] === KEPT),
	);
	return { items, settled };
}

/** Whether an item holds one of the words, outside comments and strings. */
export function itemHolds(source: SourceFile, item: Item, words: ReadonlySet<string>): boolean {
	const { tokens } = source;
	if (item.kind === 'macro') {
		for (const [word] of tokens.text.slice(item.start, item.end).matchAll(wordPattern)) if (words.has(word)) return true;
		return false;
	}
	for (const word of wordsOf(source, item)) if (words.has(word)) return true;
	return false;
}

/** The words of an item that is no macro, outside comments and strings, as often as they stand there. */
export function* wordsOf({ tokens }: SourceFile, item: Item): Generator<string> {
	for (const token of item.tokens) if (tokens.kind[token] === WORD) yield tokens.words[tokens.code[token] as number] as string;
}

const wordPattern = /[A-Za-z_]\w*/g;

/** The words of a file's directives, comments and strings in them included. */
function wordsOfDirectives(tokens: Tokens): ReadonlySet<string> {
	const words = new Set<string>();
	for (let i = 0; i < tokens.count; i++) {
		if (tokens.kind[i] !== DIRECTIVE) continue;
		for (const [word] of tokens.text.slice(tokens.start[i], tokens.end[i]).matchAll(wordPattern)) words.add(word);
	}
	return words;
}

/** Whether a file holds one of the words: in code, or in a directive. */
export function fileHolds(source: SourceFile, words: readonly string[]): boolean {
	return words.some((word) => source.tokens.wordIds.has(word)) || words.some((word) => source.directiveWords().has(word));
}
