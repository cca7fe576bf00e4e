/** What the functions of a file do to page tables, read off their words: what a helper does for its callers, and callers for a helper. */
import type { Item } from '../../kernel-c/items.ts';
import { type SourceFile, wordsOf } from '../../kernel-c/source-file.ts';
import { effectOf } from '../effects.ts';
import type { EventKind } from './events.ts';
import { rolesOf } from './roles.ts';

/** How deep helpers are looked through. */
const MOST_DEPTH = 3;

const nothing: ReadonlySet<EventKind> = new Set();

/** The functions of one file. Read when they are asked for. */
export class FileTables {
	readonly #source: SourceFile;
	#functions: ReadonlyMap<string, Item> | undefined;
	#callers: ReadonlyMap<string, readonly string[]> | undefined;
	readonly #roles = new Map<string, ReadonlySet<EventKind>>();

	constructor(source: SourceFile) {
		this.#source = source;
	}

	/** What a function of the file does, with what it calls in the file; null where it is none of the file's. */
	does(name: string, depth = 0): ReadonlySet<EventKind> | null {
		const item = this.#functionsByName().get(name);
		if (item === undefined) return null;
		const known = this.#roles.get(name);
		if (known !== undefined) return known;
		if (depth > MOST_DEPTH) return nothing;
		// What calls itself does nothing more by that.
		this.#roles.set(name, nothing);
		const roles = new Set<EventKind>();
		for (const word of wordsOf(this.#source, item)) {
			if (word === name) continue;
			for (const { role } of rolesOf(word)) roles.add(role);
			for (const kind of referenceKinds(word)) roles.add(kind);
			for (const kind of this.does(word, depth + 1) ?? nothing) roles.add(kind);
			if (word === 'rss') roles.add('counter');
		}
		this.#roles.set(name, roles);
		return roles;
	}

	/** Whether a function of the file that calls this one, directly or through others, does one of these things. */
	callersDo(name: string, kinds: readonly EventKind[]): boolean {
		const seen = new Set([name]);
		const open = [name];
		for (let callee = open.pop(); callee !== undefined; callee = open.pop()) {
			for (const caller of this.callersOf(callee)) {
				if (seen.has(caller)) continue;
				seen.add(caller);
				if (this.#doesItself(caller, kinds)) return true;
				if (seen.size < 16) open.push(caller);
			}
		}
		return false;
	}

	/** The functions of the file that call a function. */
	callersOf(name: string): readonly string[] {
		this.#callers ??= this.#findCallers();
		return this.#callers.get(name) ?? [];
	}

	/** Whether a name is that of a function of the file. */
	isFunction(name: string): boolean {
		return this.#functionsByName().has(name);
	}

	#doesItself(name: string, kinds: readonly EventKind[]): boolean {
		const item = this.#functionsByName().get(name);
		if (item === undefined) return false;
		for (const word of wordsOf(this.#source, item)) {
			if (rolesOf(word).some(({ role }) => kinds.includes(role)) || referenceKinds(word).some((kind) => kinds.includes(kind))) return true;
			if (word === 'rss' && kinds.includes('counter')) return true;
		}
		return false;
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
