/** What functions that other files may call do to counts, by name, as their bodies tell: plain data that workers send each other. */
import type { Change, Contract } from './contract.ts';

/** A function that other files may call, and that changes counts. */
export interface FunctionSummary {
	readonly name: string;
	/** The file of its body, as the tree calls it. */
	readonly file: string;
	readonly effects: readonly Change[];
	/** The argument (0-based) that it gives back, or null. */
	readonly same: number | null;
	/** Arguments (0-based) that some of its paths drop, and no result tells which. */
	readonly mayDrop: readonly number[];
}

/** What functions of the tree's other files do, as far as their bodies tell. */
export interface SummaryIndex {
	/** The contract of a function that is defined in some file of the tree, or null. */
	contract(name: string): Contract | null;
	/** Whether some of its paths drop what it was given as this argument (0-based), and no result tells which. */
	mayDrop(name: string, argument: number): boolean;
}

/** The contract of a function, read off its body. `same`: the argument (0-based) that it gives back; `file`: where that is another than its callers'. */
export function contractOfBody(name: string, effects: readonly Change[], same: number | null, file?: string): Contract {
	const base = { names: [name], effects, ...(same === null ? {} : { same }) };
	return file === undefined
		? { ...base, source: 'its body, in the same file', provenance: 'own-body' }
		: { ...base, source: `its body, in ${file}`, provenance: 'tree' };
}

const indexes = new WeakMap<readonly FunctionSummary[], SummaryIndex>();

/** The index of a tree's summaries; the same for the same list. Where the bodies of a name do different things none of it is known. */
export function indexOf(summaries: readonly FunctionSummary[]): SummaryIndex {
	const known = indexes.get(summaries);
	if (known !== undefined) return known;
	const contracts = new Map<string, Contract | null>();
	const unclear = new Map<string, readonly number[]>();
	for (const { name, file, effects: changes, same, mayDrop } of summaries) {
		const other = contracts.get(name);
		const agree = other === undefined || JSON.stringify([other?.effects ?? [], other?.same ?? null]) === JSON.stringify([changes, same]);
		contracts.set(name, agree && changes.length > 0 ? (other ?? contractOfBody(name, changes, same, file)) : null);
		unclear.set(name, [...(unclear.get(name) ?? []), ...mayDrop]);
	}
	const index: SummaryIndex = {
		contract: (name) => contracts.get(name) ?? null,
		mayDrop: (name, argument) => unclear.get(name)?.includes(argument) === true,
	};
	indexes.set(summaries, index);
	return index;
}
