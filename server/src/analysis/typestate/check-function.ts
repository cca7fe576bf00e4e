/** Checks the references of a function: every object in turn, along every path. */

import type { KnownEffects } from '../../contracts/effects.ts';
import type { Alternatives } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import { type Walk, walkPaths } from '../../flow/walk.ts';
import { MOST_OF_FUNCTION, WalkBudget } from '../../flow/walk-budget.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { type Memory, memoised } from '../engine/memo.ts';
import { type Acquisition, acquisitionsIn } from './acquisitions.ts';
import { mayBeWrong, nodesOn } from './exits.ts';
import { conditionKey, type FunctionFacts, factsOf, pathsIn, type Summaries } from './function-facts.ts';
import { type Judgement, judge } from './judge/judge.ts';
import { ObjectDomain } from './object-paths.ts';
import type { PathState } from './state.ts';
import type { Violation } from './trace.ts';

/** The bound on work for one object: visits of a node with a state. */
const MOST_VISITS = 20_000;

/** What checking a function gave. */
export interface FunctionCheck {
	readonly violations: readonly Violation[];
	/** Names of objects whose paths were too many to walk. */
	readonly notWalked: readonly string[];
}

const noSummaries: Summaries = { effect: () => null, borrows: () => false, keeps: () => false, mayDrop: () => false };

/** The check of a function that was not made. */
export const nothingChecked: FunctionCheck = { violations: [], notWalked: [] };

/** Checks by the function's syntax, which is kept while its text is unchanged. */
const checks: Memory<FunctionCheck> = new WeakMap();

/** Checks a function item. `alternatives` are its `#if` groups, offsets are those of the item; `whole`: what is left for its file. */
export function checkFunction(
	root: SyntaxNode,
	text: string,
	alternatives: readonly Alternatives[],
	effects: KnownEffects,
	summaries: Summaries = noSummaries,
	whole: WalkBudget | null = null,
): FunctionCheck {
	const budget = new WalkBudget(MOST_OF_FUNCTION, whole);
	const walk = (asked: Summaries) => walkObjects(root, text, alternatives, effects, asked, budget);
	return memoised(checks, root, effects.key, summaries, walk, () => !budget.isWholeSpent);
}

function walkObjects(
	root: SyntaxNode,
	text: string,
	alternatives: readonly Alternatives[],
	effects: KnownEffects,
	summaries: Summaries,
	budget: WalkBudget,
): FunctionCheck {
	const graph = flowGraphOf(root, text, alternatives);
	if (graph === null) return nothingChecked;
	const facts = factsOf(root, text, graph, effects, summaries, budget);
	const violations: Violation[] = [];
	const notWalked: string[] = [];
	for (const acquisition of acquisitionsIn(facts)) {
		const { walk, judgement } = examine(facts, acquisition);
		if (walk.isCut) notWalked.push(acquisition.path);
		for (const each of judgement.violations) violations.push(each);
	}
	return { violations: withoutRepeats(violations), notWalked };
}

/** An object as it was followed. */
export interface Examined {
	/** What the last walk remembered, and asked again. */
	readonly facts: FunctionFacts;
	readonly paths: ObjectDomain;
	/** The last walk: what is said rests on it. */
	readonly walk: Walk<PathState>;
	/** Nothing where the paths are too many: then `walk` is cut. */
	readonly judgement: Judgement;
}

const silent: Judgement = { violations: [], justifications: [] };

/**
 * Follows one object. At first a path remembers only what is returned. These are more paths than there are, so where none of them is wrong
 * none is; where one is, it is walked again with what its own conditions ask, until it turns out to contradict itself or asks nothing more.
 */
export function examine(facts: FunctionFacts, acquisition: Acquisition): Examined {
	const trackedPaths = new Set(facts.returned);
	const trackedConditions = new Set<string>();
	const questions = new Map<SyntaxNode, readonly string[]>();
	for (;;) {
		const known = { ...facts, trackedPaths: new Set(trackedPaths), trackedConditions: new Set(trackedConditions) };
		const paths = new ObjectDomain(known, acquisition);
		const walk = walkPaths(facts.graph, paths, MOST_VISITS, facts.budget);
		const judgement = !walk.isCut && mayBeWrong(walk) ? judge(known, acquisition, paths, walk) : silent;
		const sizes = trackedPaths.size + trackedConditions.size;
		for (const { way } of judgement.violations) {
			for (const asked of askedOn(facts, walk, way, questions)) {
				if (facts.trackedPaths.has(asked)) trackedPaths.add(asked);
				if (facts.trackedConditions.has(asked)) trackedConditions.add(asked);
			}
		}
		if (trackedPaths.size + trackedConditions.size === sizes) return { facts: known, paths, walk, judgement };
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
function withoutRepeats(violations: readonly Violation[]): Violation[] {
	const first = new Map<string, Violation>();
	for (const violation of violations) {
		const key = `${violation.kind} ${violation.acquisition.path} ${violation.at.start}`;
		if (!first.has(key)) first.set(key, violation);
	}
	return [...first.values()];
}
