/** The files of a tree while a series is applied to them, in memory. */
import { SyntaxMemory } from '../../kernel-c/source-file.ts';
import type { TextParser } from '../../kernel-c/syntax.ts';
import { applyChange } from '../../patch/diff/apply.ts';
import { type FileChange, type Hunk, pathOf } from '../../patch/diff/change.ts';
import { isInside } from '../../patch/diff/safe-path.ts';
import type { Note } from '../finding.ts';
import { type ChangedImage, hunkImage, wholeImage } from './changed-image.ts';

/** How a patch went: all as written, some of it with less context or from its own lines. */
export type Applied = 'clean' | 'fuzz' | 'fragment';

/** A patch that was applied. */
export interface AppliedPatch {
	readonly images: readonly ChangedImage[];
	readonly applied: Applied;
	readonly notes: readonly Note[];
	/** Hunks, and those of them that did not apply. */
	readonly hunks: number;
	readonly failed: number;
}

/** The text of a tree's file, or why it is not read; null: it is not there. */
export type BaseReader = (path: string) => string | { readonly refused: string } | null;

/** The files as they are after a patch. */
export interface TreeView {
	/** Null where there is none. */
	read(path: string): string | null;
	/** Files that the series has changed so far. */
	readonly changed: readonly string[];
	/** Whether a hunk that did not apply takes a name away from a file: whether it is still used there is not known. */
	isLost(path: string, name: string): boolean;
}

/** So many files' syntax is kept from one patch to the next. */
const MOST_MEMORIES = 64;

/** The files of a tree, or of none, under a series. */
export class SeriesImages {
	readonly #base: BaseReader | null;
	readonly #parser: TextParser;
	/** What patches made of files; null: deleted. */
	readonly #changed = new Map<string, string | null>();
	readonly #memories = new Map<string, SyntaxMemory>();
	/** By file: words on lines that a hunk takes away which did not apply, so that they are still there. */
	readonly #lost = new Map<string, ReadonlySet<string>>();

	constructor(base: BaseReader | null, parser: TextParser) {
		this.#base = base;
		this.#parser = parser;
	}

	/** A file as the series has left it so far; null where there is none. */
	read(path: string): string | null {
		return this.#readFrom(this.#changed, path);
	}

	#readFrom(changes: ReadonlyMap<string, string | null>, path: string): string | null {
		const changed = changes.get(path);
		if (changed !== undefined) return changed;
		const text = isInside(path) ? (this.#base?.(path) ?? null) : null;
		return typeof text === 'string' ? text : null;
	}

	/** Whether any file is not what it is in the tree. */
	get isChanged(): boolean {
		return this.#changed.size > 0;
	}

	/** The files as they are now, for later. */
	view(): TreeView {
		const changes = new Map(this.#changed);
		const lost = new Map(this.#lost);
		return {
			read: (path) => this.#readFrom(changes, path),
			changed: [...changes.keys()],
			isLost: (path, name) => lost.get(path)?.has(name) === true,
		};
	}

	/** Applies the changes of one patch. */
	apply(changes: readonly FileChange[]): AppliedPatch {
		const images: ChangedImage[] = [];
		const notes: Note[] = [];
		let [hunks, failed, fuzzy] = [0, 0, 0];
		for (const change of changes) {
			const path = pathOf(change);
			hunks += change.hunks.length;
			const problem = this.#problemOf(change);
			if (problem !== '') notes.push({ level: 'warning', message: problem, file: path });
			const before = change.oldPath === '' ? null : this.read(change.oldPath);
			if (problem !== '' || (before === null && change.kind !== 'new')) {
				if (problem === '' && this.#base !== null) notes.push({ level: 'warning', message: `${change.oldPath} is not in the tree`, file: path });
				for (const each of change.hunks.map((hunk) => this.#lostImage(path, hunk))) images.push(each);
				failed += change.hunks.length;
				continue;
			}
			const result = applyChange(before ?? '', change);
			const lost = result.hunks.filter(({ offset }) => offset === null);
			failed += lost.length;
			fuzzy += result.hunks.filter(({ fuzz }) => fuzz > 0).length;
			let squeezedBefore: string | undefined;
			const say = (hunk: Hunk, what: string, rest = '') => {
				squeezedBefore ??= squeezed(before ?? '');
				const why = isMangled(hunk, squeezedBefore) ? ': its white space is not that of the tree' : '';
				notes.push({ level: 'info', message: `${path}: the hunk at line ${hunk.oldStart} ${what}${why}${rest}`, file: path });
			};
			for (const { hunk } of lost) say(hunk, 'does not apply', '; it is reviewed from its own lines');
			for (const { hunk, fuzz } of result.hunks) if (fuzz > 0) say(hunk, `applies with fuzz ${fuzz}`);
			images.push(wholeImage(path, before, change.kind === 'deleted' ? null : result.text, result, this.#parser, this.#memoryOf(path)));
			for (const each of lost.map(({ hunk }) => this.#lostImage(path, hunk))) images.push(each);
			if (change.kind === 'renamed' || change.kind === 'deleted') this.#changed.set(change.oldPath, null);
			if (change.kind !== 'deleted') this.#changed.set(path, result.text);
		}
		return { images, applied: failed > 0 ? 'fragment' : fuzzy > 0 ? 'fuzz' : 'clean', notes, hunks, failed };
	}

	#lostImage(path: string, hunk: Hunk): ChangedImage {
		const words = new Set(this.#lost.get(path));
		for (const { kind, text } of hunk.lines) if (kind === 'removed') for (const word of text.match(/[A-Za-z_]\w*/g) ?? []) words.add(word);
		this.#lost.set(path, words);
		return hunkImage(path, hunk, this.#parser);
	}

	/** Why a change is not looked for in the tree; '' where it is. */
	#problemOf(change: FileChange): string {
		const path = [change.oldPath, change.newPath].find((each) => each !== '' && !isInside(each));
		if (path !== undefined) return `"${path}" is no path inside of a tree: nothing was read, the hunks are reviewed from their own lines`;
		if (change.oldPath === '' && change.newPath === '') return 'a change of no file is reviewed from its own lines';
		const base = change.oldPath === '' || this.#changed.has(change.oldPath) ? null : (this.#base?.(change.oldPath) ?? null);
		return base !== null && typeof base !== 'string' ? `${change.oldPath} ${base.refused}` : '';
	}

	#memoryOf(path: string): SyntaxMemory {
		const memory = this.#memories.get(path) ?? new SyntaxMemory();
		this.#memories.delete(path);
		this.#memories.set(path, memory);
		if (this.#memories.size > MOST_MEMORIES) this.#memories.delete(this.#memories.keys().next().value as string);
		return memory;
	}
}

/** Whether a hunk's old lines are in a text, but for their white space: a mailer changed it on the way, or the tree did. */
function isMangled(hunk: Hunk, squeezedText: string): boolean {
	const old = hunk.lines.filter(({ kind }) => kind !== 'added').map((line) => line.text);
	return squeezedText.includes(squeezed(old.join('\n')));
}

/** Lines without what tells white space apart. */
function squeezed(text: string): string {
	return text
		.split('\n')
		.map((line) => line.replace(/\s+/g, ' ').trim())
		.join('\n');
}
