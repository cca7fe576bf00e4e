/** Applies a file's hunks in memory, each on its own: one that finds no place leaves the others alone. */
import type { FileChange, Hunk } from './change.ts';
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
	/** For every line of `text`, 0-based: the line of the mail's text that added it, or -1. */
	readonly addedBy: readonly number[];
	/** Lines of `text`, 0-based, after which lines were removed: -1 before the first. */
	readonly removedAfter: readonly number[];
}

/** Applies the hunks of a change to the text of its file. */
export function applyChange(before: string, change: FileChange): AppliedChange {
	const image = new Image(before);
	const hunks = change.hunks.map((hunk) => image.apply(hunk));
	return { text: image.text(), hunks, addedBy: image.addedBy, removedAfter: [...new Set(image.removedAfter)].sort((a, b) => a - b) };
}

/** A file while its hunks are applied. */
class Image {
	readonly #lines: string[];
	#lacksNewline: boolean;
	addedBy: number[];
	removedAfter: number[] = [];
	/** By how many lines the file has grown, and by how many more the last hunk stood away from where it said. */
	#growth = 0;
	#offset = 0;
	/** Hunks stand in order: no hunk changes what stands before the end of the last. */
	#from = 0;

	constructor(before: string) {
		this.#lacksNewline = before !== '' && !before.endsWith('\n');
		this.#lines = before === '' ? [] : before.split('\n');
		if (before !== '' && !this.#lacksNewline) this.#lines.pop();
		this.addedBy = this.#lines.map(() => -1);
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
		const by: number[] = [];
		const removedAfter: number[] = [];
		let old = place.line;
		for (const { kind, text, at } of place.lines) {
			if (kind === 'removed') removedAfter.push(place.line + texts.length - 1);
			else {
				texts.push(kind === 'added' ? text : (this.#lines[old] as string));
				by.push(kind === 'added' ? at : (this.addedBy[old] as number));
			}
			if (kind !== 'added') old++;
		}
		this.#lines.splice(place.line, old - place.line, ...texts);
		this.addedBy.splice(place.line, old - place.line, ...by);
		this.removedAfter.push(...removedAfter);
		this.#growth += texts.length - (old - place.line);
		this.#from = place.line + texts.length;
		if (this.#from === this.#lines.length && (hunk.newLacksNewline || hunk.oldLacksNewline)) this.#lacksNewline = hunk.newLacksNewline;
	}

	text(): string {
		return this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}${this.#lacksNewline ? '' : '\n'}`;
	}
}
