/** What a series and its tree say of a name: for rules about what a patch needs, adds and takes away. */
import { indexLines } from '../../kernel-c/line-index.ts';
import { type NamePlace, placesOf } from '../../kernel-c/name-uses.ts';
import { readSource } from '../../kernel-c/source-file.ts';
import type { TextParser } from '../../kernel-c/syntax.ts';
import { isCFile, isKconfigPath } from '../../kernel-tree/file-kinds.ts';
import type { NameInTree, NameUse, SeriesContext } from '../../rules/drafts/patch-context.ts';
import type { TreeView } from './series-images.ts';
import type { SeriesIndex } from './series-index.ts';

/** Files of a tree that hold a name, comments and strings included. */
export type NameSearch = ReadonlyMap<string, readonly string[]>;

/** What so many files hold is not read in all of them. */
const MOST_FILES = 150;

/** What rules may ask of a series while it is reviewed. */
export class SeriesNames {
	readonly #index: SeriesIndex;
	readonly #search: NameSearch | null;
	readonly #parser: TextParser;
	readonly #names: ReadonlySet<string>;
	/** What stands in a file, by its text: files change while the series is applied. */
	readonly #read = new Map<string, { readonly text: string; readonly places: readonly (NamePlace & { readonly line: number })[] }>();

	readonly #byView = new WeakMap<TreeView, ReadonlyMap<string, readonly string[]>>();

	constructor(index: SeriesIndex, search: NameSearch | null, parser: TextParser) {
		this.#index = index;
		this.#search = search;
		this.#parser = parser;
		this.#names = new Set(search?.keys() ?? []);
	}

	/** Whether the tree was searched. */
	get isSearched(): boolean {
		return this.#search !== null;
	}

	/** What is known at the patch with some place in the list, after which the files are as in a view. */
	contextAt(place: number, view: TreeView): SeriesContext {
		const index = this.#index;
		return {
			inTree: (name, most = MOST_FILES) => this.#inTree(view, name, most),
			symbolInTree: (symbol) => this.#symbolInTree(view, symbol),
			laterUse: (name) => index.laterUse(name, place),
			laterDefinition: (name) => index.laterDefinition(name, place),
			laterRemoval: (name) => index.laterRemoval(name, place),
			isShownBefore: (name) => index.isShownBefore(name, place),
			compiledFor: (path) => compiledFor(view, path),
		};
	}

	#inTree(view: TreeView, name: string, most: number): NameInTree | null {
		if (this.#search === null || !this.#search.has(name)) return null;
		const inBase = this.#search.get(name) ?? [];
		if (inBase.length > most) return null;
		const files = new Set([...inBase, ...(this.#changedFiles(view).get(name) ?? [])]);
		const found = { definitions: [] as NameUse[], declarations: [] as NameUse[], uses: [] as NameUse[] };
		for (const file of files) {
			for (const place of this.#placesIn(view, file)) {
				if (place.name !== name) continue;
				const use = { file, line: place.line, function: place.item.name, isCall: place.isCall };
				if (place.role === 'definition') found.definitions.push(use);
				else if (place.role === 'declaration') found.declarations.push(use);
				else if (place.item.name !== name && !view.isLost(file, name)) found.uses.push(use);
			}
		}
		return found;
	}

	#symbolInTree(view: TreeView, symbol: string): Omit<NameInTree, 'declarations'> | null {
		const [plain, asked] = [this.#search?.get(symbol), this.#search?.get(`CONFIG_${symbol}`)];
		if (plain === undefined || asked === undefined) return null;
		const found = { definitions: [] as NameUse[], uses: [] as NameUse[] };
		for (const file of new Set([...plain, ...asked])) {
			if (!isKconfigPath(file) && !asked.includes(file)) continue;
			for (const [at, line] of (view.read(file) ?? '').split('\n').entries()) {
				const use = { file, line: at + 1, function: '', isCall: false };
				if (!isKconfigPath(file)) {
					if (new RegExp(`\\bCONFIG_${symbol}\\b`).test(line) && /^\s*#|IS_\w+\(/.test(line) && !view.isLost(file, `CONFIG_${symbol}`)) found.uses.push(use);
				} else if (new RegExp(`^\\s*(?:menu)?config\\s+${symbol}\\b`).test(line)) found.definitions.push(use);
				else if (new RegExp(`^\\s*(?:select|imply|depends|if|default|def_bool)\\b.*\\b${symbol}\\b`).test(line) && !view.isLost(file, symbol))
					found.uses.push(use);
			}
		}
		return found;
	}

	/** The changed files of a view that hold each name. */
	#changedFiles(view: TreeView): ReadonlyMap<string, readonly string[]> {
		const known = this.#byView.get(view);
		if (known !== undefined) return known;
		const files = new Map<string, string[]>();
		for (const file of view.changed.filter(isCFile)) {
			for (const name of new Set(this.#placesIn(view, file).map((place) => place.name))) files.set(name, [...(files.get(name) ?? []), file]);
		}
		this.#byView.set(view, files);
		return files;
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
