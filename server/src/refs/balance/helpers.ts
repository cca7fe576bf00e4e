/** What helpers of the same file do to what they are given: read off their own paths, callees before callers. */
import { alternativesOf } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import { EXIT } from '../../flow/graph.ts';
import { walkPaths } from '../../flow/walk.ts';
import { argumentsOf, calleeOf } from '../../kernel-c/calls.ts';
import { declaredName } from '../../kernel-c/declarations.ts';
import type { Item } from '../../kernel-c/items.ts';
import type { ItemSyntax, SourceFile } from '../../kernel-c/source-file.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { type CountChange, type Effect, inferredEffect, type KnownEffects, type When } from '../effects.ts';
import { isPureCall } from '../pure-calls.ts';
import { accessPath } from './access-path.ts';
import { kindOfDropped } from './arrays.ts';
import { birthsIn } from './births.ts';
import { ObjectPaths } from './domain.ts';
import { type End, endsOf } from './exits.ts';
import { type FunctionFacts, factsOf, type Helpers, isOwnStorage } from './function-facts.ts';
import { isKeeper, isSame } from './takers.ts';

/** How many helpers deep a body is followed. */
const DEEPEST = 3;
/** A helper whose paths are more than these is not known. */
const MOST_VISITS = 3000;

interface Summary {
	readonly effect: Effect | null;
	/** Arguments (0-based) that are only looked at. */
	readonly borrowed: ReadonlySet<number>;
	/** Arguments (0-based) that are stored where the helper's caller does not drop them. */
	readonly kept: ReadonlySet<number>;
}

const nothingKnown: Summary = { effect: null, borrowed: new Set(), kept: new Set() };

/** The helpers of a file, summarised when they are asked for. */
export class FileHelpers implements Helpers {
	readonly #source: SourceFile;
	readonly #effects: KnownEffects;
	readonly #items = new Map<string, Item>();
	readonly #summaries = new Map<string, Summary>();
	#depth = 0;

	constructor(source: SourceFile, effects: KnownEffects) {
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
		return this.#summaryOf(name).effect;
	}

	borrows(name: string, argument: number): boolean {
		return this.#summaryOf(name).borrowed.has(argument);
	}

	keeps(name: string, argument: number): boolean {
		return this.#summaryOf(name).kept.has(argument);
	}

	/** What a function's check depends on besides its own text. */
	digest(root: SyntaxNode, text: string): string {
		return calleesOf(root, text)
			.filter((name) => this.#items.has(name))
			.map((name) => `${name}:${describe(this.#summaryOf(name))}`)
			.join(' ');
	}

	#summaryOf(name: string): Summary {
		const known = this.#summaries.get(name);
		if (known !== undefined) return known;
		const item = this.#items.get(name);
		if (item === undefined || this.#effects.knows(name) || this.#depth >= DEEPEST) return nothingKnown;
		// While it is being read it is not known to itself.
		this.#summaries.set(name, nothingKnown);
		this.#depth++;
		const summary = this.#read(name, item);
		this.#depth--;
		this.#summaries.set(name, summary);
		return summary;
	}

	#read(name: string, item: Item): Summary {
		const syntax = this.#source.syntaxOf(item);
		const text = this.#source.text.slice(item.start, item.end);
		const key = `${this.#effects.key} ${this.digest(syntax.root, text)}`;
		const kept = summaries.get(syntax.root);
		if (kept?.key === key) return kept.summary;
		const summary = this.#readPaths(name, item, syntax, text);
		summaries.set(syntax.root, { key, summary });
		return summary;
	}

	#readPaths(name: string, item: Item, syntax: ItemSyntax, text: string): Summary {
		const graph = syntax.hasError ? null : flowGraphOf(syntax.root, text, alternativesOf(this.#source, item));
		if (graph === null) return nothingKnown;
		const facts = factsOf(syntax.root, text, graph, this.#effects, this);
		const parameters = parametersOf(syntax.root, text);
		const changes: CountChange[] = [];
		for (const birth of birthsIn(facts)) {
			const isGiven = birth.on === 'entry' && parameters.includes(birth.path);
			if (!isGiven && !(birth.on === 'result' && birth.certainty === 'known' && facts.returns === 'pointer')) continue;
			const walk = walkPaths(graph, new ObjectPaths(facts, birth), MOST_VISITS);
			if (walk.isCut) continue;
			const ends = endsOf(walk);
			if (isGiven) {
				const when = whenReleased(ends, facts);
				if (when !== null)
					changes.push({ on: 'argument', argument: parameters.indexOf(birth.path), change: -1, counts: birth.counts, ...(when === 'always' ? {} : { when }) });
			} else if (
				walk.visits.some((visit) => visit.node === EXIT && visit.before.object.isReturned) &&
				ends.every((end) => end.outcome === 'kept' || end.outcome === 'none' || end.returned === 'error')
			) {
				if (!changes.some((change) => change.on === 'result')) changes.push({ on: 'result', change: 1, counts: birth.counts, when: 'valid' });
			}
		}
		// One that returns something may drop them only where it failed.
		if (facts.returns === 'nothing') changes.push(...elementsDroppedBy(facts, parameters));
		const pack = this.#effects.packs[0] ?? 'mm';
		const effect = changes.length === 0 ? null : inferredEffect(name, pack, changes);
		return { effect, borrowed: borrowedBy(facts, parameters, this), kept: keptBy(facts, parameters, this) };
	}
}

/** Summaries by the helper's syntax, which is kept while its text is unchanged, and by what they depend on. */
const summaries = new WeakMap<SyntaxNode, { readonly key: string; readonly summary: Summary }>();

const callees = new WeakMap<SyntaxNode, readonly string[]>();

/** The names of the functions that a body calls. */
function calleesOf(root: SyntaxNode, text: string): readonly string[] {
	const known = callees.get(root) ?? [...new Set([...descendantsOf(root, new Set(['call_expression']))].map((call) => calleeOf(call, text)))];
	callees.set(root, known);
	return known;
}

function describe(summary: Summary): string {
	return `${summary.effect?.effects.map((change) => `${change.on}${change.argument ?? ''}${change.change}${change.counts}${change.when ?? ''}${change.isOfElements ?? ''}`).join() ?? ''}/${[...summary.borrowed].join()}/${[...summary.kept].join()}`;
}

function parametersOf(root: SyntaxNode, text: string): string[] {
	const list = [...descendantsOf(root, new Set(['parameter_list']))][0];
	return (list?.children ?? [])
		.filter((child) => child.type === 'parameter_declaration')
		.map((child) => declaredName(childOf(child, 'declarator') ?? child, text));
}

/** With which results a helper has dropped what it was given; null where its paths disagree, or none does. */
function whenReleased(ends: readonly End[], facts: FunctionFacts): When | 'always' | null {
	const real = ends.filter((end) => end.outcome !== 'none');
	const isReleased = (end: End) => end.outcome === 'released';
	if (real.length === 0 || !real.some(isReleased)) return null;
	if (real.every(isReleased)) return 'always';
	if (facts.returns !== 'number' || real.some((end) => end.returned !== 'success' && end.returned !== 'error')) return null;
	const onSuccess = real.filter((end) => end.returned === 'success');
	const onError = real.filter((end) => end.returned === 'error');
	if (onSuccess.every(isReleased) && !onError.some(isReleased)) return 'zero';
	return onError.every(isReleased) && !onSuccess.some(isReleased) ? 'nonzero' : null;
}

/** Parameters that a body reads through and gives to nothing that could keep them. */
function borrowedBy(facts: FunctionFacts, parameters: readonly string[], helpers: Helpers): ReadonlySet<number> {
	const { root, text } = facts;
	const body = root.children.find((child) => child.type === 'function_definition');
	const inside = body === undefined ? null : childOf(body, 'body');
	if (inside === null) return new Set();
	const kept = new Set<string>();
	for (const name of descendantsOf(inside, new Set(['identifier']))) {
		const word = text.slice(name.start, name.end);
		if (parameters.includes(word) && !onlyLooks(name, text, helpers)) kept.add(word);
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
function keptBy(facts: FunctionFacts, parameters: readonly string[], helpers: Helpers): ReadonlySet<number> {
	const { root, text } = facts;
	const kept = new Set<number>();
	for (const name of descendantsOf(root, new Set(['identifier']))) {
		const index = parameters.indexOf(text.slice(name.start, name.end));
		if (index >= 0 && isKept(name, facts, helpers)) kept.add(index);
	}
	return kept;
}

function isKept(name: SyntaxNode, facts: FunctionFacts, helpers: Helpers): boolean {
	const { parent } = name;
	// `&folio->page` is the folio.
	if (parent?.type === 'field_expression' && parent.parent?.type === 'pointer_expression') return isKept(parent.parent, facts, helpers);
	if (parent?.type === 'assignment_expression' && name.field === 'right') {
		const path = accessPath(childOf(parent, 'left') ?? name, facts.text);
		return path !== '' && !isOwnStorage(facts, path);
	}
	if (parent?.type !== 'argument_list' || parent.parent === null) return false;
	const callee = calleeOf(parent.parent, facts.text);
	if (isSame(callee)) return isKept(parent.parent, facts, helpers);
	return isKeeper(callee) || helpers.keeps(callee, argumentsOf(parent.parent).indexOf(name));
}

function onlyLooks(name: SyntaxNode, text: string, helpers: Helpers): boolean {
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
			if (isSame(callee)) return onlyLooks(call, text, helpers);
			return isPureCall(callee) || helpers.borrows(callee, argumentsOf(call).indexOf(name));
		}
		default:
			return false;
	}
}
