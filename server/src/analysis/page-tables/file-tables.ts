/** What the functions of a file do to page tables, read off their words: what a helper does for its callers, and callers for a helper. */

import { tableContract } from '../../contracts/table.ts';
import { alternativesOf } from '../../flow/alternatives.ts';
import { MOST_OF_FILE, WalkBudget } from '../../flow/walk-budget.ts';
import type { Item } from '../../kernel-c/items.ts';
import type { SourceFile } from '../../kernel-c/source-file.ts';
import { WORD } from '../../kernel-c/tokens.ts';
import { type EventKind, type HelperDeeds, isOfPage } from './events.ts';
import { type Level, levelOf, rolesOf } from './roles.ts';
import { type FunctionSyntax, type Neighbours, type TableFunction, tableFunctionOf } from './table-function.ts';

/** How deep helpers are looked through. */
const MOST_DEPTH = 3;

/** What a function does itself, and what it calls in its file. */
interface OwnDeeds extends HelperDeeds {
	readonly calls: ReadonlySet<string>;
}

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
export class FileTables implements Neighbours {
	readonly isWhole: boolean;
	readonly budget: WalkBudget;
	readonly #source: SourceFile;
	#functions: ReadonlyMap<string, Item> | undefined;
	#callers: ReadonlyMap<string, readonly string[]> | undefined;
	readonly #deeds = new Map<string, HelperDeeds>();
	readonly #own = new Map<string, OwnDeeds>();
	/** By the code of a word whether it is of interest. */
	#interesting: Uint8Array | undefined;
	readonly #read = new Map<string, TableFunction | null>();

	/** `budget`: of the file. */
	constructor(source: SourceFile, isWhole = true, budget = new WalkBudget(MOST_OF_FILE)) {
		this.budget = budget;
		this.isWhole = isWhole;
		this.#source = source;
	}

	/** What a function of the file does, with what it calls in the file; null where it is none of the file's. */
	deedsOf(name: string): HelperDeeds | null {
		const known = this.#deeds.get(name);
		if (known !== undefined) return known;
		if (this.#ownDeeds(name) === null) return null;
		const does = new Set<EventKind>();
		const levels = new Set<Level>();
		const seen = new Set([name]);
		let callees: readonly string[] = [name];
		for (let depth = 0; depth <= MOST_DEPTH && callees.length > 0; depth++) {
			const next: string[] = [];
			for (const callee of callees) {
				const own = this.#ownDeeds(callee);
				for (const kind of own?.does ?? []) does.add(kind);
				for (const level of own?.levels ?? []) levels.add(level);
				for (const inner of own?.calls ?? []) if (seen.size !== seen.add(inner).size) next.push(inner);
			}
			callees = next;
		}
		const deeds = { does, levels };
		this.#deeds.set(name, deeds);
		return deeds;
	}

	#ownDeeds(name: string): OwnDeeds | null {
		const item = this.#functionsByName().get(name);
		if (item === undefined) return null;
		const known = this.#own.get(name);
		if (known !== undefined) return known;
		const does = new Set<EventKind>();
		const levels = new Set<Level>();
		const calls = new Set<string>();
		for (const word of this.#interestingWords(item)) {
			if (word === name) continue;
			// What only sums up counts that others made names no counter of pages.
			if (pageCounters.has(word)) does.add('counter');
			for (const { role } of rolesOf(word)) {
				const level = role === 'set' || role === 'clear' || role === 'clear-flush' ? levelOf(word) : null;
				if (level !== null) levels.add(level);
				if (role !== 'counter') does.add(role);
			}
			for (const kind of referenceKinds(word)) does.add(kind);
			if (this.#functionsByName().has(word)) calls.add(word);
		}
		const own = { does, levels, calls };
		this.#own.set(name, own);
		return own;
	}

	/** The words of an item that do something, or call a function of the file. */
	#interestingWords(item: Item): ReadonlySet<string> {
		const { tokens } = this.#source;
		if (this.#interesting === undefined) {
			const functions = this.#functionsByName();
			this.#interesting = Uint8Array.from(tokens.words, (word) =>
				functions.has(word) || pageCounters.has(word) || rolesOf(word).length > 0 || tableContract(word)?.pack !== undefined ? 1 : 0,
			);
		}
		const words = new Set<string>();
		for (const token of item.tokens) {
			if (tokens.kind[token] === WORD && this.#interesting[tokens.code[token] as number] === 1) words.add(tokens.words[tokens.code[token] as number] as string);
		}
		return words;
	}

	/** The syntax of a function of the file; null where there is none, or it does not parse. */
	syntaxOf(name: string): FunctionSyntax | null {
		const item = this.#functionsByName().get(name);
		const syntax = item === undefined ? null : this.#source.syntaxOf(item);
		if (item === undefined || syntax === null || syntax.hasError) return null;
		return { name, root: syntax.root, text: this.#source.text.slice(item.start, item.end), alternatives: alternativesOf(this.#source, item) };
	}

	/** A function of the file with what its paths do; null where there is none, or it does not parse. Read once. */
	functionOf(name: string): TableFunction | null {
		const known = this.#read.get(name);
		if (known !== undefined) return known;
		const syntax = this.syntaxOf(name);
		const read = syntax === null ? null : tableFunctionOf(syntax, this);
		this.#read.set(name, read);
		return read;
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
		for (const caller of this.#functionsByName().keys()) {
			for (const callee of this.#ownDeeds(caller)?.calls ?? []) callers.set(callee, [...(callers.get(callee) ?? []), caller]);
		}
		return callers;
	}
}

function referenceKinds(name: string): EventKind[] {
	const contract = tableContract(name);
	if (contract?.pack !== 'mm') return [];
	return contract.effects.filter(({ counts }) => isOfPage(counts)).map(({ change }) => (change > 0 ? 'take' : 'drop'));
}
