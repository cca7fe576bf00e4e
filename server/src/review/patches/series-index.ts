/** In which patches of a series a name is added, defined, taken away, shown. Places are those of the patches in the list, from 0. */
import type { PatchNames } from './patch-names.ts';

/** So many names are searched for; of the others it is not known who uses them. A conversion of a whole tree removes more. */
const MOST_NAMES = 512;

type Places = Map<string, number[]>;

/** What is searched for, and how many names more would be worth it. */
export interface NamesToSearch {
	readonly names: ReadonlySet<string>;
	readonly left: number;
}

/** Is told the names of each patch, in order, and answers for the series. */
export class SeriesIndex {
	/** The patches' numbers, as findings name them. */
	readonly #numbers: number[] = [];
	readonly #added: Places = new Map();
	readonly #defined: Places = new Map();
	readonly #removed: Places = new Map();
	readonly #callsRemoved: Places = new Map();
	readonly #declared = new Set<string>();
	readonly #symbolsRemoved = new Set<string>();
	readonly #firstShown = new Map<string, number>();
	readonly #lastKept = new Map<string, number>();

	/** Takes the names of the next patch. */
	add(names: PatchNames): void {
		const place = this.#numbers.push(names.index) - 1;
		const note = (places: Places, words: ReadonlySet<string>) => {
			for (const word of words) {
				const list = places.get(word);
				if (list === undefined) places.set(word, [place]);
				else list.push(place);
			}
		};
		note(this.#added, names.added);
		note(this.#defined, names.defined);
		note(this.#removed, names.removed);
		note(this.#callsRemoved, names.callsRemoved);
		for (const word of names.declared) this.#declared.add(word);
		for (const symbol of names.symbolsRemoved) this.#symbolsRemoved.add(symbol);
		for (const word of names.shown) if (!this.#firstShown.has(word)) this.#firstShown.set(word, place);
		for (const word of names.kept) this.#lastKept.set(word, place);
	}

	/** The number of the first patch after a place whose added lines hold a name, or null. */
	laterUse(name: string, place: number): number | null {
		return this.#after(this.#added, name, place);
	}

	/** The same of one that adds a definition or a declaration. */
	laterDefinition(name: string, place: number): number | null {
		return this.#after(this.#defined, name, place);
	}

	/** The same of one that removes it. */
	laterRemoval(name: string, place: number): number | null {
		return this.#after(this.#removed, name, place);
	}

	/** Whether a patch before a place shows a name. */
	isShownBefore(name: string, place: number): boolean {
		return (this.#firstShown.get(name) ?? place) < place;
	}

	#after(places: Places, name: string, place: number): number | null {
		const next = places.get(name)?.find((each) => each > place);
		return next === undefined ? null : (this.#numbers[next] ?? null);
	}

	/** The names that a search of the tree is to look for: those of which the series itself does not tell what becomes of them. */
	namesToSearch(): NamesToSearch {
		const names = new Set([...this.#symbolsRemoved].flatMap((symbol) => [symbol, `CONFIG_${symbol}`]));
		for (const [name, places] of this.#removed) if (places.some((place) => this.laterUse(name, place) === null)) names.add(name);
		for (const [name, places] of this.#callsRemoved) if (places.some((place) => this.#isLastCall(name, place))) names.add(name);
		for (const name of this.#defined.keys()) {
			const first = this.#firstShown.get(name) ?? -1;
			if (this.#added.get(name)?.[0] === first && this.laterDefinition(name, first) !== null) names.add(name);
		}
		for (const name of this.#declared) names.add(name);
		const long = [...names].filter((name) => name.length >= 3);
		return { names: new Set(long.slice(0, MOST_NAMES)), left: Math.max(0, long.length - MOST_NAMES) };
	}

	/** Whether nothing that the series shows from a place on calls a function, nor removes it. */
	#isLastCall(name: string, place: number): boolean {
		return (this.#lastKept.get(name) ?? -1) < place && this.laterRemoval(name, place) === null && this.laterUse(name, place) === null;
	}
}
