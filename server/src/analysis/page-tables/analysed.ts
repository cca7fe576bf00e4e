/** What was found in a function is kept with its syntax, for as long as what it asked of its file is answered the same. */
import { MOST_OF_FUNCTION, WalkBudget } from '../../flow/walk-budget.ts';
import { variablesOf } from '../../kernel-c/declarations.ts';
import { type Memory, memoised, type Recorder } from '../engine/memo.ts';
import type { HelperDeeds } from './events.ts';
import type { FileTables } from './file-tables.ts';
import { type FunctionSyntax, type Neighbours, type TableFunction, tableFunctionOf } from './table-function.ts';

/** Looks for something in a function. */
export type Analysis<Found> = (fn: TableFunction) => Iterable<Found>;

interface Answer {
	readonly found: readonly unknown[];
	readonly isCut: boolean;
}

/** By the analysis, each of which is a function that stays. */
const memories = new WeakMap<Analysis<unknown>, Memory<Answer, FileTables>>();

/** What an analysis finds in a function; nothing where it takes too long, which `onCut` is told. */
export function analysed<Found>(syntax: FunctionSyntax, file: FileTables, analysis: Analysis<Found>, onCut: () => void): readonly Found[] {
	const memory: Memory<Answer, FileTables> = memories.get(analysis) ?? new WeakMap();
	memories.set(analysis, memory);
	let isLasting = true;
	const make = (recorder: Recorder<FileTables>): Answer => {
		const neighbours = new RecordedNeighbours(file, recorder);
		const fn = handlesTables(syntax) ? tableFunctionOf(syntax, neighbours) : null;
		const found = fn === null ? [] : [...analysis(fn)];
		const isCut = fn !== null && neighbours.budget.isSpent;
		isLasting = !neighbours.budget.isWholeSpent;
		return { found: isCut ? [] : found, isCut };
	};
	const answer = memoised(memory, syntax.root, '', file, make, () => isLasting);
	if (answer.isCut) onCut();
	// An analysis always finds the same kind of thing.
	return answer.found as readonly Found[];
}

/** Whether a function has anything in hand that leads to a page table: seen before its paths are. */
function handlesTables({ root, text }: FunctionSyntax): boolean {
	return variablesOf(root, text).some(({ type }) => tableTypes.test(type));
}

const tableTypes = /\b(?:vm_area_struct|vm_fault|mm_struct|mmu_gather|mm_walk|page_vma_mapped_walk|migrate_vma|p(?:te|md|ud|4d|gd)_t|pgtable_t)\b/;

/** What else is in the file, as a function that is analysed is told of it. */
class RecordedNeighbours implements Neighbours {
	readonly budget: WalkBudget;
	readonly #recorder: Recorder<FileTables>;
	readonly #read = new Map<string, TableFunction | null>();

	constructor(file: FileTables, recorder: Recorder<FileTables>) {
		this.budget = new WalkBudget(MOST_OF_FUNCTION, file.budget);
		this.#recorder = recorder;
	}

	get isWhole(): boolean {
		return this.#recorder.ask('whole', (file) => file.isWhole);
	}

	deedsOf(name: string): HelperDeeds | null {
		return this.#recorder.ask(`deeds ${name}`, (file) => file.deedsOf(name), textOfDeeds);
	}

	callersOf(name: string): readonly string[] {
		return this.#recorder.ask(
			`callers ${name}`,
			(file) => file.callersOf(name),
			(callers) => callers.join(),
		);
	}

	functionOf(name: string): TableFunction | null {
		const syntax = this.#recorder.ask(
			`function ${name}`,
			(file) => file.syntaxOf(name),
			(known) => known?.root ?? null,
		);
		const known = this.#read.get(name);
		if (known !== undefined) return known;
		const read = syntax === null ? null : tableFunctionOf(syntax, this);
		this.#read.set(name, read);
		return read;
	}

	isExported(name: string): boolean {
		return this.#recorder.ask(`exported ${name}`, (file) => file.isExported(name));
	}
}

function textOfDeeds(deeds: HelperDeeds | null): string {
	return deeds === null ? '' : `${[...deeds.does].sort().join()} ${[...deeds.levels].sort().join()}`;
}
