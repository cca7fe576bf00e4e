/**
 * Bounds on one item, so that no text makes reading it deep or large. What walks syntax may recurse: it never goes deeper than
 * `MOST_LEVELS`. Real kernels stay far below: the deepest function of Linux 7.2 has 68 levels and 35 brackets.
 */
import { DIRECTIVE, type Tokens } from './tokens.ts';

/** How deep brackets may be nested: the passes that mask an item recurse once for each. */
const MOST_BRACKETS = 200;

/** How deep `#if` groups may be nested in an item. */
export const MOST_CONDITIONALS = 100;

/** How many levels the syntax of an item may have. */
const MOST_LEVELS = 500;

/** How many variables a question about where a value comes from goes through. */
export const MOST_ORIGINS = 100;

/** How many tokens an item may have: 250,000 cost some 150 MB while they are parsed. */
const MOST_TOKENS = 250_000;

/** Says why an item cannot be read; the message completes "f() was left out: …". */
export class OutOfBounds extends Error {}

/** Throws {@link OutOfBounds} for an item with more tokens than are read. */
export function checkSize(tokens: number): void {
	if (tokens > MOST_TOKENS) throw new OutOfBounds(`it has ${tokens} tokens, and ${MOST_TOKENS} are read`);
}

/** Throws {@link OutOfBounds} where brackets are nested too deep. `match`: for each token the place of its partner, or -1. */
export function checkBrackets(match: Int32Array): void {
	let depth = 0;
	let deepest = 0;
	for (let at = 0; at < match.length; at++) {
		const partner = match[at] as number;
		if (partner > at) deepest = Math.max(deepest, ++depth);
		else if (partner >= 0) depth--;
	}
	if (deepest > MOST_BRACKETS) throw new OutOfBounds(`its brackets are nested ${deepest} deep, and ${MOST_BRACKETS} are read`);
}

/** Throws {@link OutOfBounds} where `#if` groups are nested too deep between two tokens, `to` exclusive: the flow graph recurses once for each. */
export function checkConditionals(tokens: Tokens, from: number, to: number): void {
	let depth = 0;
	let deepest = 0;
	for (let at = from; at < to; at++) {
		if (tokens.kind[at] !== DIRECTIVE) continue;
		const word = /^#\s*(if|endif)/.exec(tokens.text.slice(tokens.start[at], tokens.end[at]))?.[1];
		if (word === 'if') deepest = Math.max(deepest, ++depth);
		else if (word === 'endif') depth--;
	}
	if (deepest > MOST_CONDITIONALS) throw new OutOfBounds(`its #if groups are nested ${deepest} deep, and ${MOST_CONDITIONALS} are read`);
}

/** Throws {@link OutOfBounds} where syntax has too many levels. */
export function checkLevels(levels: number): void {
	if (levels > MOST_LEVELS) throw new OutOfBounds(`it is nested ${levels} levels deep, and ${MOST_LEVELS} are read`);
}
