/** The one place where offsets become lines and columns. */

/** A place in a text, both numbers 0-based, `character` in UTF-16 code units: what LSP uses. */
export interface Position {
	readonly line: number;
	readonly character: number;
}

/** A range in a text, `end` exclusive. */
export interface Range {
	readonly start: Position;
	readonly end: Position;
}

/** Lines of a text. A line ends at `\n`; a `\r` before it belongs to the line. */
export interface LineIndex {
	readonly lineCount: number;
	/** Offset of the first code unit of a 0-based line. */
	lineStart(line: number): number;
	/** Offset of a line's end, its line end excluded. */
	lineEnd(line: number): number;
	positionAt(offset: number): Position;
	rangeOf(start: number, end: number): Range;
}

/** Indexes the lines of a text. */
export function indexLines(text: string): LineIndex {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	const lineStart = (line: number) => starts[line] ?? text.length;
	const positionAt = (offset: number): Position => {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] as number) <= offset) low = middle;
			else high = middle - 1;
		}
		return { line: low, character: offset - (starts[low] as number) };
	};
	return {
		lineCount: starts.length,
		lineStart,
		lineEnd(line) {
			const end = line + 1 < starts.length ? (starts[line + 1] as number) - 1 : text.length;
			return end > lineStart(line) && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
		},
		positionAt,
		rangeOf: (start, end) => ({ start: positionAt(start), end: positionAt(end) }),
	};
}
