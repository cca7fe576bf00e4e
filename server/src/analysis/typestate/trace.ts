/** Reads paths: what happens to the object on them, where they leave, how to tell them to a person. */
import { conditionText } from '../../flow/condition-text.ts';
import type { FlowNode } from '../../flow/graph.ts';
import type { Visit, Walk } from '../../flow/walk.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { SOMETHING } from '../values/value.ts';
import type { Acquisition } from './acquisitions.ts';
import { nodesOn } from './exits.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ObjectDomain } from './object-paths.ts';
import type { PathState, ReturnClass } from './state.ts';
import type { ObjectEvent } from './transfer.ts';

/** A place on a path and what happens there. Offsets of the syntax are the item's. */
export interface Step {
	readonly syntax: SyntaxNode;
	readonly message: string;
}

/** What is wrong with an object. */
export interface Violation {
	readonly kind: 'leak' | 'never-put' | 'double-put' | 'never-taken' | 'use-after-put';
	readonly acquisition: Acquisition;
	/** How the function calls the object. */
	readonly name: string;
	readonly at: SyntaxNode;
	readonly steps: readonly Step[];
	/** The visits of the walk on the path. */
	readonly way: readonly number[];
	/** Whether it is used at that place and not put. */
	readonly isUsed?: boolean;
	/** How the path leaves. */
	readonly returned: ReturnClass;
	/** Where the path that does it right drops the object, or null. */
	readonly rightWay: SyntaxNode | null;
	/** Whether every path that comes to where this one leaves holds the object, so that it can be dropped there. */
	readonly isHeldOnEveryWay: boolean;
}

/** The walk of one object, to be read. Ways are lists of visits. */
export class Trace {
	readonly facts: FunctionFacts;
	readonly acquisition: Acquisition;
	readonly walk: Walk<PathState>;
	readonly #paths: ObjectDomain;
	/** By visit: many ways pass the same. */
	readonly #events = new Map<Visit<PathState>, readonly ObjectEvent[]>();

	constructor(facts: FunctionFacts, acquisition: Acquisition, paths: ObjectDomain, walk: Walk<PathState>) {
		this.facts = facts;
		this.acquisition = acquisition;
		this.walk = walk;
		this.#paths = paths;
	}

	/** What happens to the object on a way, in order. */
	eventsOn(way: readonly number[]): ObjectEvent[] {
		return nodesOn(this.walk, this.facts.graph, way).flatMap(({ node, visit }) => this.#eventsAt(visit, node));
	}

	#eventsAt(visit: Visit<PathState>, node: FlowNode): readonly ObjectEvent[] {
		const known = this.#events.get(visit) ?? this.#paths.eventsAt(visit.before, node);
		this.#events.set(visit, known);
		return known;
	}

	/** How the function calls the object after a visit. */
	nameAt(visit: number): string {
		const names = this.walk.visits[visit]?.after?.object.names ?? [];
		if (names.includes(this.acquisition.path)) return this.acquisition.path;
		return names.find((name) => !name.startsWith('@')) ?? this.acquisition.path;
	}

	/** The `return` or `goto` by which a path leaves. */
	whereItLeaves(way: readonly number[]): SyntaxNode | null {
		for (const { node } of nodesOn(this.walk, this.facts.graph, way)) {
			if (node.syntax !== null && (node.kind === 'return' || /^(?:goto|return|break)_statement$/.test(node.syntax.type))) return node.syntax;
		}
		return this.lastSyntax(way);
	}

	/** Whether every path that comes to a place holds the object, and knows that it is there. */
	isHeldOnEveryWay(at: SyntaxNode): boolean {
		const { nodes } = this.facts.graph;
		const there = this.walk.visits.filter((visit) => nodes[visit.node]?.syntax === at);
		return (
			there.length > 0 && there.every(({ before: { object } }) => object.phase === 'live' && object.count > 0 && !object.escaped && object.mask === SOMETHING)
		);
	}

	/** The last thing that is evaluated on a way. */
	lastSyntax(way: readonly number[]): SyntaxNode | null {
		return nodesOn(this.walk, this.facts.graph, way).findLast(({ node }) => node.syntax !== null)?.node.syntax ?? null;
	}

	/** Where a way drops the object, or gives it away. */
	dropOn(way: readonly number[]): SyntaxNode | null {
		for (const { node, visit } of nodesOn(this.walk, this.facts.graph, way)) {
			const drop = this.#eventsAt(visit, node).find((event) => event.kind === 'dropped' || event.kind === 'stored');
			if (drop !== undefined) return drop.syntax;
		}
		return null;
	}

	/** A way as steps that a person can follow. */
	stepsOf(way: readonly number[], at: SyntaxNode, ending = 'the path leaves here'): Step[] {
		const steps: Step[] = [];
		for (const { node, visit, fact } of nodesOn(this.walk, this.facts.graph, way)) {
			if (fact?.kind === 'condition' && visit.before.object.phase === 'live') {
				const { root, text } = this.facts;
				steps.push({ syntax: fact.condition, message: conditionText(fact.condition, fact.truth, root, text) });
			}
			for (const event of this.#eventsAt(visit, node)) {
				if (event.kind === 'acquired')
					// Of a call that no table knows only what is done with its result tells.
					steps.push({ syntax: event.syntax, message: this.acquisition.certainty === 'known' ? 'reference taken here' : 'it comes from here' });
				else if (event.kind === 'taken') steps.push({ syntax: event.syntax, message: `another reference taken (${event.count})` });
				else if (event.kind === 'dropped')
					steps.push({
						syntax: event.syntax,
						message: visit.before.object.phase === 'live' ? `reference dropped (${event.count})` : 'put here, though there is none',
					});
				else if (event.kind === 'stored') steps.push({ syntax: event.syntax, message: 'stored, or given to who keeps it' });
				else if (event.kind === 'given') steps.push({ syntax: event.syntax, message: `given to ${event.callee}(), which may take it over` });
				else if (event.kind === 'lost') steps.push({ syntax: event.syntax, message: 'its last name is overwritten here' });
			}
		}
		return steps.some((step) => step.syntax === at) ? steps : [...steps, { syntax: at, message: ending }];
	}
}
