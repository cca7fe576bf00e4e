/** The edit that makes one text of another. */
import type { TextEdit } from 'vscode-languageserver';
import { indexLines } from '../kernel-c/line-index.ts';

/** The smallest range that covers all changes. */
export function smallestEdit(before: string, after: string): TextEdit {
	let start = 0;
	while (start < before.length && before[start] === after[start]) start++;
	let tail = 0;
	while (tail < Math.min(before.length, after.length) - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
	return { range: indexLines(before).rangeOf(start, before.length - tail), newText: after.slice(start, after.length - tail) };
}
