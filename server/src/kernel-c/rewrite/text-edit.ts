/** Edits of a text, as plain data. */

/** Replaces `start` up to and excluding `end` (UTF-16 offsets) with `newText`. */
export interface TextEdit {
	readonly start: number;
	readonly end: number;
	readonly newText: string;
}

/** Whether two edits touch the same text, so that only one of them can be applied. */
export function overlaps(a: TextEdit, b: TextEdit): boolean {
	return a.start < b.end && b.start < a.end ? true : a.start === b.start && a.end === b.end;
}

/** Applies edits that do not overlap, whatever their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	let result = '';
	let at = 0;
	for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
		result += text.slice(at, edit.start) + edit.newText;
		at = edit.end;
	}
	return result + text.slice(at);
}
