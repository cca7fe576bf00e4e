/** Checks the references of a function: every object in turn, along every path. */

import type { Alternatives } from '../../flow/alternatives.ts';
import { buildFlowGraph } from '../../flow/build.ts';
import { walkPaths } from '../../flow/walk.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { EffectPack } from '../effects.ts';
import { birthsIn } from './births.ts';
import { ObjectPaths } from './domain.ts';
import { mayBeWrong } from './exits.ts';
import { factsOf, type Helpers } from './function-facts.ts';
import type { FileHelpers } from './helpers.ts';
import { judge } from './judge.ts';
import type { Imbalance } from './trail.ts';

/** The bound on work for one object: visits of a node with a state. */
const MOST_VISITS = 20_000;

const none: ReadonlySet<string> = new Set();

/** What checking a function gave. */
export interface FunctionCheck {
	readonly imbalances: readonly Imbalance[];
	/** Names of objects whose paths were too many to walk. */
	readonly notWalked: readonly string[];
}

const noHelpers: Helpers = { effect: () => null, borrows: () => false };

/** The check of a function that was not made. */
export const nothingChecked: FunctionCheck = { imbalances: [], notWalked: [] };

/** Checks by the function's syntax, which is kept while its text is unchanged. */
const checks = new WeakMap<SyntaxNode, Map<string, FunctionCheck>>();

/** Checks a function item. `alternatives` are its `#if` groups, offsets are those of the item. */
export function checkFunction(
	root: SyntaxNode,
	text: string,
	alternatives: readonly Alternatives[],
	packs: ReadonlySet<EffectPack>,
	helpers: FileHelpers | null = null,
): FunctionCheck {
	const kept = checks.get(root) ?? new Map<string, FunctionCheck>();
	checks.set(root, kept);
	const key = `${[...packs].sort().join()} ${helpers?.digest(root, text) ?? ''}`;
	const known = kept.get(key);
	if (known !== undefined) return known;
	const check = walkObjects(root, text, alternatives, packs, helpers ?? noHelpers);
	kept.set(key, check);
	return check;
}

function walkObjects(root: SyntaxNode, text: string, alternatives: readonly Alternatives[], packs: ReadonlySet<EffectPack>, helpers: Helpers): FunctionCheck {
	const graph = buildFlowGraph(root, text, alternatives);
	if (graph === null) return nothingChecked;
	const facts = factsOf(root, text, graph, packs, helpers);
	const imbalances: Imbalance[] = [];
	const notWalked: string[] = [];
	for (const birth of birthsIn(facts)) {
		// First with little memory: these are more paths than there are, so where none of them is wrong none is.
		const roughly = { ...facts, decisive: none, repeated: none };
		const rough = new ObjectPaths(roughly, birth);
		const roughWalk = walkPaths(graph, rough, MOST_VISITS);
		if (!roughWalk.isCut && !mayBeWrong(roughWalk)) continue;
		const paths = new ObjectPaths(facts, birth);
		const walk = walkPaths(graph, paths, MOST_VISITS);
		if (walk.isCut) notWalked.push(birth.path);
		else imbalances.push(...judge(facts, birth, paths, walk));
	}
	return { imbalances: withoutRepeats(imbalances), notWalked };
}

/** One finding for each kind, birth and place. */
function withoutRepeats(imbalances: readonly Imbalance[]): Imbalance[] {
	const first = new Map<string, Imbalance>();
	for (const imbalance of imbalances) {
		const key = `${imbalance.kind} ${imbalance.birth.call?.start ?? -1} ${imbalance.birth.path} ${imbalance.at.start}`;
		if (!first.has(key)) first.set(key, imbalance);
	}
	return [...first.values()];
}
