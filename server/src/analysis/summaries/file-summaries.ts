/** What functions do to what they are given: those of the same file are read off their own paths, callees before callers. */

import { type CountChange, type Effect, type EffectPack, inferredEffect, type KnownEffects, type When } from '../../contracts/effects.ts';
import { isPureCall } from '../../contracts/pure-calls.ts';
import { isKeeper, isSame } from '../../contracts/takers.ts';
import { alternativesOf } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import { EXIT } from '../../flow/graph.ts';
import { type Walk, walkPaths } from '../../flow/walk.ts';
import { MOST_OF_FILE, WalkBudget } from '../../flow/walk-budget.ts';
import { argumentsOf, calleeOf } from '../../kernel-c/calls.ts';
import { declaredName } from '../../kernel-c/declarations.ts';
import type { Item } from '../../kernel-c/items.ts';
import type { SourceFile } from '../../kernel-c/source-file.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { type Memory, memoised } from '../engine/memo.ts';
import { type Acquisition, acquisitionsIn } from '../typestate/acquisitions.ts';
import { kindOfDropped } from '../typestate/arrays.ts';
import { carriedOnBy, isForOwnRequest } from '../typestate/carriers.ts';
import { type End, endsOf } from '../typestate/exits.ts';
import { type FunctionFacts, factsOf, type Summaries } from '../typestate/function-facts.ts';
import { ObjectDomain } from '../typestate/object-paths.ts';
import type { PathState } from '../typestate/state.ts';
import { isOwnStorage } from '../typestate/storage.ts';
import { accessPath } from '../values/access-path.ts';
import { givesAnAddressTwice, givesParameterTo, mayConcernCallers } from './prefilter.ts';

/** A helper whose paths are more than these is not known. */
const MOST_VISITS = 3000;

/** The bound on one question about a helper. */
const MOST_OF_HELPER = 30_000;

/** How many functions that call each other are read one inside the other; what is called deeper is not known. */
const MOST_NESTED = 40;

const none: ReadonlySet<number> = new Set();

/** What is asked about a helper. */
interface Summary {
	readonly changes: Changes;
	/** Arguments (0-based) that are only looked at. */
	readonly borrows: ReadonlySet<number>;
	/** Arguments (0-based) that are stored where the helper's caller does not drop them. */
	readonly keeps: ReadonlySet<number>;
	/** Arguments (0-based) that are given away together with a structure that goes on from there. */
	readonly carries: ReadonlySet<number>;
}

/** What becomes of counts. */
interface Changes {
	readonly effect: Effect | null;
	/** Arguments (0-based) that some paths drop and others do not, in a way that no result tells. */
	readonly unclear: ReadonlySet<number>;
}

const nothingKnown: Summary = { changes: { effect: null, unclear: none }, borrows: none, keeps: none, carries: none };

/** The summaries of the functions of a file, each question about one answered when it is asked; of those in other files what the tree's index says. */
export class FileSummaries implements Summaries {
	readonly #source: SourceFile;
	readonly #effects: KnownEffects;
	readonly #budget: WalkBudget;
	readonly #items = new Map<string, Item>();
	readonly #answers = new Map<string, Summary[keyof Summary]>();
	readonly #concerning = new Map<string, boolean>();
	readonly #carrying = new Map<string, boolean>();
	/** How many functions are being read, each for the one before. */
	#nested = 0;

	/** `budget`: of the file. */
	constructor(source: SourceFile, effects: KnownEffects, budget = new WalkBudget(MOST_OF_FILE)) {
		this.#budget = budget;
		this.#source = source;
		this.#effects = effects;
		const twice = new Set<string>();
		for (const item of source.main.items) {
			if (item.kind !== 'function') continue;
			if (this.#items.has(item.name)) twice.add(item.name);
			this.#items.set(item.name, item);
		}
		// Of two definitions under `#if` one does something and the other often nothing.
		for (const name of twice) this.#items.delete(name);
	}

	effect(name: string): Effect | null {
		if (!this.#items.has(name)) return this.#effects.elsewhere.effectOf(name);
		return this.#concernsCallers(name) ? this.#answer('changes', name).effect : null;
	}

	borrows(name: string, argument: number): boolean {
		return this.#answer('borrows', name).has(argument);
	}

	keeps(name: string, argument: number): boolean {
		return this.#answer('keeps', name).has(argument);
	}

	mayDrop(name: string, argument: number): boolean {
		if (!this.#items.has(name)) return this.#effects.elsewhere.mayDrop(name, argument);
		return (this.#concernsCallers(name) && this.#answer('changes', name).unclear.has(argument)) || this.#carried(name).has(argument);
	}

	/** What callers in other files should know of a function, or null. */
	shared(name: string): { readonly effects: readonly CountChange[]; readonly mayDrop: readonly number[] } | null {
		if (!this.#items.has(name) || !this.#concernsCallers(name)) return null;
		const { effect, unclear } = this.#answer('changes', name);
		const effects = effect?.effects ?? [];
		const mayDrop = [...new Set([...unclear, ...this.#carried(name)])];
		return effects.length === 0 && mayDrop.length === 0 ? null : { effects, mayDrop };
	}

	/** Whether a body may change what its callers hold or get: others need not be read for it. */
	#concernsCallers(name: string): boolean {
		const known = this.#concerning.get(name);
		if (known !== undefined) return known;
		const item = this.#items.get(name);
		if (item === undefined || this.#effects.knows(name)) {
			const effect = this.#effects.of(name) ?? this.#effects.elsewhere.effectOf(name);
			return effect !== null && effect.effects.length > 0;
		}
		if (this.#nested >= MOST_NESTED) return false;
		this.#concerning.set(name, false);
		const concerns = this.#inside(() => mayConcernCallers(this.#source, item, (word) => word !== name && this.#concernsCallers(word)));
		this.#concerning.set(name, concerns);
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
		if (item === undefined || this.#effects.knows(name)) return false;
		if (this.#nested >= MOST_NESTED) return false;
		this.#carrying.set(name, false);
		const may =
			givesAnAddressTwice(this.#source, item) || this.#inside(() => givesParameterTo(this.#source, item, (word) => word !== name && this.#mayCarryOn(word)));
		this.#carrying.set(name, may);
		return may;
	}

	#answer<Question extends keyof Summary>(question: Question, name: string): Summary[Question] {
		const item = this.#items.get(name);
		if (item === undefined || this.#effects.knows(name)) return nothingKnown[question];
		const key = `${question} ${name}`;
		const known = this.#answers.get(key) as Summary[Question] | undefined;
		if (known !== undefined) return known;
		if (this.#nested >= MOST_NESTED || this.#budget.isSpent) return nothingKnown[question];
		// While it is being read it is not known to itself.
		this.#answers.set(key, nothingKnown[question]);
		const { root } = this.#source.syntaxOf(item);
		const read = (asked: Summaries) => this.#read(item, asked)?.[question]() ?? nothingKnown[question];
		const answer = this.#inside(() => memoised(summaries, root, `${question} ${this.#effects.key}`, this, read, () => !this.#budget.isSpent));
		this.#answers.set(key, answer as Summary[Question]);
		return answer as Summary[Question];
	}

	/** Reads one helper for another. */
	#inside<Result>(read: () => Result): Result {
		this.#nested++;
		try {
			return read();
		} finally {
			this.#nested--;
		}
	}

	/** How the questions about a body are answered; null where it is not understood. */
	#read(item: Item, summaries: Summaries): { [Question in keyof Summary]: () => Summary[Question] } | null {
		const { root, hasError } = this.#source.syntaxOf(item);
		const text = this.#source.text.slice(item.start, item.end);
		const graph = hasError ? null : flowGraphOf(root, text, alternativesOf(this.#source, item));
		if (graph === null) return null;
		const facts = factsOf(root, text, graph, this.#effects, summaries, new WalkBudget(MOST_OF_HELPER, this.#budget));
		const parameters = parametersOf(root, text);
		return {
			changes: () => changesIn(item.name, facts, parameters, this.#effects.packs[0] ?? 'mm'),
			borrows: () => borrowedBy(facts, parameters, summaries),
			keeps: () => keptBy(facts, parameters, summaries),
			carries: () => carriedOf(facts, parameters, summaries),
		};
	}
}

/** Answers by the helper's syntax, which is kept while its text is unchanged. */
const summaries: Memory<Summary[keyof Summary]> = new WeakMap();

/** What a body does to what it is given, and what it returns. */
function changesIn(name: string, facts: FunctionFacts, parameters: readonly string[], pack: EffectPack): Changes {
	const changes: CountChange[] = [];
	const unclear = new Set<number>();
	for (const { acquisition, ends, walk } of objectsOf(facts, parameters)) {
		if (acquisition.on === 'entry') {
			const argument = parameters.indexOf(acquisition.path);
			const when = whenReleased(ends, facts);
			if (when !== null) changes.push({ on: 'argument', argument, change: -1, counts: acquisition.counts, ...(when === 'always' ? {} : { when }) });
			else if (ends.some((end) => end.isDropped)) unclear.add(argument);
		} else if (
			walk.visits.some((visit) => visit.node === EXIT && visit.before.object.isReturned) &&
			ends.every((end) => end.outcome === 'kept' || end.outcome === 'none' || end.returned === 'error')
		) {
			if (!changes.some((change) => change.on === 'result')) changes.push({ on: 'result', change: 1, counts: acquisition.counts, when: 'valid' });
		}
	}
	// One that returns something may drop them only where it failed.
	if (facts.returns === 'nothing') for (const each of elementsDroppedBy(facts, parameters)) changes.push(each);
	return { effect: changes.length === 0 ? null : inferredEffect(name, pack, changes), unclear };
}

function parametersOf(root: SyntaxNode, text: string): string[] {
	const list = [...descendantsOf(root, new Set(['parameter_list']))][0];
	return (list?.children ?? [])
		.filter((child) => child.type === 'parameter_declaration')
		.map((child) => declaredName(childOf(child, 'declarator') ?? child, text));
}

/** What a body is given and drops, and what it may return, with how their paths end; but for those with too many. */
function* objectsOf(facts: FunctionFacts, parameters: readonly string[]): Generator<{ acquisition: Acquisition; walk: Walk<PathState>; ends: readonly End[] }> {
	for (const acquisition of acquisitionsIn(facts)) {
		const isGiven = acquisition.on === 'entry' && parameters.includes(acquisition.path);
		if (!isGiven && !(acquisition.on === 'result' && acquisition.certainty === 'known' && facts.returns === 'pointer')) continue;
		const walk = walkPaths(facts.graph, new ObjectDomain(facts, acquisition), MOST_VISITS, facts.budget);
		if (!walk.isCut) yield { acquisition, walk, ends: endsOf(walk) };
	}
}

/** With which results a helper has dropped what it was given; null where its paths disagree, or none does. */
function whenReleased(ends: readonly End[], facts: FunctionFacts): When | 'always' | null {
	const real = ends.filter((end) => end.outcome !== 'none');
	const isReleased = (end: End) => end.outcome === 'released' || (end.outcome === 'kept' && end.isDropped);
	if (real.length === 0 || !real.some(isReleased)) return null;
	if (real.every(isReleased)) return 'always';
	if (facts.returns !== 'number' || real.some((end) => end.returned !== 'success' && end.returned !== 'error')) return null;
	const onSuccess = real.filter((end) => end.returned === 'success');
	const onError = real.filter((end) => end.returned === 'error');
	if (onSuccess.every(isReleased) && !onError.some(isReleased)) return 'zero';
	return onError.every(isReleased) && !onSuccess.some(isReleased) ? 'nonzero' : null;
}

/** Parameters that a body reads through and gives to nothing that could keep them. */
function borrowedBy(facts: FunctionFacts, parameters: readonly string[], summaries: Summaries): ReadonlySet<number> {
	const { root, text } = facts;
	const body = root.children.find((child) => child.type === 'function_definition');
	const inside = body === undefined ? null : childOf(body, 'body');
	if (inside === null) return new Set();
	const kept = new Set<string>();
	for (const name of descendantsOf(inside, new Set(['identifier']))) {
		const word = text.slice(name.start, name.end);
		if (parameters.includes(word) && !onlyLooks(name, text, summaries)) kept.add(word);
	}
	return new Set(parameters.flatMap((name, index) => (name === '' || kept.has(name) ? [] : [index])));
}

/** Parameters that are arrays, and whose elements a loop drops. */
function elementsDroppedBy(facts: FunctionFacts, parameters: readonly string[]): CountChange[] {
	const changes: CountChange[] = [];
	for (const loop of descendantsOf(facts.root, new Set(['for_statement', 'while_statement']))) {
		for (const [argument, name] of parameters.entries()) {
			const counts = kindOfDropped(facts, loop, `${name}[]`);
			if (counts !== null) changes.push({ on: 'argument', argument, change: -1, counts, isOfElements: true });
		}
	}
	return changes;
}

/** Parameters that a body stores in a structure, as they are or under another name, or gives to who keeps them. */
function keptBy(facts: FunctionFacts, parameters: readonly string[], summaries: Summaries): ReadonlySet<number> {
	const { root, text } = facts;
	const kept = new Set<number>();
	for (const name of descendantsOf(root, new Set(['identifier']))) {
		const index = parameters.indexOf(text.slice(name.start, name.end));
		if (index >= 0 && isKept(name, facts, summaries)) kept.add(index);
	}
	return kept;
}

/** Parameters that are given away together with a structure that goes on from there. */
function carriedOf(facts: FunctionFacts, parameters: readonly string[], summaries: Summaries): ReadonlySet<number> {
	const carried = [...descendantsOf(facts.root, new Set(['call_expression']))].flatMap((call) => {
		const callee = calleeOf(call, facts.text);
		const given = argumentsOf(call).map((argument) => parameters.indexOf(accessPath(argument, facts.text)));
		if (given.every((parameter) => parameter < 0)) return [];
		const isCarried = carriedOnBy(facts, call) !== null;
		return given.filter((parameter, place) => parameter >= 0 && (isCarried ? !summaries.borrows(callee, place) : summaries.mayDrop(callee, place)));
	});
	return new Set(carried);
}

function isKept(name: SyntaxNode, facts: FunctionFacts, summaries: Summaries): boolean {
	const { parent } = name;
	// `&folio->page` is the folio.
	if (parent?.type === 'field_expression' && parent.parent?.type === 'pointer_expression') return isKept(parent.parent, facts, summaries);
	if (parent?.type === 'assignment_expression' && name.field === 'right') {
		const path = accessPath(childOf(parent, 'left') ?? name, facts.text);
		return path !== '' && !isOwnStorage(facts, path);
	}
	if (parent?.type !== 'argument_list' || parent.parent === null) return false;
	const callee = calleeOf(parent.parent, facts.text);
	if (isSame(callee)) return isKept(parent.parent, facts, summaries);
	return (isKeeper(callee) && !isForOwnRequest(facts, parent.parent)) || summaries.keeps(callee, argumentsOf(parent.parent).indexOf(name));
}

function onlyLooks(name: SyntaxNode, text: string, summaries: Summaries): boolean {
	const parent = name.parent;
	switch (parent?.type) {
		case 'field_expression':
			// `&page->lru` leads to the page.
			return parent.parent?.type !== 'pointer_expression';
		case 'binary_expression':
		case 'unary_expression':
			return true;
		case 'parenthesized_expression':
			return parent.field === 'condition';
		case 'argument_list': {
			const call = parent.parent as SyntaxNode;
			const callee = calleeOf(call, text);
			// `folio_page(folio, 0)` is the folio under another name.
			if (isSame(callee)) return onlyLooks(call, text, summaries);
			return isPureCall(callee) || summaries.borrows(callee, argumentsOf(call).indexOf(name));
		}
		default:
			return false;
	}
}
