/** Checks what a function takes and gives back: every object in turn, along every path. */
import { type Bodies, Callees, type KnownContracts, noBodies } from '../../contracts/callees.ts';
import type { Alternatives } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import { MOST_OF_FUNCTION, WalkBudget } from '../../flow/walk-budget.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { type Memory, memoised } from '../engine/memo.ts';
import { type Acquisition, acquisitionsIn } from './acquisitions.ts';
import { examine } from './examine.ts';
import { type FunctionFacts, factsOf } from './function-facts.ts';
import { recordedBodies } from './recorded-bodies.ts';
import type { Violation } from './trace.ts';

/** What checking a function gave. */
export interface FunctionCheck {
	readonly violations: readonly Violation[];
	/** Names of objects whose paths were too many to walk. */
	readonly notWalked: readonly string[];
}

/** The check of a function that was not made. */
export const nothingChecked: FunctionCheck = { violations: [], notWalked: [] };

/** Checks by the function's syntax, which is kept while its text is unchanged. */
const checks: Memory<FunctionCheck, Bodies> = new WeakMap();

/** Checks a function item. `alternatives` are its `#if` groups, offsets are those of the item; `whole`: what is left for its file. */
export function checkFunction(
	root: SyntaxNode,
	text: string,
	alternatives: readonly Alternatives[],
	known: KnownContracts,
	bodies: Bodies = noBodies,
	whole: WalkBudget | null = null,
): FunctionCheck {
	const budget = new WalkBudget(MOST_OF_FUNCTION, whole);
	const check = (callees: Callees): FunctionCheck => {
		const graph = flowGraphOf(root, text, alternatives);
		return graph === null ? nothingChecked : checkObjects(factsOf(root, text, graph, callees, budget));
	};
	return memoised(
		checks,
		root,
		known.key,
		bodies,
		(recorder) => check(new Callees(known, recordedBodies(recorder))),
		() => !budget.isWholeSpent,
	);
}

/** The objects of a function that are judged: of counters that get and put functions are made of, what such functions gave. */
export function judgedAcquisitions(facts: FunctionFacts): Acquisition[] {
	const isJudged = ({ counts, certainty, isInferred }: Acquisition) =>
		!facts.callees.kinds.of(counts).isPrimitive || (certainty === 'known' && isInferred === true);
	return acquisitionsIn(facts).filter(isJudged);
}

function checkObjects(facts: FunctionFacts): FunctionCheck {
	const violations: Violation[] = [];
	const notWalked: string[] = [];
	for (const acquisition of judgedAcquisitions(facts)) {
		const { walk, judgement } = examine(facts, acquisition);
		if (walk.isCut) notWalked.push(acquisition.path);
		for (const each of judgement.violations) violations.push(each);
	}
	return { violations: withoutRepeats(violations), notWalked };
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
