/** A change taken back. */
import type { ChangeKind, FileChange, Hunk, HunkLine } from './change.ts';

const opposites: Partial<Record<ChangeKind, ChangeKind>> = { new: 'deleted', deleted: 'new' };

/** The change that undoes another. Lines keep their place in the mail. */
export function reversed(change: FileChange): FileChange {
	return { ...change, kind: opposites[change.kind] ?? change.kind, oldPath: change.newPath, newPath: change.oldPath, hunks: change.hunks.map(reversedHunk) };
}

function reversedHunk(hunk: Hunk): Hunk {
	const swapped = hunk.lines.map((line): HunkLine => (line.kind === 'context' ? line : { ...line, kind: line.kind === 'added' ? 'removed' : 'added' }));
	return {
		...hunk,
		oldStart: hunk.newStart,
		oldCount: hunk.newCount,
		newStart: hunk.oldStart,
		newCount: hunk.oldCount,
		oldLacksNewline: hunk.newLacksNewline,
		newLacksNewline: hunk.oldLacksNewline,
		lines: swapped,
	};
}
