/** What the functions of a file do to page tables, read off their words: what a helper does for its callers, and callers for a helper. */
import { alternativesOf } from '../../flow/alternatives.ts';
import type { Item } from '../../kernel-c/items.ts';
import { type SourceFile, wordsOf } from '../../kernel-c/source-file.ts';
import { effectOf } from '../effects.ts';
import type { EventKind, HelperDeeds } from './events.ts';
import { type Level, levelOf, rolesOf } from './roles.ts';
import { type TableFunction, tableFunctionOf } from './table-function.ts';

/** How deep helpers are looked through. */
const MOST_DEPTH = 3;

const nothing: HelperDeeds = { does: new Set(), levels: new Set() };

/** Words that name a counter of mapped pages. */
const pageCounters: ReadonlySet<string> = new Set([
	'mm_counter',
	'mm_counter_file',
	'MM_ANONPAGES',
	'MM_FILEPAGES',
	'MM_SHMEMPAGES',
	'hugetlb_count_add',
	'hugetlb_count_sub',
]);

/** The functions of one file. Read when they are asked for. */
export class FileTables {
	readonly #source: SourceFile;
	#functions: ReadonlyMap<string, Item> | undefined;
	#callers: ReadonlyMap<string, readonly string[]> | undefined;
	readonly #deeds = new Map<string, HelperDeeds>();

	constructor(source: SourceFile) {
		this.#source = source;
	}

	/** What a function of the file does, with what it calls in the file; null where it is none of the file's. */
	deedsOf(name: string, depth = 0): HelperDeeds | null {
		const item = this.#functionsByName().get(name);
		if (item === undefined) return null;
		const known = this.#deeds.get(name);
		if (known !== undefined) return known;
		if (depth > MOST_DEPTH) return nothing;
		// What calls itself does nothing more by that.
		this.#deeds.set(name, nothing);
		const does = new Set<EventKind>();
		const levels = new Set<Level>();
		let countsPages = false;
		for (const word of wordsOf(this.#source, item)) {
			if (word === name) continue;
			countsPages ||= pageCounters.has(word);
			for (const { role } of rolesOf(word)) {
				const level = role === 'set' || role === 'clear' || role === 'clear-flush' ? levelOf(word) : null;
				if (level !== null) levels.add(level);
				if (role !== 'counter') does.add(role);
			}
			for (const kind of referenceKinds(word)) does.add(kind);
			const inner = this.deedsOf(word, depth + 1) ?? nothing;
			for (const kind of inner.does) does.add(kind);
			for (const level of inner.levels) levels.add(level);
		}
		// What only sums up counts that others made names none of them.
		if (countsPages) does.add('counter');
		const deeds = { does, levels };
		this.#deeds.set(name, deeds);
		return deeds;
	}

	/** A function of the file with what its paths do; null where there is none, or it does not parse. */
	functionOf(name: string): TableFunction | null {
		const item = this.#functionsByName().get(name);
		const syntax = item === undefined ? null : this.#source.syntaxOf(item);
		if (item === undefined || syntax === null || syntax.hasError) return null;
		return tableFunctionOf(name, syntax.root, this.#source.text.slice(item.start, item.end), alternativesOf(this.#source, item), this);
	}

	/** Whether the file exports a function to modules. */
	isExported(name: string): boolean {
		return new RegExp(`\\bEXPORT_SYMBOL\\w*\\(${name}\\)`).test(this.#source.text);
	}

	/** The functions of the file that call a function. */
	callersOf(name: string): readonly string[] {
		this.#callers ??= this.#findCallers();
		return this.#callers.get(name) ?? [];
	}

	#functionsByName(): ReadonlyMap<string, Item> {
		this.#functions ??= new Map(this.#source.main.items.filter(({ kind }) => kind === 'function').map((item) => [item.name, item]));
		return this.#functions;
	}

	#findCallers(): ReadonlyMap<string, readonly string[]> {
		const callers = new Map<string, string[]>();
		for (const [caller, item] of this.#functionsByName()) {
			for (const word of new Set(wordsOf(this.#source, item))) {
				if (word !== caller && this.#functionsByName().has(word)) callers.set(word, [...(callers.get(word) ?? []), caller]);
			}
		}
		return callers;
	}
}

function referenceKinds(name: string): EventKind[] {
	const effect = effectOf(name);
	if (effect === null || effect.pack !== 'mm') return [];
	return effect.effects.filter(({ counts }) => /page|pin/.test(counts)).map(({ change }) => (change > 0 ? 'take' : 'drop'));
}
