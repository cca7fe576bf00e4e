/** Changes what a hunk makes of a file, and writes the hunk anew: lines that were context may be replaced then, and the counts are right. */
import { diffArrays } from 'diff';
import type { Hunk } from './change.ts';

/** A change of the new side. Lines are those of the mail's text, 0-based; columns are those of the file, 0-based, UTF-16. */
export interface HunkEdit {
	readonly start: { readonly at: number; readonly column: number };
	readonly end: { readonly at: number; readonly column: number };
	readonly newText: string;
}

/** A hunk as it is written. */
export interface WrittenHunk {
	/** The `@@` line and the lines after it. */
	readonly lines: readonly string[];
	/** How many lines longer its new side is than before. */
	readonly growth: number;
}

/** The hunk with the edits; null where one of them is in a line that it does not leave. */
export function editHunk(hunk: Hunk, edits: readonly HunkEdit[], shift: number): WrittenHunk | null {
	const after = hunk.lines.filter(({ kind }) => kind !== 'removed');
	const starts: number[] = [];
	let text = '';
	for (const line of after) {
		starts.push(text.length);
		text += `${line.text}\n`;
	}
	const offsetOf = ({ at, column }: HunkEdit['start']) => {
		const line = after.findIndex((each) => each.at === at);
		return line < 0 ? -1 : (starts[line] as number) + column;
	};
	for (const edit of [...edits].sort((a, b) => offsetOf(b.start) - offsetOf(a.start))) {
		const [from, to] = [offsetOf(edit.start), offsetOf(edit.end)];
		if (from < 0 || to < from) return null;
		text = text.slice(0, from) + edit.newText + text.slice(to);
	}
	const old = hunk.lines.filter(({ kind }) => kind !== 'added').map((line) => line.text);
	const now = text === '' ? [] : text.replace(/\n$/, '').split('\n');
	const lines = diffArrays(old, now).flatMap(({ value, added, removed }) => value.map((line) => `${added ? '+' : removed ? '-' : ' '}${line}`));
	return { lines: [headerOf(hunk, old.length, now.length, shift), ...lines], growth: now.length - hunk.newCount };
}

/** The `@@` line of a hunk with other counts, `shift` lines further down in the new file. */
export function headerOf(hunk: Hunk, oldCount: number, newCount: number, shift: number): string {
	const range = (start: number, count: number) => (count === 1 ? `${start}` : `${start},${count}`);
	return `@@ -${range(hunk.oldStart, oldCount)} +${range(hunk.newStart + shift, newCount)} @@${hunk.heading === '' ? '' : ` ${hunk.heading}`}`;
}
