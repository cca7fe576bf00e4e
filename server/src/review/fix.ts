/** Applies fixes to a text, again and again until none is left: a fix can open the way for the next. */

import { indexLines } from '../kernel-c/line-index.ts';
import { applyEdits, overlaps, type TextEdit } from '../kernel-c/rewrite/text-edit.ts';
import { readSource } from '../kernel-c/source-file.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import type { FixSafety } from '../rules/raw-finding.ts';
import type { ReviewInput } from './document.ts';
import { reviewCode, reviewKconfig } from './document.ts';
import type { Finding } from './finding.ts';

/** A fixed text. */
export interface FixedText {
	readonly text: string;
	/** How many fixes were applied. */
	readonly applied: number;
	/** How many of them somebody has to look at. */
	readonly toReview: number;
	/** Findings that are left. */
	readonly left: readonly Finding[];
}

/** More rounds than any chain of fixes needs; a bound, so that two fixes that undo each other end. */
const MOST_ROUNDS = 20;

/** Applies the fixes that `wanted` accepts. A fix that would leave more of the file unparsed is not applied. */
export function fixText(input: ReviewInput, parser: TextParser, wanted: (safety: FixSafety) => boolean): FixedText {
	let text = input.text;
	let applied = 0;
	let toReview = 0;
	const refused = new Set<string>();
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const findings = findingsIn({ ...input, text }, parser);
		const chosen = chooseFixes(
			text,
			findings.filter((finding) => finding.fix !== undefined && wanted(finding.fix.safety) && !refused.has(finding.fingerprint)),
		);
		if (chosen.length === 0) return { text, applied, toReview, left: findings };
		for (const fix of chosen.toReversed()) {
			const next = applyEdits(text, fix.edits);
			if (brokenItems(next, parser) > brokenItems(text, parser)) refused.add(fix.fingerprint);
			else {
				text = next;
				applied++;
				if (!fix.isSafe) toReview++;
			}
		}
	}
	return { text, applied, toReview, left: findingsIn({ ...input, text }, parser) };
}

function findingsIn(input: ReviewInput, parser: TextParser): readonly Finding[] {
	return isC(input.file) ? reviewCode(input, parser).findings : reviewKconfig(input).findings;
}

function isC(file: string): boolean {
	return /\.[ch]$/.test(file);
}

interface ChosenFix {
	readonly fingerprint: string;
	readonly edits: readonly TextEdit[];
	readonly isSafe: boolean;
}

/** Fixes that do not touch the same text, the first of each clash, in the order of the text. */
function chooseFixes(text: string, findings: readonly Finding[]): ChosenFix[] {
	const lines = indexLines(text);
	const chosen: ChosenFix[] = [];
	const taken: TextEdit[] = [];
	for (const finding of findings) {
		const edits = (finding.fix?.edits ?? []).map((edit) => ({
			start: lines.lineStart(edit.range.start.line - 1) + edit.range.start.column - 1,
			end: lines.lineStart(edit.range.end.line - 1) + edit.range.end.column - 1,
			newText: edit.newText,
		}));
		const span = { start: Math.min(...edits.map((edit) => edit.start)), end: Math.max(...edits.map((edit) => edit.end)), newText: '' };
		if (edits.length === 0 || taken.some((other) => overlaps(other, span))) continue;
		taken.push(span);
		chosen.push({ fingerprint: finding.fingerprint, edits, isSafe: finding.fix?.safety === 'safe' });
	}
	return chosen.sort((a, b) => (a.edits[0]?.start ?? 0) - (b.edits[0]?.start ?? 0));
}

/** How many items of a C text do not parse. */
function brokenItems(text: string, parser: TextParser): number {
	const source = readSource(text, parser);
	return source.main.items.filter((item) => source.syntaxOf(item).hasError).length;
}
