/** What a function's callees do, from everything that says so: who is asked first, in one place. */
import type { Change, Contract, DeclaredUse, OwnContract } from './contract.ts';
import { type DeclaredKind, Kinds } from './kinds.ts';
import type { EffectPack } from './packs.ts';
import type { SummaryIndex } from './summary-index.ts';
import { tableContract } from './table.ts';
import { mayTakeOver } from './words.ts';

/**
 * What becomes of an argument whose count the callee does not change. Beside what contracts declare: `numbers`, an address or a pfn is made
 * of it; `may-drop`, some paths of its body drop it and no result tells which; `may-store`, its body stores it; `may-take`, the words of the
 * name say that it may take it over; `unknown`, nothing says anything.
 */
export type Use = DeclaredUse | 'numbers' | 'may-drop' | 'may-store' | 'may-take' | 'unknown';

/** What bodies say: of the same file, and of the tree. */
export interface Bodies {
	/** What a body does to counts, or null. */
	contract(name: string): Contract | null;
	/** What a body does with an argument (0-based). */
	use(name: string, argument: number): Extract<Use, 'asks' | 'may-drop' | 'may-store' | 'unknown'>;
	/** The value of an enumeration's constant of the file, or null. */
	constant(name: string): number | null;
}

/** Bodies of which nothing is known. */
export const noBodies: Bodies = { contract: () => null, use: () => 'unknown', constant: () => null };

const noIndex: SummaryIndex = { contract: () => null, mayDrop: () => false };
const nothing: readonly Change[] = [];

/** The contracts that a review goes by: those of its configuration, which win, and of the table, with the effects of its packs alone. */
export class KnownContracts {
	readonly packs: readonly EffectPack[];
	readonly kinds: Kinds;
	/** What is known of functions that are in no table; a file's own functions come before them. */
	readonly elsewhere: SummaryIndex;
	/** The same text for the same contracts of the table and the configuration. */
	readonly key: string;
	readonly #own = new Map<string, Contract>();
	/** Contracts whose pack is not followed. */
	readonly #withoutEffects = new Map<Contract, Contract>();

	constructor(packs: readonly EffectPack[], own: readonly OwnContract[] = [], kinds: readonly DeclaredKind[] = [], elsewhere: SummaryIndex = noIndex) {
		this.elsewhere = elsewhere;
		this.packs = [...packs].sort();
		this.kinds = new Kinds(kinds);
		this.key = own.length + kinds.length === 0 ? this.packs.join() : `${this.packs.join()} ${JSON.stringify([own, kinds])}`;
		const pack = packs[0] ?? 'mm';
		for (const declared of own) {
			const contract: Contract = { ...declared, effects: declared.effects ?? nothing, pack, source: 'the configuration', provenance: 'configuration' };
			for (const name of declared.names) this.#own.set(name, contract);
		}
	}

	/** The contract of a function of this name: of the configuration, else of the table; null where neither has it. */
	of(name: string): Contract | null {
		const known = this.#own.get(name) ?? tableContract(name);
		if (known === null || known.pack === undefined || this.packs.includes(known.pack)) return known;
		const bare = this.#withoutEffects.get(known) ?? { ...known, effects: nothing };
		this.#withoutEffects.set(known, bare);
		return bare;
	}

	/** Whether what a function does is known, whatever its body says: then that need not be read. */
	isSettled(name: string): boolean {
		const known = this.of(name);
		return known !== null && known.byTree !== true;
	}

	/** Names of functions of the configuration that change counts. */
	get ownNames(): readonly string[] {
		return [...this.#own].filter(([, contract]) => contract.effects.length > 0).map(([name]) => name);
	}
}

/** The callees of one function. */
export class Callees {
	readonly known: KnownContracts;
	readonly #bodies: Bodies;

	constructor(known: KnownContracts, bodies: Bodies = noBodies) {
		this.known = known;
		this.#bodies = bodies;
	}

	get kinds(): Kinds {
		return this.known.kinds;
	}

	/** What a function does to counts, and what it gives: the configuration, the table, its own body, the tree. Null where none knows it. */
	contract(name: string): Contract | null {
		const known = this.known.of(name);
		return known === null ? this.#bodies.contract(name) : known.byTree === true ? (this.#bodies.contract(name) ?? known) : known;
	}

	/** Changes of counts by a function; none where nothing is known of it. */
	effects(name: string): readonly Change[] {
		return this.contract(name)?.effects ?? nothing;
	}

	/** What a function does with an argument (0-based): the same, and the words of its name last. */
	use(name: string, argument: number): Use {
		const known = this.known.of(name);
		if (known?.arguments !== undefined) return known.arguments;
		if (known?.result === 'address' || known?.result === 'number') return 'numbers';
		if (known?.pure === true) return 'borrows';
		const inBody = this.#bodies.use(name, argument);
		if (inBody !== 'unknown') return inBody;
		return mayTakeOver(name) ? 'may-take' : 'unknown';
	}

	/** The value of an enumeration's constant of the file, or null. */
	constant(name: string): number | null {
		return this.#bodies.constant(name);
	}

	/** Whether a function is declared to keep what it is given, or to note it in something that may. */
	keeps(name: string): boolean {
		const use = this.known.of(name)?.arguments;
		return use === 'keeps' || use === 'records';
	}

	/** Whether a function is declared to work on what it is given and leave it with its caller. */
	borrows(name: string): boolean {
		return this.known.of(name)?.arguments === 'borrows';
	}

	/** Whether a function frees memory and drops nothing that stands in it. */
	frees(name: string): boolean {
		return this.known.of(name)?.frees === true;
	}

	/** Whether a function gives an address or a number by which what it is given is found again. */
	derives(name: string): boolean {
		const result = this.known.of(name)?.result;
		return result === 'address' || result === 'number';
	}

	/** Whether a function gives the address at which the kernel reads and writes a page: who gets that does so, and holds no page by it. */
	givesAddress(name: string): boolean {
		return this.known.of(name)?.result === 'address';
	}

	/** The argument (0-based) that a function gives back and does nothing to: `page_folio(page)`. Null where it gives something else. */
	same(name: string): number | null {
		const contract = this.contract(name);
		return contract?.same !== undefined && contract.effects.length === 0 ? contract.same : null;
	}
}
