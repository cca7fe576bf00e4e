/**
 * Finds the lines that a hunk changes, as `patch` does: where it says, else as near as possible, else with less of its context. Lines
 * are compared as they are: white space that a mailer changed is not guessed.
 */
import type { Hunk, HunkLine } from './change.ts';

/** Where a hunk's old lines are. */
export interface HunkPlace {
	/** Index of the line at which the first of `lines` stands, 0-based. */
	readonly line: number;
	/** Where the first of `lines` stands by the hunk's own numbers, 0-based, in the old file. */
	readonly written: number;
	/** Lines of context that do not match, at its beginning or its end. */
	readonly fuzz: number;
	/** The hunk's lines without those that were left out. */
	readonly lines: readonly HunkLine[];
}

/** `patch` tries with up to two lines of context less. */
const MOST_FUZZ = 2;

/** What the hunks before it say of a hunk's place. */
export interface Expectation {
	/** By how many lines it stands further down than it says. */
	readonly shift: number;
	/** The first line that it may change, 0-based. */
	readonly from: number;
}

/** Finds a hunk's place among the lines of a file; null where there is none. */
export function placeHunk(hunk: Hunk, lines: readonly string[], { shift, from }: Expectation): HunkPlace | null {
	const [before, after] = contextAround(hunk.lines);
	const context = Math.max(before, after);
	for (let fuzz = 0; fuzz <= Math.min(MOST_FUZZ, context); fuzz++) {
		// The longer of both gives first, as in `patch`.
		const [fromStart, fromEnd] = [Math.max(0, fuzz - (context - before)), Math.max(0, fuzz - (context - after))];
		const kept = hunk.lines.slice(fromStart, hunk.lines.length - fromEnd);
		const old = kept.filter(({ kind }) => kind !== 'added').map(({ text }) => text);
		// With nothing left to compare it would fit everywhere.
		if (old.length === 0 && hunk.oldCount > 0) break;
		const written = hunk.oldStart - 1 + (hunk.oldCount === 0 ? 1 : 0) + fromStart;
		const anchors = { isAtStart: fuzz === 0 && hunk.oldStart <= 1 && before < after, isAtEnd: fuzz === 0 && after < before, from };
		const line = nearest(old, lines, written + shift, anchors);
		if (line !== null) return { line, written, fuzz, lines: kept };
	}
	return null;
}

/** How many lines of context a hunk begins and ends with. */
function contextAround(lines: readonly HunkLine[]): [number, number] {
	const first = lines.findIndex(({ kind }) => kind !== 'context');
	const last = lines.findLastIndex(({ kind }) => kind !== 'context');
	return first < 0 ? [lines.length, lines.length] : [first, lines.length - 1 - last];
}

interface Anchors {
	/** Less context before than after: the hunk stands at the beginning of the file. */
	readonly isAtStart: boolean;
	/** Less after than before: it stands at the end. */
	readonly isAtEnd: boolean;
	/** The first line that may match, 0-based. */
	readonly from: number;
}

function nearest(old: readonly string[], lines: readonly string[], expected: number, { isAtStart, isAtEnd, from }: Anchors): number | null {
	const last = lines.length - old.length;
	const matches = (at: number) => at >= from && at <= last && old.every((text, index) => lines[at + index] === text);
	if (isAtStart) return matches(0) ? 0 : null;
	if (isAtEnd) return matches(last) ? last : null;
	if (old.length === 0) return lines.length === 0 || matches(expected) ? Math.max(0, Math.min(expected, lines.length)) : null;
	for (let distance = 0; distance <= Math.max(expected - from, last - expected, 0); distance++) {
		if (matches(expected + distance)) return expected + distance;
		if (distance > 0 && matches(expected - distance)) return expected - distance;
	}
	return null;
}
