/** Initialisers in braces: designators, elements that macros make, commas that macros bring. */
import { RESERVED } from '../dialect-words.ts';
import { ARROW, BRACE_CLOSE, BRACE_OPEN, BRACKET_OPEN, DOT, EQUALS, PARENTHESIS_CLOSE, PARENTHESIS_OPEN, SEMICOLON } from '../operators.ts';
import { WORD } from '../tokens.ts';
import { startsStatement } from './arguments.ts';
import { maskExpression } from './expressions.ts';
import { blankTokens, type MaskedItem, write } from './item-tokens.ts';
import { findAtLevel, isOperator, splitAtCommas } from './places.ts';
import { runEnd } from './word-runs.ts';

/** Whether braces hold an initialiser (values and commas), not statements. */
export function isInitialiserList(m: MaskedItem, from: number, to: number): boolean {
	if (from >= to) return true;
	if (isOperator(m, from, DOT) || isOperator(m, from, BRACKET_OPEN) || isOperator(m, from, BRACE_OPEN)) return true;
	return findAtLevel(m, from, to, SEMICOLON) === to && !startsStatement(m, from) && !isOperator(m, to - 1, BRACE_CLOSE);
}

/** `{ .a = 1, [B ... C] = { … }, MACRO(x) MACRO(y) }`. */
export function maskInitialiser(m: MaskedItem, from: number, to: number): void {
	for (const [start, stop] of splitAtCommas(m, from, to)) maskElement(m, start, stop, to);
}

function maskElement(m: MaskedItem, from: number, to: number, listTo: number): void {
	let at = from;
	while (at < to) {
		if (m.kind[at] === WORD && isOperator(m, at + 1, PARENTHESIS_OPEN) && ((m.flags[at] as number) & RESERVED) === 0) {
			const close = m.match[at + 1] as number;
			const next = close + 1;
			const previousIsMember = isOperator(m, at - 1, DOT) || isOperator(m, at - 1, ARROW);
			const starts = at === from || isOperator(m, at - 1, PARENTHESIS_CLOSE);
			if (close > 0 && close < listTo && next < to && starts && !previousIsMember && startsElement(m, next)) {
				// A macro that brings its own comma: its arguments go, and the comma takes the place of the closing parenthesis.
				blankTokens(m, at + 1, close + 1);
				write(m, m.start[close] as number, ',');
				at = next;
				continue;
			}
			if (close > 0 && at === from && isOperator(m, next, EQUALS)) {
				blankTokens(m, from, next + 1);
				at = next + 1;
				from = at;
				continue;
			}
		}
		break;
	}
	if (at >= to) return;
	const words = runEnd(m, at, to);
	if (words - at >= 2 && ((m.flags[at] as number) & RESERVED) === 0) {
		// Macros side by side that bring their own commas.
		blankTokens(m, at, words - 1);
		at = words - 1;
	}
	if (isOperator(m, at, BRACE_OPEN) && (m.match[at] as number) < to && (m.match[at] as number) > 0) {
		const close = m.match[at] as number;
		maskInitialiser(m, at + 1, close);
		if (close + 1 < to) maskMissingComma(m, close, to);
		return;
	}
	maskExpression(m, at, to);
}

/** `{ … } MACRO(x)`: what follows an element without a comma goes. */
function maskMissingComma(m: MaskedItem, close: number, to: number): void {
	blankTokens(m, close + 1, to);
}

function startsElement(m: MaskedItem, at: number): boolean {
	return (
		m.kind[at] === WORD ||
		isOperator(m, at, DOT) ||
		isOperator(m, at, BRACE_OPEN) ||
		(isOperator(m, at, BRACKET_OPEN) && isOperator(m, (m.match[at] as number) + 1, EQUALS))
	);
}
