/** Runs rules over a C file: one walk over the items that can concern one, each rule called for the node types that it wants. */

import { analysed } from '../analysis/page-tables/analysed.ts';
import { FileTables } from '../analysis/page-tables/file-tables.ts';
import { FileSummaries } from '../analysis/summaries/file-summaries.ts';
import { checkFunction, nothingChecked } from '../analysis/typestate/check-function.ts';
import type { KnownContracts } from '../contracts/callees.ts';
import type { TreeProfile } from '../contracts/tree-profile.ts';
import { alternativesOf } from '../flow/alternatives.ts';
import { MOST_OF_FILE, WalkBudget } from '../flow/walk-budget.ts';
import { KEPT, OTHER_SIDE } from '../kernel-c/conditionals.ts';
import type { Item } from '../kernel-c/items.ts';
import { keepsConditionals } from '../kernel-c/rewrite/conditional-group.ts';
import { fileHolds, type ItemSyntax, type Reading, type SourceFile, wordsOf } from '../kernel-c/source-file.ts';
import type { SyntaxNode } from '../kernel-c/syntax.ts';
import { WORD } from '../kernel-c/tokens.ts';
import { WordSets } from '../kernel-c/word-sets.ts';
import type { Draft } from '../rules/raw-finding.ts';
import type { Rule, RuleContext } from '../rules/rule.ts';
import type { Note } from './finding.ts';

/** A draft with the rule that made it and the item that it is in. */
export interface RuleFinding {
	readonly rule: Rule;
	readonly draft: Draft;
	/** The name of the function or macro, or ''. */
	readonly function: string;
}

/** What running rules over a file gave. */
export interface RuleRun {
	readonly findings: readonly RuleFinding[];
	/** What was left out: a function that is out of bounds, a rule that failed in one. The rest went on. */
	readonly notes: readonly Note[];
	readonly functions: number;
	readonly functionsWithParseErrors: number;
	/** Functions that were not followed, or not along all of their paths. */
	readonly functionsSkipped: number;
}

/** Which items of a file are reviewed. */
export interface ReviewScope {
	/** `part`: only a part of it is there, for rules that read parts. */
	extentOf(item: Item): 'whole' | 'part' | 'none';
	/** Whether the whole file is there, for what no item holds. */
	readonly hasFile: boolean;
}

const everything: ReviewScope = { extentOf: () => 'whole', hasFile: true };

/** Runs the rules that apply to a tree's scheme over a C file, or over some items of it. */
export function runRules(source: SourceFile, tree: TreeProfile, rules: readonly Rule[], contracts: KnownContracts, scope: ReviewScope = everything): RuleRun {
	// What a hunk does not show its file may hold.
	const asked = (rule: Rule) => (scope.hasFile ? rule.words : rule.words.slice(0, 1));
	const applying = rules.filter((rule) => rule.schemes.includes(tree.scheme) && asked(rule).every((words) => fileHolds(source, words)));
	const run = new Run(source, tree, applying, contracts, scope);
	if (applying.length > 0) {
		run.overReading(source.main, () => true);
		const other = source.otherSide();
		if (other !== null) run.overReading(other, (offset) => isOnlyOther(source, other, offset));
		if (scope.hasFile) run.overFile();
	}
	return run.result();
}

/** Whether the token at an offset is on a side that the main reading dropped. */
function isOnlyOther(source: SourceFile, other: Reading, offset: number): boolean {
	const { tokens } = source;
	let low = 0;
	let high = tokens.count - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((tokens.start[middle] as number) <= offset) low = middle;
		else high = middle - 1;
	}
	return source.main.settled.fate[low] === OTHER_SIDE && other.settled.fate[low] === KEPT;
}

class Run {
	readonly #source: SourceFile;
	readonly #tree: TreeProfile;
	readonly #contracts: KnownContracts;
	readonly #summaries: FileSummaries;
	readonly #tables: FileTables;
	readonly #budget: WalkBudget;
	readonly #scope: ReviewScope;
	readonly #rules: readonly { readonly rule: Rule; readonly words: ReadonlySet<string> }[];
	readonly #findings = new Map<string, RuleFinding>();
	/** By their text, so that what several rules meet is said once. */
	readonly #notes = new Map<string, Note>();
	readonly #skipped = new Set<Item>();
	#functions = 0;
	#functionsWithParseErrors = 0;

	constructor(source: SourceFile, tree: TreeProfile, rules: readonly Rule[], contracts: KnownContracts, scope: ReviewScope) {
		this.#scope = scope;
		this.#contracts = contracts;
		this.#budget = new WalkBudget(MOST_OF_FILE);
		this.#summaries = new FileSummaries(source, contracts, this.#budget);
		this.#tables = new FileTables(source, scope.hasFile, this.#budget);
		this.#source = source;
		this.#tree = tree;
		this.#rules = rules.map((rule) => ({ rule, words: new Set(rule.words[0]) }));
	}

	overReading(reading: Reading, isOurs: (offset: number) => boolean): void {
		const inScope = reading.items.filter((item) => this.#scope.extentOf(item) !== 'none');
		const helpers = this.#helpersIn(reading, inScope);
		const wanting = this.#rules.map(({ rule, words }) => {
			const first = rule.packWords === undefined ? words : new Set([...words, ...helpers]);
			return { rule, lists: rule.wantsAllInItem === true ? [first, ...rule.words.slice(1).map((list) => new Set(list))] : [first] };
		});
		const sets = new WordSets(
			this.#source,
			wanting.map(({ lists }) => lists),
		);
		for (const item of inScope) {
			const held = sets.answeredBy(item);
			if (held.size === 0) continue;
			const extent = this.#scope.extentOf(item);
			const canRead = (rule: Rule) => rule.check !== undefined && (extent === 'whole' || rule.readsParts === true);
			const rules = wanting.filter(({ rule }, at) => held.has(at) && canRead(rule)).map(({ rule }) => rule);
			if (rules.length > 0) this.#overItem(item, rules, isOurs, extent === 'whole');
		}
	}

	/** Functions that change counts of what their callers hold or get: their callers concern a rule that follows references too. */
	#helpersIn(reading: Reading, inScope: readonly Item[]): readonly string[] {
		if (!this.#rules.some(({ rule }) => rule.packWords !== undefined)) return [];
		// Only those count that something in scope calls.
		const called =
			inScope.length === reading.items.length
				? null
				: new Set(inScope.filter(({ kind }) => kind !== 'macro').flatMap((item) => [...wordsOf(this.#source, item)]));
		const functions = reading.items.filter(({ kind, name }) => kind === 'function' && called?.has(name) !== false && isNamedTwice(this.#source, name));
		return functions
			.filter((item) => {
				let changes = false;
				this.#guard('reading its effect', item, () => {
					changes = this.#summaries.contract(item.name) !== null;
				});
				return changes;
			})
			.map(({ name }) => name);
	}

	overFile(): void {
		for (const { rule } of this.#rules) {
			this.#guard(`rule ${rule.id}`, null, () => {
				const drafts = rule.checkFile?.({ tree: this.#tree, text: this.#source.text, source: this.#source }) ?? [];
				for (const draft of drafts) this.#add(rule, draft, '');
			});
		}
	}

	#overItem(item: Item, rules: readonly Rule[], isOurs: (offset: number) => boolean, isWhole: boolean): void {
		const syntax = this.#source.syntaxOf(item);
		if (item.kind === 'function') this.#functions++;
		if (syntax.unread !== '') {
			this.#leaveOut(item, syntax.unread);
			return;
		}
		if (item.kind === 'function' && syntax.hasError) this.#functionsWithParseErrors++;
		const context = this.#contextOf(item, syntax, isWhole);
		const wanted = new Map<string, Rule[]>();
		for (const rule of rules) for (const type of rule.nodes) wanted.set(type, [...(wanted.get(type) ?? []), rule]);
		visit(syntax.root, (node) => {
			for (const rule of wanted.get(node.type) ?? []) {
				this.#guard(`rule ${rule.id}`, item, () => {
					for (const draft of rule.check?.(context, node) ?? []) if (isOurs(draft.start)) this.#add(rule, draft, item.name);
				});
			}
		});
	}

	#contextOf(item: Item, { root, hasError }: ItemSyntax, isWhole: boolean): RuleContext {
		const source = this.#source;
		const text = source.text.slice(item.start, item.end);
		const alternatives = () => alternativesOf(source, item);
		// Paths of a function that does not parse are not to be trusted.
		const hasPaths = item.kind === 'function' && !hasError;
		return {
			tree: this.#tree,
			source,
			item,
			text,
			root,
			isWhole,
			kinds: this.#contracts.kinds,
			balance: () => {
				if (!hasPaths) return nothingChecked;
				const check = checkFunction(root, text, alternatives(), this.#contracts, this.#summaries, this.#budget);
				if (check.notWalked.length > 0) this.#cut(item, `of ${listed(check.notWalked)}`);
				return check;
			},
			inTables: (analysis) => {
				const syntax = { name: item.name, root, text, alternatives: alternatives() };
				return hasPaths ? analysed(syntax, this.#tables, analysis, () => this.#cut(item, 'of what it does to page tables')) : [];
			},
			inFile: (edits) => edits.map((edit) => ({ start: item.start + edit.start, end: item.start + edit.end, newText: edit.newText })),
			at: (node, message, more = {}) => ({ start: item.start + node.start, end: item.start + node.end, message, ...more }),
		};
	}

	/** Notes that a function's paths were not all walked. */
	#cut(item: Item, what: string): void {
		this.#skipped.add(item);
		const of = this.#budget.isSpent ? 'this file takes more work than is done for one' : 'it has more paths than are walked';
		this.#note('info', `${titleOf(item)}: nothing is said ${what}, since ${of}`);
	}

	#leaveOut(item: Item, reason: string): void {
		this.#skipped.add(item);
		this.#note('warning', `${titleOf(item)} was left out: ${reason}`);
	}

	/** Runs a part of the review; what it throws is a note, and the rest goes on. */
	#guard(what: string, item: Item | null, run: () => void): void {
		try {
			run();
		} catch (error) {
			if (item?.kind === 'function') this.#skipped.add(item);
			this.#note('error', `${what}${item === null ? '' : ` in ${titleOf(item)}`} failed: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	#note(level: Note['level'], message: string): void {
		this.#notes.set(message, { level, message });
	}

	#add(rule: Rule, draft: Draft, name: string): void {
		const key = `${rule.id} ${draft.start} ${draft.end}`;
		if (!this.#findings.has(key)) this.#findings.set(key, { rule, draft: withSoundFix(draft, this.#source.text), function: name });
	}

	result(): RuleRun {
		return {
			findings: [...this.#findings.values()].sort((a, b) => a.draft.start - b.draft.start || a.draft.end - b.draft.end || (a.rule.id < b.rule.id ? -1 : 1)),
			notes: [...this.#notes.values()],
			functions: this.#functions,
			functionsWithParseErrors: this.#functionsWithParseErrors,
			functionsSkipped: this.#skipped.size,
		};
	}
}

const timesNamed = new WeakMap<SourceFile, ReadonlyMap<string, number>>();

/** Whether a file names a function somewhere else than where it defines it: else nothing in it calls it. */
function isNamedTwice(source: SourceFile, name: string): boolean {
	const known = timesNamed.get(source) ?? countWords(source);
	timesNamed.set(source, known);
	return (known.get(name) ?? 0) > 1;
}

function countWords({ tokens }: SourceFile): ReadonlyMap<string, number> {
	const times = new Uint32Array(tokens.words.length);
	for (let at = 0; at < tokens.count; at++) if (tokens.kind[at] === WORD) times[tokens.code[at] as number] = (times[tokens.code[at] as number] as number) + 1;
	return new Map(tokens.words.map((word, code) => [word, times[code] as number]));
}

/** How a note names an item. */
function titleOf(item: Item): string {
	if (item.kind === 'function') return `${item.name}()`;
	return item.kind === 'macro' ? `the macro ${item.name}` : 'a declaration';
}

/** The first few of some names; what has none is what a call returns. */
function listed(names: readonly string[]): string {
	const different = [...new Set(names.map((name) => name || 'what it returns'))];
	const shown = different.slice(0, 3).join(', ');
	return different.length > 3 ? `${shown} and ${different.length - 3} more` : shown;
}

/** The draft without a fix that would cut an `#if` group in two. */
function withSoundFix(draft: Draft, text: string): Draft {
	const { fix, ...rest } = draft;
	return fix === undefined || keepsConditionals(text, fix.edits) ? draft : rest;
}

function visit(root: SyntaxNode, see: (node: SyntaxNode) => void): void {
	const open: SyntaxNode[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		see(node);
		for (let i = node.children.length - 1; i >= 0; i--) open.push(node.children[i] as SyntaxNode);
	}
}
