/** The paths of a function, told: for every object how each of its paths ends, with the count at every step. */

import type { Callees } from '../../contracts/callees.ts';
import { alternativesOf } from '../../flow/alternatives.ts';
import { flowGraphOf } from '../../flow/flow-graph-of.ts';
import type { FlowGraph } from '../../flow/graph.ts';
import { wayTo } from '../../flow/walk.ts';
import { calleeOf } from '../../kernel-c/calls.ts';
import type { Item } from '../../kernel-c/items.ts';
import type { SourceFile } from '../../kernel-c/source-file.ts';
import { descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import type { Acquisition } from './acquisitions.ts';
import { judgedAcquisitions } from './check-function.ts';
import { type Examined, examine } from './examine.ts';
import { endsOf, type Outcome } from './exits.ts';
import { factsOf } from './function-facts.ts';
import type { Justification } from './judge/justifications.ts';
import type { ObjectWalk } from './object-walk.ts';
import { type PathGraph, pathGraphOf } from './path-graph.ts';
import type { ReturnClass } from './state.ts';
import { stateText } from './state-text.ts';
import { type Step, Trace, type Violation } from './trace.ts';

/** One path of an object. */
export interface ReportedPath {
	readonly outcome: Outcome;
	readonly returned: ReturnClass;
	/** In order; offsets of the syntax are the item's. */
	readonly steps: readonly Step[];
}

/** The states of an object after one node. */
export interface StateAt {
	readonly syntax: SyntaxNode;
	readonly texts: readonly string[];
}

/** The objects of a function. */
export interface FunctionPaths {
	readonly objects: readonly ReportedObject[];
	/** Functions that it calls and of which nothing is known, in the order of the text. */
	readonly unknownCallees: readonly string[];
}

/** An object with its paths. */
export interface ReportedObject {
	readonly acquisition: Acquisition;
	readonly paths: readonly ReportedPath[];
	/** What is wrong with it. */
	readonly violations: readonly Violation[];
	/** Why paths that leave with a reference are not called wrong. */
	readonly justifications: readonly Justification[];
	readonly graph: PathGraph;
	/** The object after each node, as the paths have it: each state once, in the order of the text. Offsets are the item's. */
	readonly states: readonly StateAt[];
	/** Functions that got the object and of which nothing is known. */
	readonly notFollowed: readonly string[];
	/** Whether there are more paths than can be walked. */
	readonly isCut: boolean;
}

/**
 * The objects of a function and their paths, as the checker followed them; paths that end and read the same are one. Null where the function
 * does not parse.
 */
export function pathsOfFunction(source: SourceFile, item: Item, callees: Callees): FunctionPaths | null {
	const syntax = source.syntaxOf(item);
	const text = source.text.slice(item.start, item.end);
	const graph = syntax.hasError ? null : flowGraphOf(syntax.root, text, alternativesOf(source, item));
	if (graph === null) return null;
	const { root } = syntax;
	const facts = factsOf(root, text, graph, callees);
	const objects = judgedAcquisitions(facts).flatMap((acquisition) => {
		const examined = examine(facts, acquisition);
		// A variable without a value is no object, but where it is used.
		return acquisition.on === 'unset' && examined.judgement.violations.length === 0 ? [] : [reportOf(acquisition, examined, root)];
	});
	return { objects, unknownCallees: unknownCalleesIn(root, text, callees) };
}

function unknownCalleesIn(root: SyntaxNode, text: string, callees: Callees): string[] {
	const names = [...descendantsOf(root, new Set(['call_expression']))].map((call) => calleeOf(call, text));
	const isUnknown = (name: string) => /^[a-z_]\w*$/.test(name) && callees.contract(name) === null && callees.use(name, 0) === 'unknown';
	return [...new Set(names)].filter(isUnknown);
}

function statesOf(walk: ObjectWalk, { nodes }: FlowGraph): StateAt[] {
	const states = new Map<SyntaxNode, Set<string>>();
	for (const { node, after } of walk.visits) {
		const syntax = nodes[node]?.syntax ?? null;
		if (syntax !== null && after !== null && after.object.phase !== 'not-acquired') states.set(syntax, (states.get(syntax) ?? new Set()).add(stateText(after)));
	}
	return [...states].map(([syntax, texts]) => ({ syntax, texts: [...texts].sort() })).sort((a, b) => a.syntax.start - b.syntax.start);
}

/** An object as it was followed, with its paths in words. */
function reportOf(acquisition: Acquisition, { facts, walk, judgement }: Examined, root: SyntaxNode): ReportedObject {
	const trace = new Trace(facts, acquisition, walk);
	const told = new Map<string, ReportedPath>();
	for (const end of endsOf(walk)) {
		if (end.outcome === 'none') continue;
		const way = wayTo(walk, end.visit);
		const at = trace.whereItLeaves(way.slice(-2)) ?? trace.lastSyntax(way) ?? root;
		const steps = trace.stepsOf(way, at, leaving[end.outcome]);
		const key = `${end.outcome} ${end.returned} ${steps.map((step) => `${step.syntax.start}${step.message}`).join()}`;
		told.set(key, { outcome: end.outcome, returned: end.returned, steps });
	}
	const right = endsOf(walk).find((end) => end.outcome === 'released');
	const wrong = judgement.violations.map((violation) => violation.way);
	const notFollowed = [...new Set(walk.visits.flatMap(({ events }) => events.flatMap(({ kind, callee }) => (kind === 'passed' ? [callee] : []))))].sort();
	const graph = pathGraphOf(facts, walk, wrong, right === undefined ? [] : wayTo(walk, right.visit));
	return {
		acquisition,
		paths: [...told.values()],
		violations: judgement.violations,
		justifications: judgement.justifications,
		graph,
		states: statesOf(walk, facts.graph),
		notFollowed,
		isCut: walk.isCut,
	};
}

const leaving: Record<Outcome, string> = {
	released: 'the path leaves here, nothing held',
	kept: 'the path leaves here, somebody else has it',
	leaked: 'the path leaves here, still held',
	none: 'the path leaves here',
};
