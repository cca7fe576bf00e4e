/** What kernel APIs do to a count: server/data/effects.json, by name. */
import data from '../../data/effects.json' with { type: 'json' };
import type { Scheme } from './tree-profile.ts';

/** When a conditional effect has taken place, by the result of the call. */
export type When = 'true' | 'non-null' | 'not-error' | 'zero' | 'positive';

/** One change of a count. */
export interface CountChange {
	readonly on: 'argument' | 'result';
	/** 0-based; for `argument`. */
	readonly argument?: number;
	readonly change: number;
	/** 0-based argument that says how many times. */
	readonly times?: number;
	/** What is counted: a page, a pin, a pgmap. */
	readonly counts: string;
	readonly when?: When;
}

/** An entry of the table. */
export interface Effect {
	readonly names: readonly string[];
	readonly pack: string;
	readonly effects: readonly CountChange[];
	readonly notes?: string;
	/** What it means in trees of a scheme. */
	readonly schemes?: Partial<Record<Scheme, string>>;
	/** Where the fact is from. */
	readonly source: string;
}

const table = new Map<string, Effect>();
for (const effect of data.effects as readonly Effect[]) for (const name of effect.names) table.set(name, effect);

/** The entry of an API, or null. */
export function effectOf(name: string): Effect | null {
	return table.get(name) ?? null;
}

/** Every API of the table. */
export const effectNames: readonly string[] = [...table.keys()];
