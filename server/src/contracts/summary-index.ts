/** What functions that other files may call do to counts, by name. */
import { type CountChange, type Effect, type EffectPack, inferredEffect, type SummaryIndex } from './effects.ts';

/** A function that other files may call, and that changes counts; plain data. */
export interface FunctionSummary {
	readonly name: string;
	/** The file of its body, as the tree calls it. */
	readonly file: string;
	readonly effects: readonly CountChange[];
	/** Arguments (0-based) that some of its paths drop, and no result tells which. */
	readonly mayDrop: readonly number[];
}

const indexes = new WeakMap<readonly FunctionSummary[], SummaryIndex>();

/** The index of a tree's helpers; the same for the same list. Where the bodies of a name do different things none of it is known. */
export function indexOf(helpers: readonly FunctionSummary[], pack: EffectPack): SummaryIndex {
	const known = indexes.get(helpers);
	if (known !== undefined) return known;
	const effects = new Map<string, Effect | null>();
	const unclear = new Map<string, readonly number[]>();
	for (const { name, file, effects: changes, mayDrop } of helpers) {
		const other = effects.get(name);
		const isSame = other === undefined || JSON.stringify(other?.effects ?? []) === JSON.stringify(changes);
		effects.set(name, isSame && changes.length > 0 ? (other ?? inferredEffect(name, pack, changes, file)) : null);
		unclear.set(name, [...(unclear.get(name) ?? []), ...mayDrop]);
	}
	const index: SummaryIndex = {
		effectOf: (name) => effects.get(name) ?? null,
		mayDrop: (name, argument) => unclear.get(name)?.includes(argument) === true,
	};
	indexes.set(helpers, index);
	return index;
}
