/** What a word can be in kernel C, from lists (server/data/dialect.json) and from its shape. */
import dialect from '../../data/dialect.json' with { type: 'json' };

/** A set of the bits below. */
export type WordFlags = number;

/** `if`, `return`, `case` and the like: a run of words in a declaration never crosses one. */
export const STATEMENT_KEYWORD = 1;
/** `int`, `void`, `size_t`: what the grammar takes as a complete type. */
export const PRIMITIVE_TYPE = 2;
/** `struct`, `union`, `enum`. */
export const AGGREGATE_KEYWORD = 4;
/** `static`, `const`, `inline`: any number may stand before a type. */
export const SPECIFIER = 8;
/** `sizeof` and its kin: an operator that takes a type or an expression in parentheses. */
export const TYPE_OPERATOR = 16;
/** `typeof` in its spellings. */
export const TYPEOF = 32;
/** `asm` in its spellings. */
export const ASM = 64;
/** A known attribute without arguments: `__init`, `noinline`. */
export const ATTRIBUTE = 128;
/** A known attribute with arguments: `__printf(1, 2)`, `__free(kfree)`. */
export const ATTRIBUTE_CALL = 256;
/** Looks like an attribute: two leading underscores, and no type's name. */
export const UNDERSCORED = 512;
/** Looks like a type: ends in `_t`, or is one of u8 … s64 with or without underscores. */
export const TYPE_LIKE = 1024;
/** In capitals: a macro by custom. */
export const CAPITALS = 2048;

/** `__extension__`: says nothing and goes. */
export const REMOVED = 4096;
/** `auto` in the sense of C23, which the grammar does not know. */
export const INFERRED_TYPE = 8192;

/** Any bit that makes a word something else than a plain identifier. */
export const RESERVED = STATEMENT_KEYWORD | PRIMITIVE_TYPE | AGGREGATE_KEYWORD | SPECIFIER | TYPE_OPERATOR | TYPEOF | ASM;

const listed = new Map<string, WordFlags>();
for (const [list, flag] of [
	[dialect.statementKeywords, STATEMENT_KEYWORD],
	[dialect.primitiveTypes, PRIMITIVE_TYPE],
	[dialect.aggregateKeywords, AGGREGATE_KEYWORD],
	[dialect.specifiers, SPECIFIER],
	[dialect.typeOperators, TYPE_OPERATOR],
	[dialect.typeofSpellings, TYPEOF],
	[dialect.asmSpellings, ASM],
	[dialect.attributes, ATTRIBUTE],
	[dialect.attributesWithArguments, ATTRIBUTE_CALL],
	[dialect.removedWords, REMOVED],
	[dialect.inferredTypes, INFERRED_TYPE],
] as const) {
	for (const word of list) listed.set(word, (listed.get(word) ?? 0) | flag);
}

const typeLike = /^(?:__)?(?:[us](?:8|16|32|64|128)|[bl]e(?:16|32|64)|\w+_t)$/;

/** What was classified; the same words come in every file. Emptied when it grows beyond what a tree's vocabulary repeats. */
const classified = new Map<string, WordFlags>();
const MOST_CLASSIFIED = 100_000;

/** Classifies one word. */
export function wordFlags(word: string): WordFlags {
	const known = classified.get(word);
	if (known !== undefined) return known;
	if (classified.size >= MOST_CLASSIFIED) classified.clear();
	const flags = classify(word);
	classified.set(word, flags);
	return flags;
}

function classify(word: string): WordFlags {
	let flags = listed.get(word) ?? 0;
	if (typeLike.test(word)) flags |= TYPE_LIKE;
	else if (word.startsWith('__')) flags |= UNDERSCORED;
	if (word.length > 1 && word === word.toUpperCase() && /[A-Z]/.test(word)) flags |= CAPITALS;
	return flags;
}
