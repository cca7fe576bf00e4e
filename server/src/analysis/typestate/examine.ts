/**
 * Follows one object. At first a path remembers only what is returned; where something is wrong it is walked again with what the wrong way
 * asks, until that turns out to contradict itself or asks nothing more. Where that is more than can be walked, the ways that were found with
 * less memory are replayed one by one with all of it, and only what contradicts them is remembered.
 */
import type { EdgeFact } from '../../flow/graph.ts';
import { walkPaths } from '../../flow/walk.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { refine } from '../engine/refine.ts';
import { pathsIn } from '../values/access-path.ts';
import { conditionKey } from '../values/condition-key.ts';
import type { Acquisition } from './acquisitions.ts';
import { factBetween, nodesOn } from './exits.ts';
import { type FunctionFacts, factsFor } from './function-facts.ts';
import { type Judgement, judge, mayBeWrong } from './judge/judge.ts';
import type { ObjectWalk } from './object-walk.ts';
import type { Violation } from './trace.ts';
import { ObjectDomain } from './transfer/object-domain.ts';

/** The bound on work for one object: visits of a node with a state. */
const MOST_VISITS = 20_000;

/** So often what was found with little memory is replayed with all of it. */
const MOST_REPLAYS = 10;

/** An object as it was followed. */
export interface Examined {
	/** The function, with what the last walk remembered. */
	readonly facts: FunctionFacts;
	/** The last walk: what is said rests on it. */
	readonly walk: ObjectWalk;
	/** Nothing where the paths are too many: then `walk` is cut. */
	readonly judgement: Judgement;
}

const silent: Judgement = { violations: [], justifications: [] };

/** Follows one object along every path. */
export function examine(facts: FunctionFacts, acquisition: Acquisition): Examined {
	const own = factsFor(facts, facts.callees.kinds.of(acquisition.counts));
	const questions = new Questions(own);
	const search = (memory: ReadonlySet<string>) => walkWith(own, acquisition, memory);
	const asks = ({ walk, judgement }: Examined) => judgement.violations.flatMap(({ way }) => [...questions.on(walk, way)]);
	const refined = refine(own.returned, { search, asks });
	const { found, coarser } = refined;
	// Of what a function only seems to have been given too little is known to hold it against a few ways.
	if (!found.walk.isCut || coarser === null || acquisition.certainty !== 'known') return found;
	return replayed(own, acquisition, questions, coarser.found, coarser.memory) ?? found;
}

function walkWith(facts: FunctionFacts, acquisition: Acquisition, memory: ReadonlySet<string>): Examined {
	const known = withMemory(facts, memory);
	const walk = walkPaths(facts.graph, new ObjectDomain(known, acquisition), MOST_VISITS, facts.budget);
	const judgement = !walk.isCut && mayBeWrong(walk) ? judge(known, acquisition, walk) : silent;
	return { facts: known, walk, judgement };
}

function withMemory(facts: FunctionFacts, memory: ReadonlySet<string>): FunctionFacts {
	const kept = (all: ReadonlySet<string>) => new Set([...all].filter((each) => memory.has(each)));
	return { ...facts, trackedPaths: kept(facts.trackedPaths), trackedConditions: kept(facts.trackedConditions) };
}

/** What was found with little memory and holds with all of it; null where that takes more than is walked. */
function replayed(facts: FunctionFacts, acquisition: Acquisition, questions: Questions, first: Examined, start: ReadonlySet<string>): Examined | null {
	let examined = first;
	const memory = new Set(start);
	for (let times = 0; times < MOST_REPLAYS; times++) {
		const before = memory.size;
		const sound: Violation[] = [];
		for (const violation of examined.judgement.violations) {
			const wrong =
				contradictionOn(facts, acquisition, examined.walk, violation.way) ?? contradictionOn(facts, acquisition, examined.walk, violation.rightVisits);
			if (wrong === null) sound.push(violation);
			else for (const question of questions.of(wrong)) memory.add(question);
		}
		if (memory.size === before) return { ...examined, judgement: { ...examined.judgement, violations: sound } };
		examined = walkWith(facts, acquisition, memory);
		if (examined.walk.isCut) return null;
	}
	return null;
}

/** The first fact on a way that contradicts what the way has passed before, where all of that is remembered; null where none does. */
function contradictionOn(facts: FunctionFacts, acquisition: Acquisition, walk: ObjectWalk, way: readonly number[]): EdgeFact | null {
	const domain = new ObjectDomain(facts, acquisition);
	let state = domain.start;
	for (const [at, index] of way.entries()) {
		const visit = walk.visits[index];
		const node = facts.graph.nodes[visit?.node ?? -1];
		if (visit === undefined || node === undefined) return null;
		const fact = at === 0 ? null : factBetween(walk, facts.graph, way[at - 1] ?? visit.from, index);
		const assumed = fact === null ? state : domain.assume(state, fact);
		if (assumed === null) return fact;
		state = domain.step(assumed, node).state;
	}
	return null;
}

/** What conditions ask: access paths, and keys of conditions, of those that a path can remember. */
class Questions {
	readonly #facts: FunctionFacts;
	readonly #asked = new Map<SyntaxNode, readonly string[]>();

	constructor(facts: FunctionFacts) {
		this.#facts = facts;
	}

	/** What the conditions on a way ask. */
	*on(walk: ObjectWalk, way: readonly number[]): Generator<string> {
		for (const { fact } of nodesOn(walk, this.#facts.graph, way)) if (fact !== null) yield* this.of(fact);
	}

	/** What one condition asks. */
	of(fact: EdgeFact): readonly string[] {
		if (fact.kind === 'config') return this.#facts.trackedConditions.has(`#${fact.condition}`) ? [`#${fact.condition}`] : [];
		const asked = fact.kind === 'condition' ? fact.condition : fact.kind === 'case' ? fact.value : null;
		if (asked === null) return [];
		const known = this.#asked.get(asked) ?? this.#readFrom(asked);
		this.#asked.set(asked, known);
		return known;
	}

	#readFrom(asked: SyntaxNode): readonly string[] {
		const { text, trackedPaths, trackedConditions } = this.#facts;
		return [conditionKey(asked, text).key, ...pathsIn(asked, text)].filter((each) => trackedPaths.has(each) || trackedConditions.has(each));
	}
}
