/** Applies a file's hunks in memory, each on its own: one that finds no place leaves the others alone. */
import type { FileChange, Hunk, HunkLine } from './change.ts';
import { type HunkPlace, placeHunk } from './place-hunk.ts';

/** How a hunk went. */
export interface AppliedHunk {
	readonly hunk: Hunk;
	/** By how many lines it stood away from where it says; null where it did not apply. */
	readonly offset: number | null;
	/** Lines of its context that did not match, at its beginning or its end. */
	readonly fuzz: number;
}

/** A file after its change. */
export interface AppliedChange {
	readonly text: string;
	readonly hunks: readonly AppliedHunk[];
	readonly before: ShownLines;
	readonly after: ShownLines;
	/** Lines of `text`, 0-based, after which lines were removed: -1 before the first. */
	readonly removedAfter: readonly number[];
}

/** A line of a file that a hunk shows. */
export interface ShownLine {
	/** The line of the mail's text, 0-based. */
	readonly at: number;
	/** The line of the new side that it is, or that stands where it was, 0-based. */
	readonly after: number;
}

/** What the hunks show of one side of a file, by its lines, 0-based. */
export interface ShownLines {
	/** Lines that a hunk shows. */
	readonly shown: ReadonlyMap<number, ShownLine>;
	/** Lines that are removed, on the old side, or added, on the new one. */
	readonly changed: ReadonlySet<number>;
}

/** Applies the hunks of a change to the text of its file. */
export function applyChange(before: string, change: FileChange): AppliedChange {
	const image = new Image(before);
	const hunks = change.hunks.map((hunk) => image.apply(hunk));
	return { text: image.text(), hunks, before: image.before, after: image.after(), removedAfter: image.removedAfter };
}

/** A file while its hunks are applied. */
class Image {
	#lines: string[];
	#lacksNewline: boolean;
	/** For each line the hunk's line that it is, or null. */
	#shown: (HunkLine | null)[];
	readonly before = { shown: new Map<number, ShownLine>(), changed: new Set<number>() };
	readonly removedAfter: number[] = [];
	/** By how many lines the file has grown, and by how many more the last hunk stood away from where it said. */
	#growth = 0;
	#offset = 0;
	/** Hunks stand in order: no hunk changes what stands before the end of the last. */
	#from = 0;

	constructor(before: string) {
		this.#lacksNewline = before !== '' && !before.endsWith('\n');
		this.#lines = before === '' ? [] : before.split('\n');
		if (before !== '' && !this.#lacksNewline) this.#lines.pop();
		this.#shown = this.#lines.map(() => null);
	}

	apply(hunk: Hunk): AppliedHunk {
		const place = placeHunk(hunk, this.#lines, { shift: this.#growth + this.#offset, from: this.#from });
		if (place === null) return { hunk, offset: null, fuzz: 0 };
		this.#offset = place.line - (place.written + this.#growth);
		this.#replace(place, hunk);
		return { hunk, offset: this.#offset, fuzz: place.fuzz };
	}

	#replace(place: HunkPlace, hunk: Hunk): void {
		const texts: string[] = [];
		const shown: HunkLine[] = [];
		let old = place.line;
		for (const line of place.lines) {
			if (line.kind !== 'added') this.before.shown.set(old - this.#growth, { at: line.at, after: place.line + texts.length });
			if (line.kind === 'removed') {
				this.before.changed.add(old - this.#growth);
				this.removedAfter.push(place.line + texts.length - 1);
			} else {
				texts.push(line.kind === 'added' ? line.text : (this.#lines[old] as string));
				shown.push(line);
			}
			if (line.kind !== 'added') old++;
		}
		this.#lines = replaced(this.#lines, place.line, old, texts);
		this.#shown = replaced(this.#shown, place.line, old, shown);
		this.#growth += texts.length - (old - place.line);
		this.#from = place.line + texts.length;
		if (this.#from === this.#lines.length && (hunk.newLacksNewline || hunk.oldLacksNewline)) this.#lacksNewline = hunk.newLacksNewline;
	}

	after(): ShownLines {
		const shownLines = new Map<number, ShownLine>();
		const changed = new Set<number>();
		for (const [line, shown] of this.#shown.entries()) {
			if (shown === null) continue;
			shownLines.set(line, { at: shown.at, after: line });
			if (shown.kind === 'added') changed.add(line);
		}
		return { shown: shownLines, changed };
	}

	text(): string {
		return this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}${this.#lacksNewline ? '' : '\n'}`;
	}
}

/** So many items are handed to `splice`, which takes them as arguments: there can be too many. */
const MOST_ARGUMENTS = 10_000;

/** A list with other items from one place to another; in place where they are few, since a mail can have any number of hunks. */
function replaced<Each>(list: Each[], from: number, to: number, items: readonly Each[]): Each[] {
	if (items.length > MOST_ARGUMENTS) return [...list.slice(0, from), ...items, ...list.slice(to)];
	list.splice(from, to - from, ...items);
	return list;
}
