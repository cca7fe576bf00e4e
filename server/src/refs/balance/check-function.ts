/** Checks the references of a function: every object in turn, along every path. */

import type { Alternatives } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import { type Walk, walkPaths } from '../../flow/walk.ts';
import { MOST_OF_FUNCTION, WalkBudget } from '../../flow/walk-budget.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { KnownEffects } from '../effects.ts';
import { type Birth, birthsIn } from './births.ts';
import { ObjectPaths } from './domain.ts';
import { mayBeWrong, nodesOn } from './exits.ts';
import { conditionKey, type FunctionFacts, factsOf, type Helpers, pathsIn } from './function-facts.ts';
import { type Judgement, judge } from './judge.ts';
import { type Memory, remembered } from './remembered.ts';
import type { PathState } from './state.ts';
import type { Imbalance } from './trail.ts';

/** The bound on work for one object: visits of a node with a state. */
const MOST_VISITS = 20_000;

/** What checking a function gave. */
export interface FunctionCheck {
	readonly imbalances: readonly Imbalance[];
	/** Names of objects whose paths were too many to walk. */
	readonly notWalked: readonly string[];
}

const noHelpers: Helpers = { effect: () => null, borrows: () => false, keeps: () => false, mayDrop: () => false };

/** The check of a function that was not made. */
export const nothingChecked: FunctionCheck = { imbalances: [], notWalked: [] };

/** Checks by the function's syntax, which is kept while its text is unchanged. */
const checks: Memory<FunctionCheck> = new WeakMap();

/** Checks a function item. `alternatives` are its `#if` groups, offsets are those of the item; `whole`: what is left for its file. */
export function checkFunction(
	root: SyntaxNode,
	text: string,
	alternatives: readonly Alternatives[],
	effects: KnownEffects,
	helpers: Helpers = noHelpers,
	whole: WalkBudget | null = null,
): FunctionCheck {
	const budget = new WalkBudget(MOST_OF_FUNCTION, whole);
	const walk = (asked: Helpers) => walkObjects(root, text, alternatives, effects, asked, budget);
	return remembered(checks, root, effects.key, helpers, walk, () => !budget.isWholeSpent);
}

function walkObjects(
	root: SyntaxNode,
	text: string,
	alternatives: readonly Alternatives[],
	effects: KnownEffects,
	helpers: Helpers,
	budget: WalkBudget,
): FunctionCheck {
	const graph = flowGraphOf(root, text, alternatives);
	if (graph === null) return nothingChecked;
	const facts = factsOf(root, text, graph, effects, helpers, budget);
	const imbalances: Imbalance[] = [];
	const notWalked: string[] = [];
	for (const birth of birthsIn(facts)) {
		const { walk, judgement } = examine(facts, birth);
		if (walk.isCut) notWalked.push(birth.path);
		for (const each of judgement.imbalances) imbalances.push(each);
	}
	return { imbalances: withoutRepeats(imbalances), notWalked };
}

/** An object as it was followed. */
export interface Examined {
	/** What the last walk remembered, and asked again. */
	readonly facts: FunctionFacts;
	readonly paths: ObjectPaths;
	/** The last walk: what is said rests on it. */
	readonly walk: Walk<PathState>;
	/** Nothing where the paths are too many: then `walk` is cut. */
	readonly judgement: Judgement;
}

const silent: Judgement = { imbalances: [], excuses: [] };

/**
 * Follows one object. At first a path remembers only what is returned. These are more paths than there are, so where none of them is wrong
 * none is; where one is, it is walked again with what its own conditions ask, until it turns out to contradict itself or asks nothing more.
 */
export function examine(facts: FunctionFacts, birth: Birth): Examined {
	const decisive = new Set(facts.returned);
	const repeated = new Set<string>();
	const questions = new Map<SyntaxNode, readonly string[]>();
	for (;;) {
		const known = { ...facts, decisive: new Set(decisive), repeated: new Set(repeated) };
		const paths = new ObjectPaths(known, birth);
		const walk = walkPaths(facts.graph, paths, MOST_VISITS, facts.budget);
		const judgement = !walk.isCut && mayBeWrong(walk) ? judge(known, birth, paths, walk) : silent;
		const sizes = decisive.size + repeated.size;
		for (const { way } of judgement.imbalances) {
			for (const asked of askedOn(facts, walk, way, questions)) {
				if (facts.decisive.has(asked)) decisive.add(asked);
				if (facts.repeated.has(asked)) repeated.add(asked);
			}
		}
		if (decisive.size + repeated.size === sizes) return { facts: known, paths, walk, judgement };
	}
}

/** What the conditions on a way ask: access paths, and keys of conditions. `questions`: what single ones ask, as far as that was read. */
function* askedOn(
	{ graph, text }: FunctionFacts,
	walk: Walk<PathState>,
	way: readonly number[],
	questions: Map<SyntaxNode, readonly string[]>,
): Generator<string> {
	for (const { fact } of nodesOn(walk, graph, way)) {
		if (fact?.kind === 'config') yield `#${fact.condition}`;
		const asked = fact?.kind === 'condition' ? fact.condition : fact?.kind === 'case' ? fact.value : null;
		if (asked === null) continue;
		const known = questions.get(asked) ?? [conditionKey(asked, text).key, ...pathsIn(asked, text)];
		questions.set(asked, known);
		yield* known;
	}
}

/** One finding for each kind, name and place: where several calls gave what a variable holds the first is told. */
function withoutRepeats(imbalances: readonly Imbalance[]): Imbalance[] {
	const first = new Map<string, Imbalance>();
	for (const imbalance of imbalances) {
		const key = `${imbalance.kind} ${imbalance.birth.path} ${imbalance.at.start}`;
		if (!first.has(key)) first.set(key, imbalance);
	}
	return [...first.values()];
}
