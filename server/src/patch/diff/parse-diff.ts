/** Finds the diff in a text and reads it. What is cut or mangled is told, and what is whole before it is kept. */
import type { ChangeKind, FileChange, Hunk, HunkLine } from './change.ts';
import { unquotePath, withoutPrefix } from './safe-path.ts';

/** What is wrong with a diff. */
export interface DiffProblem {
	readonly message: string;
	/** The line of the text, 0-based. */
	readonly at: number;
}

/** A diff as it was read. */
export interface Diff {
	readonly changes: readonly FileChange[];
	readonly problems: readonly DiffProblem[];
}

/** Reads every file's changes in the lines of a text. Lines of `at` are 0-based indexes into it. */
export function parseDiff(lines: readonly string[]): Diff {
	const reader = new DiffReader(lines);
	return reader.read();
}

const gitHeader = /^diff --(?:git|cc|combined) /;
const betweenHunks = /^(?:---|\+\+\+|index|new|deleted|old|similarity|dissimilarity|rename|copy|\\)/;
const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

interface DraftChange {
	kind: ChangeKind;
	oldPath: string;
	newPath: string;
	hunks: Hunk[];
	readonly at: number;
}

class DiffReader {
	readonly #lines: readonly string[];
	readonly #changes: DraftChange[] = [];
	readonly #problems: DiffProblem[] = [];
	/** Whether a hunk that comes now belongs to the last file: nothing but hunks and headers stands between. */
	#isOpen = false;
	/** Hunks of no file since the last one: where the first stands, and how many there are. */
	readonly #orphans: { readonly at: number; count: number }[] = [];

	constructor(lines: readonly string[]) {
		this.#lines = lines;
	}

	read(): Diff {
		for (let at = 0; at < this.#lines.length; ) at = this.#step(at);
		for (const { at, count } of this.#orphans)
			this.#problem(count === 1 ? 'a hunk stands here that belongs to no file' : `${count} hunks stand from here on that belong to no file`, at);
		for (const change of this.#changes) {
			// `diff -N` names both files; that one was not there the line numbers say.
			const [only, ...more] = change.hunks;
			if (change.kind === 'modified' && only !== undefined && more.length === 0) {
				if (only.oldStart === 0 && only.oldCount === 0) [change.kind, change.oldPath] = ['new', ''];
				else if (only.newStart === 0 && only.newCount === 0) [change.kind, change.newPath] = ['deleted', ''];
			}
			if (change.kind === 'modified' && change.hunks.length === 0) this.#problem(`the change of ${change.newPath || change.oldPath} has no hunks`, change.at);
		}
		return { changes: this.#changes, problems: this.#problems };
	}

	#line(at: number): string {
		return this.#lines[at] ?? '';
	}

	#problem(message: string, at: number): void {
		this.#problems.push({ message, at });
	}

	#open(change: DraftChange): void {
		this.#changes.push(change);
		this.#isOpen = true;
	}

	/** Reads what begins on a line; gives the line to go on at. */
	#step(at: number): number {
		const line = this.#line(at);
		if (gitHeader.test(line)) return this.#gitHeaders(at);
		if (isFileHeader(line, this.#line(at + 1))) return this.#fileHeader(at, null);
		if (hunkHeader.test(line)) {
			const change = this.#changes.at(-1);
			if (change !== undefined && this.#isOpen) return this.#hunk(at, change);
			const last = this.#orphans.at(-1);
			if (last === undefined || (change !== undefined && change.at > last.at)) this.#orphans.push({ at, count: 1 });
			else last.count++;
		}
		this.#isOpen &&= line === '' || betweenHunks.test(line);
		return at + 1;
	}

	/** `diff --git a/x b/x` and what git says of the file. */
	#gitHeaders(start: number): number {
		const line = this.#line(start);
		if (!line.startsWith('diff --git ')) {
			this.#problem('a combined diff of a merge is not read', start);
			return start + 1;
		}
		const [oldName, newName] = namesOf(line.slice('diff --git '.length));
		const change: DraftChange = { kind: 'modified', oldPath: withoutPrefix(oldName, 'a/'), newPath: withoutPrefix(newName, 'b/'), hunks: [], at: start };
		let isMode = false;
		let isBinary = false;
		let at = start + 1;
		for (; at < this.#lines.length; at++) {
			const header = this.#line(at);
			if (/^new file mode /.test(header)) [change.kind, change.oldPath] = ['new', ''];
			else if (/^deleted file mode /.test(header)) [change.kind, change.newPath] = ['deleted', ''];
			else if (/^rename from /.test(header)) [change.kind, change.oldPath] = ['renamed', unquotePath(header.slice('rename from '.length))];
			else if (/^rename to /.test(header)) change.newPath = unquotePath(header.slice('rename to '.length));
			else if (/^copy from /.test(header)) [change.kind, change.oldPath] = ['copied', unquotePath(header.slice('copy from '.length))];
			else if (/^copy to /.test(header)) change.newPath = unquotePath(header.slice('copy to '.length));
			else if (/^(?:old|new) mode /.test(header)) isMode = true;
			else if (/^(?:GIT binary patch|Binary files )/.test(header)) isBinary = true;
			else if (!/^(?:index |similarity index |dissimilarity index )/.test(header)) break;
		}
		if (isBinary) change.kind = 'binary';
		this.#open(change);
		if (isFileHeader(this.#line(at), this.#line(at + 1))) return this.#fileHeader(at, change);
		if (change.kind === 'modified' && isMode) change.kind = 'mode';
		return at;
	}

	/** `--- a/x` and `+++ b/x`. */
	#fileHeader(at: number, given: DraftChange | null): number {
		const oldPath = withoutPrefix(unquotePath(this.#line(at).slice(4)), 'a/');
		const newPath = withoutPrefix(unquotePath(this.#line(at + 1).slice(4)), 'b/');
		const change: DraftChange = given ?? { kind: 'modified', oldPath, newPath, hunks: [], at };
		if (given === null) {
			if (oldPath === '') change.kind = 'new';
			else if (newPath === '') change.kind = 'deleted';
			this.#open(change);
		}
		if (oldPath === '' && newPath === '') this.#problem('a change from /dev/null to /dev/null names no file', at);
		change.oldPath = oldPath;
		change.newPath = newPath;
		return at + 2;
	}

	#hunk(start: number, change: DraftChange): number {
		const match = hunkHeader.exec(this.#line(start)) as RegExpExecArray;
		const oldCount = Number(match[2] ?? 1);
		const newCount = Number(match[4] ?? 1);
		const lines: HunkLine[] = [];
		let [old, added] = [0, 0];
		let [oldLacksNewline, newLacksNewline] = [false, false];
		let at = start + 1;
		for (; at < this.#lines.length; at++) {
			const line = this.#line(at);
			if (line.startsWith('\\')) {
				const last = lines.at(-1)?.kind;
				oldLacksNewline ||= last !== 'added';
				newLacksNewline ||= last !== 'removed';
				continue;
			}
			if (old >= oldCount && added >= newCount) break;
			const kind = kindOf(line);
			if (kind === null) break;
			if (kind !== 'added') old++;
			if (kind !== 'removed') added++;
			lines.push({ kind, text: line.slice(1), at });
		}
		if (old !== oldCount || added !== newCount) {
			const where = at < this.#lines.length ? 'here the hunk is cut or a line of it is wrapped' : 'the text ends in the middle of a hunk';
			this.#problem(`${where}: ${oldCount} old and ${newCount} new lines are announced, ${old} and ${added} are there`, Math.min(at, this.#lines.length - 1));
		}
		const numbers = { oldStart: Number(match[1]), oldCount: old, newStart: Number(match[3]), newCount: added };
		if (lines.length > 0) change.hunks.push({ ...numbers, heading: match[5] ?? '', at: start, lines, oldLacksNewline, newLacksNewline });
		return at;
	}
}

/** The kind of a line inside of a hunk; an empty one is context whose space a mailer took away. */
function kindOf(line: string): HunkLine['kind'] | null {
	if (line === '' || line.startsWith(' ')) return 'context';
	if (line.startsWith('+')) return 'added';
	return line.startsWith('-') ? 'removed' : null;
}

function isFileHeader(line: string, next: string): boolean {
	return /^--- \S/.test(line) && /^\+\+\+ \S/.test(next);
}

/** The two names of `diff --git a/x b/x`; names with spaces are told apart by being the same. */
function namesOf(written: string): [string, string] {
	const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(written);
	if (quoted !== null) return [unquotePath(quoted[1] as string), unquotePath(quoted[2] as string)];
	const half = (written.length - 1) / 2;
	return Number.isInteger(half) ? [written.slice(0, half), written.slice(half + 1)] : [written, written];
}
