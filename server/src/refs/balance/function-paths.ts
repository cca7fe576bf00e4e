/** The paths of a function, told: for every object how each of its paths ends, with the count at every step. */
import { alternativesOf } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import { wayTo } from '../../flow/walk.ts';
import type { Item } from '../../kernel-c/items.ts';
import type { SourceFile } from '../../kernel-c/source-file.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { KnownEffects } from '../effects.ts';
import { type Birth, birthsIn } from './births.ts';
import { type Examined, examine } from './check-function.ts';
import type { Excuse } from './excuses.ts';
import { endsOf, type Outcome } from './exits.ts';
import { factsOf } from './function-facts.ts';
import { FileHelpers } from './helpers.ts';
import { type PathGraph, pathGraphOf } from './path-graph.ts';
import type { ReturnClass } from './state.ts';
import { type Imbalance, type Step, Trail } from './trail.ts';

/** One path of an object. */
export interface ToldPath {
	readonly outcome: Outcome;
	readonly returned: ReturnClass;
	/** In order; offsets of the syntax are the item's. */
	readonly steps: readonly Step[];
}

/** An object with its paths. */
export interface ToldObject {
	readonly birth: Birth;
	readonly paths: readonly ToldPath[];
	/** What is wrong with it. */
	readonly imbalances: readonly Imbalance[];
	/** Why paths that leave with a reference are not called wrong. */
	readonly excuses: readonly Excuse[];
	readonly graph: PathGraph;
	/** Whether there are more paths than can be walked. */
	readonly isCut: boolean;
}

/**
 * The objects of a function and their paths, as the checker followed them; paths that end and read the same are one. Null where the function
 * does not parse.
 */
export function pathsOfFunction(source: SourceFile, item: Item, effects: KnownEffects): ToldObject[] | null {
	const syntax = source.syntaxOf(item);
	const text = source.text.slice(item.start, item.end);
	const graph = syntax.hasError ? null : flowGraphOf(syntax.root, text, alternativesOf(source, item));
	if (graph === null) return null;
	const { root } = syntax;
	const facts = factsOf(root, text, graph, effects, new FileHelpers(source, effects));
	return birthsIn(facts).flatMap((birth) => {
		const examined = examine(facts, birth);
		// A variable without a value is no object, but where it is used.
		return birth.on === 'unset' && examined.judgement.imbalances.length === 0 ? [] : [toldOf(birth, examined, root)];
	});
}

/** An object as it was followed, with its paths in words. */
function toldOf(birth: Birth, { facts, paths, walk, judgement }: Examined, root: SyntaxNode): ToldObject {
	const trail = new Trail(facts, birth, paths, walk);
	const told = new Map<string, ToldPath>();
	for (const end of endsOf(walk)) {
		if (end.outcome === 'none') continue;
		const way = wayTo(walk, end.visit);
		const at = trail.whereItLeaves(way.slice(-2)) ?? trail.lastSyntax(way) ?? root;
		const steps = trail.stepsOf(way, at, leaving[end.outcome]);
		const key = `${end.outcome} ${end.returned} ${steps.map((step) => `${step.syntax.start}${step.message}`).join()}`;
		told.set(key, { outcome: end.outcome, returned: end.returned, steps });
	}
	const right = endsOf(walk).find((end) => end.outcome === 'released');
	const wrong = judgement.imbalances.map((imbalance) => imbalance.way);
	const graph = pathGraphOf(facts, walk, wrong, right === undefined ? [] : wayTo(walk, right.visit));
	return { birth, paths: [...told.values()], imbalances: judgement.imbalances, excuses: judgement.excuses, graph, isCut: walk.isCut };
}

const leaving: Record<Outcome, string> = {
	released: 'the path leaves here, nothing held',
	kept: 'the path leaves here, somebody else has it',
	leaked: 'the path leaves here, still held',
	none: 'the path leaves here',
};
