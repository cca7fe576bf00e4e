/** What the functions of a file do to what they are given, read off their own bodies, callees before callers. */
import { type Bodies, Callees, type KnownContracts } from '../../contracts/callees.ts';
import type { Change, Contract } from '../../contracts/contract.ts';
import { contractOfBody, type FunctionSummary } from '../../contracts/summary-index.ts';
import { alternativesOf } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import { MOST_OF_FILE, WalkBudget } from '../../flow/walk-budget.ts';
import { enumConstants } from '../../kernel-c/enum-constants.ts';
import type { Item } from '../../kernel-c/items.ts';
import type { SourceFile } from '../../kernel-c/source-file.ts';
import { type Memory, memoised, type Recorder } from '../engine/memo.ts';
import { factsOf } from '../typestate/function-facts.ts';
import { recordedBodies } from '../typestate/recorded-bodies.ts';
import { type BodyChanges, changesIn, parametersOf } from './of-body.ts';
import { givesAnAddressTwice, givesParameterTo, mayConcernCallers } from './prefilter.ts';
import { askedOf, carriedOf, storedOf } from './uses.ts';

/** The bound on one question about a body. */
const MOST_OF_HELPER = 30_000;

/** How many functions that call each other are read one inside the other; what is called deeper is not known. */
const MOST_NESTED = 40;

const none: ReadonlySet<number> = new Set();

/** What is asked about a body, each when it is asked; sets are of arguments (0-based). */
interface Summary {
	readonly changes: BodyChanges;
	/** Only looked at, or read through. */
	readonly asks: ReadonlySet<number>;
	/** Stored where the caller does not drop them. */
	readonly stores: ReadonlySet<number>;
	/** Given away together with a structure that goes on from there. */
	readonly carries: ReadonlySet<number>;
}

const nothingKnown: Summary = { changes: { changes: [], same: null, unclear: none }, asks: none, stores: none, carries: none };

/** Answers by the function's syntax, which is kept while its text is unchanged. */
const summaries: Memory<Summary[keyof Summary], Bodies> = new WeakMap();

/** The summaries of the functions of a file; of those in other files what the tree's index says. */
export class FileSummaries implements Bodies {
	readonly #source: SourceFile;
	readonly #known: KnownContracts;
	readonly #budget: WalkBudget;
	readonly #items = new Map<string, Item>();
	readonly #answers = new Map<string, Summary[keyof Summary]>();
	readonly #contracts = new Map<string, Contract | null>();
	readonly #concerning = new Map<string, boolean>();
	readonly #concerningOthers = new Map<string, boolean>();
	readonly #carrying = new Map<string, boolean>();
	#constants: ReadonlyMap<string, number> | null = null;
	/** How many functions are being read, each for the one before. */
	#nested = 0;

	/** `budget`: of the file. */
	constructor(source: SourceFile, known: KnownContracts, budget = new WalkBudget(MOST_OF_FILE)) {
		this.#budget = budget;
		this.#source = source;
		this.#known = known;
		const twice = new Set<string>();
		for (const item of source.main.items) {
			if (item.kind !== 'function') continue;
			if (this.#items.has(item.name)) twice.add(item.name);
			this.#items.set(item.name, item);
		}
		// Of two definitions under `#if` one does something and the other often nothing.
		for (const name of twice) this.#items.delete(name);
	}

	contract(name: string): Contract | null {
		if (!this.#items.has(name)) return this.#known.elsewhere.contract(name);
		if (!this.#concernsCallers(name)) return null;
		const known = this.#contracts.get(name);
		if (known !== undefined) return known;
		const { changes, same } = this.#answer('changes', name);
		const contract = changes.length === 0 ? null : contractOfBody(name, changes, same);
		// While a function is being read nothing is known of it: that is not kept.
		if (this.#nested === 0) this.#contracts.set(name, contract);
		return contract;
	}

	use(name: string, argument: number): ReturnType<Bodies['use']> {
		if (!this.#items.has(name)) return this.#known.elsewhere.mayDrop(name, argument) ? 'may-drop' : 'unknown';
		if (this.#answer('asks', name).has(argument)) return 'asks';
		if ((this.#concernsCallers(name) && this.#answer('changes', name).unclear.has(argument)) || this.#carried(name).has(argument)) return 'may-drop';
		return this.#answer('stores', name).has(argument) ? 'may-store' : 'unknown';
	}

	constant(name: string): number | null {
		this.#constants ??= enumConstants(this.#source.text);
		return this.#constants.get(name) ?? null;
	}

	/** What callers in other files should know of a function, or null. */
	shared(name: string): Pick<FunctionSummary, 'effects' | 'same' | 'mayDrop'> | null {
		if (!this.#items.has(name) || !this.#concernsOthers(name)) return null;
		const { changes, same, unclear } = this.#answer('changes', name);
		const mayDrop = [...new Set([...unclear, ...this.#carried(name)])];
		// What leaves doubt is told where callers can be seen, in the same file; of a page elsewhere too, which has no other owner by then.
		const isShared = ({ isDoubtful, on, counts }: Change) => {
			const kind = this.#known.kinds.of(counts);
			if (this.#known.of(name)?.byTree === true) return true;
			return !kind.isPrimitive && (isDoubtful !== true || (on === 'result' && kind.isOnPages));
		};
		const effects = changes.filter(isShared);
		return effects.length === 0 && mayDrop.length === 0 ? null : { effects, same: effects.length === changes.length ? same : null, mayDrop };
	}

	/** Whether a body may change what its callers in this file hold or get: others need not be read for it. */
	#concernsCallers(name: string): boolean {
		return this.#concerns(name, true, this.#concerning);
	}

	/** The same of callers in other files, which are told less. */
	#concernsOthers(name: string): boolean {
		return this.#concerns(name, false, this.#concerningOthers);
	}

	#concerns(name: string, isForFile: boolean, answers: Map<string, boolean>): boolean {
		const known = answers.get(name);
		if (known !== undefined) return known;
		const item = this.#items.get(name);
		if (item === undefined || this.#known.isSettled(name)) {
			const contract = this.#known.of(name) ?? this.#known.elsewhere.contract(name);
			return contract !== null && contract.effects.length > 0;
		}
		if (this.#nested >= MOST_NESTED) return false;
		answers.set(name, false);
		const concerns = this.#inside(() => mayConcernCallers(this.#source, item, isForFile, (word) => word !== name && this.#concerns(word, isForFile, answers)));
		answers.set(name, concerns);
		return concerns;
	}

	/** Arguments that go on with a structure; none where the tokens show that there is no such. */
	#carried(name: string): ReadonlySet<number> {
		return this.#mayCarryOn(name) ? this.#answer('carries', name) : none;
	}

	#mayCarryOn(name: string): boolean {
		const known = this.#carrying.get(name);
		if (known !== undefined) return known;
		const item = this.#items.get(name);
		if (item === undefined || this.#known.isSettled(name)) return false;
		if (this.#nested >= MOST_NESTED) return false;
		this.#carrying.set(name, false);
		const may =
			givesAnAddressTwice(this.#source, item) || this.#inside(() => givesParameterTo(this.#source, item, (word) => word !== name && this.#mayCarryOn(word)));
		this.#carrying.set(name, may);
		return may;
	}

	#answer<Question extends keyof Summary>(question: Question, name: string): Summary[Question] {
		const item = this.#items.get(name);
		if (item === undefined || this.#known.isSettled(name)) return nothingKnown[question];
		const key = `${question} ${name}`;
		const known = this.#answers.get(key) as Summary[Question] | undefined;
		if (known !== undefined) return known;
		if (this.#nested >= MOST_NESTED || this.#budget.isSpent) return nothingKnown[question];
		// While it is being read it is not known to itself.
		this.#answers.set(key, nothingKnown[question]);
		const { root } = this.#source.syntaxOf(item);
		const read = (recorder: Recorder<Bodies>) => this.#read(item, recordedBodies(recorder))?.[question]() ?? nothingKnown[question];
		const answer = this.#inside(() => memoised(summaries, root, `${question} ${this.#known.key}`, this, read, () => !this.#budget.isSpent));
		this.#answers.set(key, answer as Summary[Question]);
		return answer as Summary[Question];
	}

	/** Reads one body for another. */
	#inside<Result>(read: () => Result): Result {
		this.#nested++;
		try {
			return read();
		} finally {
			this.#nested--;
		}
	}

	/** How the questions about a body are answered; null where it is not understood. */
	#read(item: Item, bodies: Bodies): { [Question in keyof Summary]: () => Summary[Question] } | null {
		const { root, hasError } = this.#source.syntaxOf(item);
		const text = this.#source.text.slice(item.start, item.end);
		const graph = hasError ? null : flowGraphOf(root, text, alternativesOf(this.#source, item));
		if (graph === null) return null;
		const facts = factsOf(root, text, graph, new Callees(this.#known, bodies), new WalkBudget(MOST_OF_HELPER, this.#budget));
		const parameters = parametersOf(root, text);
		return {
			changes: () => changesIn(facts, parameters),
			asks: () => askedOf(facts, parameters),
			stores: () => storedOf(facts, parameters),
			carries: () => carriedOf(facts, parameters),
		};
	}
}
