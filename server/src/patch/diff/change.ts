/** A patch's changes, file by file and hunk by hunk, with where every line stands in its mail. */

/** `context` is on both sides, `removed` on the old only, `added` on the new only. */
export type HunkLineKind = 'context' | 'added' | 'removed';

/** A line of a hunk. */
export interface HunkLine {
	readonly kind: HunkLineKind;
	/** Without the sign. */
	readonly text: string;
	/** The line of the mail's text that it is, 0-based index into `Mail.lines`. */
	readonly at: number;
}

/** A hunk. Line numbers are 1-based, as they are written. */
export interface Hunk {
	readonly oldStart: number;
	readonly oldCount: number;
	readonly newStart: number;
	readonly newCount: number;
	/** What git writes after the second `@@`: the function around it, mostly. */
	readonly heading: string;
	/** The line of its `@@` in the mail's text, 0-based. */
	readonly at: number;
	readonly lines: readonly HunkLine[];
	/** Whether the last line has no line end on the old or the new side. */
	readonly oldLacksNewline: boolean;
	readonly newLacksNewline: boolean;
}

/** What happens to a file. `mode`: nothing but its mode. `binary`: changed, and not told how. */
export type ChangeKind = 'modified' | 'new' | 'deleted' | 'renamed' | 'copied' | 'mode' | 'binary';

/** What a patch does to one file. */
export interface FileChange {
	readonly kind: ChangeKind;
	/** Relative to the tree, '' for /dev/null. */
	readonly oldPath: string;
	readonly newPath: string;
	readonly hunks: readonly Hunk[];
	/** The line of its first header in the mail's text, 0-based. */
	readonly at: number;
}

/** A file that is changed, under the name that it has afterwards, or had. */
export function pathOf(change: FileChange): string {
	return change.newPath === '' ? change.oldPath : change.newPath;
}
