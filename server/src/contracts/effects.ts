/** What kernel APIs do to a count: server/data/effects.json (pack mm) and effects-core.json (pack core), by name. */
import mm from '../../data/effects.json' with { type: 'json' };
import core from '../../data/effects-core.json' with { type: 'json' };
import type { Scheme } from './tree-profile.ts';

/** When a conditional effect has taken place, by the result of the call. */
export type When = 'true' | 'non-null' | 'not-error' | 'valid' | 'zero' | 'nonzero' | 'positive';

/** The packs of effects: `mm` for pages, `core` for the general references of the kernel. */
export const effectPacks = ['mm', 'core'] as const;

/** A pack. */
export type EffectPack = (typeof effectPacks)[number];

/** One change of a count. */
export interface CountChange {
	/** `pointee`: what the function writes through an argument. `each`: what an iterator macro gives an argument at each turn. */
	readonly on: 'argument' | 'result' | 'pointee' | 'each';
	/** 0-based; for all but `result`. */
	readonly argument?: number;
	readonly change: number;
	/** 0-based argument that says how many times. */
	readonly times?: number;
	/** Whether the argument is an array, of which every element is changed. */
	readonly isOfElements?: boolean;
	/** What is counted: a page, a pin, a pgmap. */
	readonly counts: string;
	readonly when?: When;
	/** For `pointee`: the member of the structure that is written. */
	readonly member?: string;
}

/** An entry of the table. */
export interface Effect {
	readonly names: readonly string[];
	readonly pack: EffectPack;
	readonly effects: readonly CountChange[];
	/** The argument (0-based) that the function gives back. */
	readonly same?: number;
	readonly notes?: string;
	/** What it means in trees of a scheme. */
	readonly schemes?: Partial<Record<Scheme, string>>;
	/** Where the fact is from. */
	readonly source: string;
	/** Whether it was read off the helper's body. */
	readonly isInferred?: boolean;
	/** Whether that body is in another file than its callers. */
	readonly isElsewhere?: boolean;
}

const table = new Map<string, Effect>();
for (const effect of [...mm.effects, ...core.effects] as readonly Effect[]) for (const name of effect.names) table.set(name, effect);

/** The entry of an API, or null. */
export function effectOf(name: string): Effect | null {
	return table.get(name) ?? null;
}

/** An entry of a configuration: a helper of the tree, in the form of the built-in table. */
export type OwnEffect = Pick<Effect, 'names' | 'effects' | 'same' | 'notes'>;

/** What functions of the tree's other files do, as far as their bodies tell. */
export interface SummaryIndex {
	/** The effect of a function that is defined in some file of the tree, or null. */
	effectOf(name: string): Effect | null;
	/** Whether some of its paths drop what it was given as this argument (0-based), and no result tells which. */
	mayDrop(name: string, argument: number): boolean;
}

const noIndex: SummaryIndex = { effectOf: () => null, mayDrop: () => false };

/** The effects that a review follows: those of its packs, and those of its configuration, which win. */
export class KnownEffects {
	readonly packs: readonly EffectPack[];
	/** What is known of functions that are in no table; a file's own functions come before them. */
	readonly elsewhere: SummaryIndex;
	/** The same text for the same effects of the tables and the configuration. */
	readonly key: string;
	readonly #own = new Map<string, Effect>();

	constructor(packs: readonly EffectPack[], own: readonly OwnEffect[] = [], elsewhere: SummaryIndex = noIndex) {
		this.elsewhere = elsewhere;
		this.packs = [...packs].sort();
		this.key = own.length === 0 ? this.packs.join() : `${this.packs.join()} ${JSON.stringify(own)}`;
		const pack = packs[0] ?? 'mm';
		for (const effect of own) for (const name of effect.names) this.#own.set(name, { ...effect, pack, source: 'the configuration' });
	}

	/** The effect of a function of this name, or null. */
	of(name: string): Effect | null {
		const own = this.#own.get(name);
		if (own !== undefined) return own;
		const effect = effectOf(name);
		return effect !== null && this.packs.includes(effect.pack) ? effect : null;
	}

	/** Whether a name is in a table, be it one that is not followed: then its body need not be read. */
	knows(name: string): boolean {
		return this.#own.has(name) || effectOf(name) !== null;
	}
}

/** The effect of a helper, read off its body; `file` where that is another file. */
export function inferredEffect(name: string, pack: EffectPack, effects: readonly CountChange[], file?: string): Effect {
	if (file === undefined) return { names: [name], pack, effects, source: 'its body, in the same file', isInferred: true };
	return { names: [name], pack, effects, source: `its body, in ${file}`, isInferred: true, isElsewhere: true };
}

/** Names of a pack's entries that pass. */
export function effectNamesOf(pack: EffectPack, passes: (effect: Effect) => boolean): string[] {
	return [...table].filter(([, effect]) => effect.pack === pack && passes(effect)).map(([name]) => name);
}

/** Every API of the table. */
export const effectNames: readonly string[] = [...table.keys()];

/** Whether references of a kind are on pages: functions may take them over, and NULL must not be dropped. Of other kinds who wants one takes its own. */
export function isPageKind(counts: string): boolean {
	return /^(?:page|pin|pgmap|table)$/.test(counts);
}
