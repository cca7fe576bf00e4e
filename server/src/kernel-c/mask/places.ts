/** Finding one's way among the tokens of an item. */
import { COMMA } from '../operators.ts';
import { PUNCTUATION } from '../tokens.ts';
import type { MaskedItem } from './item-tokens.ts';

/** Whether the token is this operator. */
export function isOperator(m: MaskedItem, at: number, code: number): boolean {
	return at >= 0 && at < m.count && m.kind[at] === PUNCTUATION && m.code[at] === code;
}

/** The place of the first `code` at the nesting level of `from`, or `to`. */
export function findAtLevel(m: MaskedItem, from: number, to: number, code: number): number {
	for (let at = from; at < to; at++) {
		if (m.kind[at] !== PUNCTUATION) continue;
		if (m.code[at] === code) return at;
		const partner = m.match[at] as number;
		if (partner > at) at = partner;
	}
	return to;
}

/** Splits a range at its commas; each part as a pair of places. */
export function splitAtCommas(m: MaskedItem, from: number, to: number): [number, number][] {
	const parts: [number, number][] = [];
	let start = from;
	for (;;) {
		const comma = findAtLevel(m, start, to, COMMA);
		parts.push([start, comma]);
		if (comma >= to) return parts;
		start = comma + 1;
	}
}
