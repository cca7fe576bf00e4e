/** What a series and its tree say of names: for rules about what a patch needs, adds and takes away. */
import { indexLines } from '../../kernel-c/line-index.ts';
import { readSource } from '../../kernel-c/source-file.ts';
import type { TextParser } from '../../kernel-c/syntax.ts';
import { effectOf } from '../../refs/effects.ts';
import { type NamePlace, namesDefinedIn, placesOf } from '../../refs/name-uses.ts';
import { isPureCall } from '../../refs/pure-calls.ts';
import type { ChangedText, NameInTree, NameUse, SeriesContext } from '../../rules/drafts/patch-context.ts';
import type { ChangedImage, ImageSide } from './changed-image.ts';
import type { TreeView } from './series-images.ts';

/** The names of one patch. */
export interface PatchNames {
	/** The patch's number, as findings name it. */
	readonly index: number;
	/** Words on added lines. */
	readonly added: ReadonlySet<string>;
	/** Words on all lines that are shown. */
	readonly shown: ReadonlySet<string>;
	/** Words on lines that stay. */
	readonly kept: ReadonlySet<string>;
	/** What is defined or declared on added lines and not on removed ones, and the other way round. */
	readonly defined: ReadonlySet<string>;
	readonly removed: ReadonlySet<string>;
	/** Functions that are called on removed lines and on no other that is shown. */
	readonly callsRemoved: ReadonlySet<string>;
	/** Prototypes and macros on added lines, of which no other of these lines has the name. */
	readonly declared: ReadonlySet<string>;
}

const isCode = (path: string) => /\.[ch]$/.test(path);

/** Reads the names of a patch off its images. */
export function namesOfPatch(index: number, images: readonly ChangedImage[]): PatchNames {
	const timesAdded = new Map<string, number>();
	const [added, kept, shown, defined, removed, callsRemoved, declared, macros] = Array.from({ length: 8 }, () => new Set<string>()) as [
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
	];
	for (const { path, before, after } of images) {
		if (!isCode(path)) continue;
		if (after !== null) {
			for (const [line, text] of shownLines(after))
				for (const word of wordsIn(text)) {
					(after.isChanged(line) ? added : kept).add(word);
					if (after.isChanged(line)) timesAdded.set(word, (timesAdded.get(word) ?? 0) + 1);
				}
			for (const place of changedDefinitions(after)) {
				(place.role === 'declaration' ? declared : defined).add(place.name);
				if (place.item.kind === 'macro') macros.add(place.name);
			}
		}
		if (before !== null) {
			for (const [line, text] of shownLines(before)) {
				if (!before.isChanged(line)) continue;
				for (const word of wordsIn(text)) shown.add(word);
				for (const [, word] of text.matchAll(/\b([a-z]\w*_\w+)\s*\(/g)) callsRemoved.add(word as string);
			}
			for (const place of changedDefinitions(before)) removed.add(place.name);
		}
	}
	for (const word of [...added, ...kept]) shown.add(word);
	const isNew = (name: string) => !removed.has(name);
	const isGone = (name: string) => !defined.has(name) && !declared.has(name);
	return {
		index,
		added,
		kept,
		shown,
		defined: new Set([...defined, ...declared].filter(isNew)),
		removed: new Set([...removed].filter(isGone)),
		callsRemoved: new Set([...callsRemoved].filter((name) => !added.has(name) && !kept.has(name) && !isCommon(name))),
		declared: new Set([...declared, ...macros].filter((name) => (timesAdded.get(name) ?? 0) < 2)),
	};
}

/** What every other function calls has other callers. */
function isCommon(name: string): boolean {
	return isPureCall(name) || effectOf(name) !== null || /^(?:spin|raw_spin|mutex|read|write|down|up|rcu|atomic|static_branch)_/.test(name);
}

function* shownLines(side: ImageSide): Generator<[line: number, text: string]> {
	for (let line = 0; line < side.lines.lineCount; line++) {
		if (side.isShown(line)) yield [line, side.text.slice(side.lines.lineStart(line), side.lines.lineEnd(line))];
	}
}

function wordsIn(line: string): string[] {
	return line.match(/[A-Za-z_]\w*/g) ?? [];
}

/** What a side defines or declares on lines that are changed. */
function changedDefinitions(side: ChangedText): NamePlace[] {
	return namesDefinedIn(side.source).filter(({ start }) => side.isChanged(side.lines.positionAt(start).line));
}

/** Files of a tree that hold a name, comments and strings included. */
export type NameSearch = ReadonlyMap<string, readonly string[]>;

/** What so many files hold is not read in all of them. */
const MOST_FILES = 150;

/** What rules may ask of a series while it is reviewed. */
export class SeriesNames {
	readonly #patches: readonly PatchNames[];
	readonly #search: NameSearch | null;
	readonly #parser: TextParser;
	readonly #names: ReadonlySet<string>;
	/** What stands in a file, by its text: files change while the series is applied. */
	readonly #read = new Map<string, { readonly text: string; readonly places: readonly (NamePlace & { readonly line: number })[] }>();

	constructor(patches: readonly PatchNames[], search: NameSearch | null, parser: TextParser) {
		this.#patches = patches;
		this.#search = search;
		this.#parser = parser;
		this.#names = new Set(search?.keys() ?? []);
	}

	/** The names that a search of the tree is to look for: those of which the series itself does not tell what becomes of them. */
	static namesToSearch(patches: readonly PatchNames[]): ReadonlySet<string> {
		const needed = patches.flatMap(({ removed, callsRemoved, declared, added }, place) => {
			const later = patches.slice(place + 1);
			const isShown = (name: string) => patches.some(({ kept }, at) => at >= place && kept.has(name));
			const calls = [...callsRemoved].filter((name) => !isShown(name) && !later.some((other) => other.removed.has(name) || other.added.has(name)));
			const gone = [...removed].filter((name) => !later.some((other) => other.added.has(name)));
			const lacking = [...added].filter(
				(name) => later.some((other) => other.defined.has(name)) && !patches.slice(0, place).some(({ shown }) => shown.has(name)),
			);
			return [...gone, ...calls, ...declared, ...lacking];
		});
		return new Set(needed.filter((name) => name.length >= 3));
	}

	/** What is known at the patch with some place in the list, after which the files are as in a view. */
	contextAt(place: number, view: TreeView): SeriesContext {
		const later = this.#patches.slice(place + 1);
		const firstLater = (holds: (names: PatchNames) => boolean) => later.find(holds)?.index ?? null;
		const earlier = this.#patches.slice(0, place + 1);
		return {
			inTree: (name, most = MOST_FILES) => this.#inTree(view, name, most),
			laterUse: (name) => firstLater(({ added }) => added.has(name)),
			laterDefinition: (name) => firstLater(({ defined }) => defined.has(name)),
			laterRemoval: (name) => firstLater(({ removed }) => removed.has(name)),
			isShownBefore: (name) => earlier.some(({ shown }, at) => at < place && shown.has(name)),
			compiledFor: (path) => compiledFor(view, path),
		};
	}

	#inTree(view: TreeView, name: string, most: number): NameInTree | null {
		if (this.#search === null || !this.#search.has(name)) return null;
		const inBase = this.#search.get(name) ?? [];
		if (inBase.length > most) return null;
		const files = new Set([...inBase, ...view.changed.filter(isCode)]);
		const found = { definitions: [] as NameUse[], declarations: [] as NameUse[], uses: [] as NameUse[] };
		for (const file of files) {
			for (const place of this.#placesIn(view, file)) {
				if (place.name !== name) continue;
				const use = { file, line: place.line, function: place.item.name };
				if (place.role === 'definition') found.definitions.push(use);
				else if (place.role === 'declaration') found.declarations.push(use);
				else if (place.item.name !== name && !view.isLost(file, name)) found.uses.push(use);
			}
		}
		return found;
	}

	#placesIn(view: TreeView, file: string): readonly (NamePlace & { readonly line: number })[] {
		const text = view.read(file);
		if (text === null) return [];
		const known = this.#read.get(file);
		if (known?.text === text) return known.places;
		const lines = indexLines(text);
		const places = placesOf(readSource(text, this.#parser), this.#names).map((place) => ({ ...place, line: lines.positionAt(place.start).line + 1 }));
		this.#read.set(file, { text, places });
		return places;
	}
}

/** `obj-$(CONFIG_TRANSPARENT_HUGEPAGE) += huge_memory.o` */
function compiledFor(view: TreeView, path: string): readonly string[] | null {
	const folder = path.slice(0, path.lastIndexOf('/') + 1);
	const object = path.slice(folder.length).replace(/\.c$/, '.o');
	const makefile = path.endsWith('.c') ? view.read(`${folder}Makefile`) : null;
	if (makefile === null) return null;
	const symbols: string[] = [];
	for (const line of makefile.replace(/\\\n/g, ' ').split('\n')) {
		const match = /^\s*[\w-]+-\$\((CONFIG_\w+)\)\s*[+:]?=(.*)$/.exec(line);
		if (match?.[2]?.split(/\s+/).includes(object)) symbols.push(match[1] as string);
	}
	return symbols;
}
