/** Edits that leave lines as a person would: whole lines go, short lines join, blank lines do not pile up. */
import type { TextEdit } from './text-edit.ts';

const TAB_WIDTH = 8;
/** Kernel coding style: what fits here goes on one line. */
const LINE_WIDTH = 80;

/** Columns that a line takes, a tab reaching to the next multiple of eight. */
function columnsOf(line: string): number {
	let columns = 0;
	for (const character of line) columns = character === '\t' ? columns + TAB_WIDTH - (columns % TAB_WIDTH) : columns + 1;
	return columns;
}

/** Offset of the start of the line that holds `offset`. */
export function lineStartAt(text: string, offset: number): number {
	return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the line end (`\n`) at or after `offset`, or the text's end. */
export function lineEndAt(text: string, offset: number): number {
	const newline = text.indexOf('\n', offset);
	return newline < 0 ? text.length : newline;
}

/** How many tabs the line that holds `offset` begins with. */
export function tabsBefore(text: string, offset: number): number {
	return /^\t*/.exec(text.slice(lineStartAt(text, offset), offset))?.[0].length ?? 0;
}

const isBlank = (text: string) => /^[ \t\r\\]*$/.test(text);

/** Removes a range; where it fills its lines, with them, with an `#if` that then holds nothing, and with one of two blank lines around it. */
export function removeLines(text: string, start: number, end: number): TextEdit {
	let from = lineStartAt(text, start);
	const to = lineEndAt(text, end);
	if (!isBlank(text.slice(from, start)) || !isBlank(text.slice(end, to))) return { start, end, newText: '' };
	let after = to < text.length ? to + 1 : to;
	for (;;) {
		const opens = from === 0 ? from : lineStartAt(text, from - 1);
		const closes = lineEndAt(text, after);
		if (!/^[ \t]*#[ \t]*if.*[^\\]\n$/.test(text.slice(opens, from)) || !/^[ \t]*#[ \t]*endif\b/.test(text.slice(after, closes))) break;
		from = opens;
		after = Math.min(closes + 1, text.length);
	}
	const previous = from === 0 ? '' : text.slice(lineStartAt(text, from - 1), from - 1);
	const opensBlock = /[{:][ \t\r\\]*$/.test(previous);
	const nextEnd = lineEndAt(text, after);
	const nextIsBlank = after < text.length && isBlank(text.slice(after, nextEnd));
	if (from > 0 && nextIsBlank && (isBlank(previous) || opensBlock)) return { start: from, end: Math.min(nextEnd + 1, text.length), newText: '' };
	return { start: from, end: after, newText: '' };
}

const lineBreak = /[ \t]*\\?\r?\n[ \t]*/g;

/**
 * Makes one edit of the edits inside `start`..`end`, a condition or a call that may run over lines: its lines are joined where the
 * result fits on one line. `result` is the text of the range after the edits.
 */
export function healLines(text: string, start: number, end: number, result: string): TextEdit {
	const edit = { start, end, newText: result };
	if (!result.includes('\n') || /\/\*|\/\/|^[ \t]*#/m.test(result)) return edit;
	const joined = result.replace(lineBreak, ' ').replace(/\( /g, '(').replace(/ \)/g, ')');
	const before = text.slice(lineStartAt(text, start), start);
	const after = text.slice(end, lineEndAt(text, end)).replace(/[ \t\r]*\\?$/, '');
	return columnsOf(before + joined + after) <= LINE_WIDTH ? { start, end, newText: joined } : edit;
}
