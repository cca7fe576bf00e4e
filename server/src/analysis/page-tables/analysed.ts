/** What was found in a function is kept with its syntax, for as long as what it asked of its file is answered the same. */
import { MOST_OF_FUNCTION, WalkBudget } from '../../flow/walk-budget.ts';
import { variablesOf } from '../../kernel-c/declarations.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { HelperDeeds } from './events.ts';
import type { FileTables } from './file-tables.ts';
import { type FunctionSyntax, type Neighbours, type TableFunction, tableFunctionOf } from './table-function.ts';

/** Looks for something in a function. */
export type Analysis<Found> = (fn: TableFunction) => Iterable<Found>;

interface Kept {
	readonly found: readonly unknown[];
	readonly isCut: boolean;
	/** What was asked of the file on the way, with the answers. */
	readonly answers: readonly Answer[];
}

interface Answer {
	/** A text, or the syntax of a function, which stays while its text does. */
	readonly said: unknown;
	again(file: FileTables): unknown;
}

const memory = new WeakMap<SyntaxNode, Map<Analysis<unknown>, Kept>>();

/** What an analysis finds in a function; nothing where it takes too long, which `onCut` is told. */
export function analysed<Found>(syntax: FunctionSyntax, file: FileTables, analysis: Analysis<Found>, onCut: () => void): readonly Found[] {
	const results = memory.get(syntax.root) ?? new Map<Analysis<unknown>, Kept>();
	memory.set(syntax.root, results);
	let kept = results.get(analysis);
	if (kept?.answers.every((answer) => answer.again(file) === answer.said) !== true) {
		const record = new Record(file);
		const fn = handlesTables(syntax) ? tableFunctionOf(syntax, record) : null;
		const found = fn === null ? [] : [...analysis(fn)];
		const isCut = fn !== null && record.budget.isSpent;
		kept = { found: isCut ? [] : found, isCut, answers: [...record.answers.values()] };
		if (!record.budget.isWholeSpent) results.set(analysis, kept);
	}
	if (kept.isCut) onCut();
	// An analysis always finds the same kind of thing.
	return kept.found as readonly Found[];
}

/** Whether a function has anything in hand that leads to a page table: seen before its paths are. */
function handlesTables({ root, text }: FunctionSyntax): boolean {
	return variablesOf(root, text).some(({ type }) => tableTypes.test(type));
}

const tableTypes = /\b(?:vm_area_struct|vm_fault|mm_struct|mmu_gather|mm_walk|page_vma_mapped_walk|migrate_vma|p(?:te|md|ud|4d|gd)_t|pgtable_t)\b/;

/** Passes questions on, and keeps them with their answers. */
class Record implements Neighbours {
	readonly answers = new Map<string, Answer>();
	readonly budget: WalkBudget;
	readonly #file: FileTables;
	readonly #read = new Map<string, TableFunction | null>();

	get isWhole(): boolean {
		this.#keep('whole', (file) => file.isWhole);
		return this.#file.isWhole;
	}

	constructor(file: FileTables) {
		this.budget = new WalkBudget(MOST_OF_FUNCTION, file.budget);
		this.#file = file;
	}

	deedsOf(name: string): HelperDeeds | null {
		this.#keep(`deeds ${name}`, (file) => told(file.deedsOf(name)));
		return this.#file.deedsOf(name);
	}

	callersOf(name: string): readonly string[] {
		this.#keep(`callers ${name}`, (file) => file.callersOf(name).join());
		return this.#file.callersOf(name);
	}

	functionOf(name: string): TableFunction | null {
		this.#keep(`function ${name}`, (file) => file.syntaxOf(name)?.root ?? null);
		const known = this.#read.get(name);
		if (known !== undefined) return known;
		const syntax = this.#file.syntaxOf(name);
		const read = syntax === null ? null : tableFunctionOf(syntax, this);
		this.#read.set(name, read);
		return read;
	}

	isExported(name: string): boolean {
		this.#keep(`exported ${name}`, (file) => file.isExported(name));
		return this.#file.isExported(name);
	}

	#keep(question: string, again: Answer['again']): void {
		if (!this.answers.has(question)) this.answers.set(question, { said: again(this.#file), again });
	}
}

function told(deeds: HelperDeeds | null): string {
	return deeds === null ? '' : `${[...deeds.does].sort().join()} ${[...deeds.levels].sort().join()}`;
}
