/** Every use of the names that rules know, and what each is. */
import { KEPT } from '../kernel-c/conditionals.ts';
import type { Item } from '../kernel-c/items.ts';
import { indexLines } from '../kernel-c/line-index.ts';
import { readSource, type SourceFile } from '../kernel-c/source-file.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import { DIRECTIVE, PUNCTUATION, type Tokens, WORD } from '../kernel-c/tokens.ts';
import { reportRange } from './decide.ts';
import type { ReportRange } from './finding.ts';
import { isFunctionName, knownNames } from './known-names.ts';

/** What a use is. `other`: a constant, a member, a condition of the preprocessor. */
export type UseKind = 'definition' | 'declaration' | 'call' | 'macro body' | 'address taken' | 'comment' | 'other';

/** One use of a name. */
export interface InventoryUse {
	readonly name: string;
	readonly kind: UseKind;
	readonly file: string;
	readonly range: ReportRange;
	/** The function or macro around it, or ''. */
	readonly function: string;
}

const names: ReadonlySet<string> = new Set(knownNames);

interface Use {
	readonly name: string;
	readonly kind: UseKind;
	readonly start: number;
	readonly function: string;
}

/** Lists the uses in a C file, in the order of the text. */
export function inventoryOf(file: string, text: string, parser: TextParser): InventoryUse[] {
	const source = readSource(text, parser);
	const lines = indexLines(text);
	const uses = [...codeUses(source), ...directiveUses(source), ...commentUses(source)].sort((a, b) => a.start - b.start);
	return uses.map((use) => ({
		name: use.name,
		kind: use.kind,
		file,
		range: reportRange(lines.rangeOf(use.start, use.start + use.name.length)),
		function: use.function,
	}));
}

function* codeUses(source: SourceFile): Generator<Use> {
	const { tokens } = source;
	const owners = itemsByToken(source);
	for (let token = 0; token < tokens.count; token++) {
		if (tokens.kind[token] !== WORD) continue;
		const name = tokens.words[tokens.code[token] as number] as string;
		if (!names.has(name)) continue;
		const owner = owners.get(token) ?? null;
		yield { name, kind: kindOf(tokens, token, name, owner), start: tokens.start[token] as number, function: owner?.item.name ?? '' };
	}
}

interface Owner {
	readonly item: Item;
	/** Place of the token among the item's. */
	readonly place: number;
}

/** For each token that matters the item that holds it, in the main reading or on the other side. */
function itemsByToken(source: SourceFile): ReadonlyMap<number, Owner> {
	const owners = new Map<number, Owner>();
	const { tokens } = source;
	for (const reading of [source.otherSide(), source.main]) {
		if (reading === null) continue;
		for (const item of reading.items) {
			for (const [place, token] of item.tokens.entries()) {
				if (reading.settled.fate[token] === KEPT && tokens.kind[token] === WORD && names.has(tokens.words[tokens.code[token] as number] as string))
					owners.set(token, { item, place });
			}
		}
	}
	return owners;
}

function kindOf(tokens: Tokens, token: number, name: string, owner: Owner | null): UseKind {
	const next = neighbour(tokens, token, 1);
	const previous = neighbour(tokens, token, -1);
	if (previous === '->' || previous === '.') return 'other';
	if (next !== '(') return isFunctionName(name) && isValue(previous, next) && !isMacroInvocation(tokens, owner) ? 'address taken' : 'other';
	if (owner === null) return 'call';
	const { item, place } = owner;
	if (item.kind === 'function') {
		if (place > item.body) return 'call';
		return item.name === name ? 'definition' : 'other';
	}
	return isPrototypeName(tokens, item, place) ? 'declaration' : 'call';
}

/** The operator or word beside a token; comments do not count. */
function neighbour(tokens: Tokens, token: number, step: 1 | -1): string {
	const at = token + step;
	return at < 0 || at >= tokens.count || tokens.kind[at] === DIRECTIVE ? '' : tokens.text.slice(tokens.start[at], tokens.end[at]);
}

/** `&name`, `= name,`, `(name)`: a function as a value. */
function isValue(previous: string, next: string): boolean {
	return ['&', '=', '(', ',', '?', ':', 'return', '{'].includes(previous) && [',', ')', ';', '}', ':', '?'].includes(next);
}

/** `EXPORT_SYMBOL(name)` and its like name a function without taking its address. */
function isMacroInvocation(tokens: Tokens, owner: Owner | null): boolean {
	if (owner === null || owner.item.kind !== 'declaration') return false;
	const [first, second] = owner.item.tokens;
	return (
		first !== undefined &&
		second !== undefined &&
		tokens.kind[first] === WORD &&
		tokens.kind[second] === PUNCTUATION &&
		tokens.text[tokens.start[second] as number] === '('
	);
}

/** Whether a word before a parenthesis at the outer level of a declaration is what it declares: a type stands before it. */
function isPrototypeName(tokens: Tokens, item: Item, place: number): boolean {
	let depth = 0;
	for (let i = 0; i < place; i++) {
		const token = item.tokens[i] as number;
		if (tokens.kind[token] !== PUNCTUATION) continue;
		const character = tokens.text[tokens.start[token] as number];
		if (character === '(' || character === '{' || character === '[') depth++;
		else if (character === ')' || character === '}' || character === ']') depth--;
		else if (character === '=' && depth === 0) return false;
	}
	if (depth !== 0 || place === 0) return false;
	const before = item.tokens[place - 1] as number;
	return tokens.kind[before] === WORD || tokens.text[tokens.start[before] as number] === '*' || tokens.text[tokens.start[before] as number] === ')';
}

const wordPattern = /[A-Za-z_]\w*/g;
const notCode = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g;

function* directiveUses(source: SourceFile): Generator<Use> {
	const { tokens, text } = source;
	for (let token = 0; token < tokens.count; token++) {
		if (tokens.kind[token] !== DIRECTIVE) continue;
		const from = tokens.start[token] as number;
		const directive = text.slice(from, tokens.end[token]).replace(notCode, (part) => part.replace(/[^\n]/g, ' '));
		const defined = /^#\s*define\s+(\w+)/.exec(directive);
		for (const match of directive.matchAll(wordPattern)) {
			if (!names.has(match[0])) continue;
			const isOwnName = defined !== null && match.index === (defined[0] as string).length - (defined[1] as string).length;
			const kind: UseKind = isOwnName ? 'definition' : defined !== null ? 'macro body' : 'other';
			yield { name: match[0], kind, start: from + match.index, function: defined?.[1] ?? '' };
		}
	}
}

function* commentUses(source: SourceFile): Generator<Use> {
	const { comments } = source.tokens;
	for (let i = 0; i < comments.length; i += 2) {
		const from = comments[i] as number;
		for (const match of source.text.slice(from, comments[i + 1]).matchAll(wordPattern)) {
			if (names.has(match[0])) yield { name: match[0], kind: 'comment', start: from + match.index, function: '' };
		}
	}
}
