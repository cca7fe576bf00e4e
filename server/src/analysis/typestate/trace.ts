/** Reads paths: what happens to the object on them, where they leave, how to tell them to a person. */

import type { Kind } from '../../contracts/kinds.ts';
import { conditionText } from '../../flow/condition-text.ts';
import { wayTo } from '../../flow/walk.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { SOMETHING } from '../values/value.ts';
import type { Acquisition } from './acquisitions.ts';
import { nodesOn } from './exits.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ObjectEvent, ObjectWalk } from './object-walk.ts';
import type { ReturnClass } from './state.ts';

/** A place on a path and what happens there. Offsets of the syntax are the item's. */
export interface Step {
	readonly syntax: SyntaxNode;
	readonly message: string;
}

/** What is wrong with an object. */
export interface Violation {
	readonly kind: 'leak' | 'never-put' | 'double-put' | 'never-taken' | 'use-after-put' | 'mismatch';
	readonly acquisition: Acquisition;
	/** How the function calls the object. */
	readonly name: string;
	readonly at: SyntaxNode;
	readonly steps: readonly Step[];
	/** The visits of the walk on the path. */
	readonly way: readonly number[];
	/** The same of the path that does it right; empty where there is none to compare with. */
	readonly rightVisits: readonly number[];
	/** Whether it is used at that place and not put. */
	readonly isUsed?: boolean;
	/** For a mismatch: the function that gives back what it is not. */
	readonly callee?: string;
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
	readonly walk: ObjectWalk;

	constructor(facts: FunctionFacts, acquisition: Acquisition, walk: ObjectWalk) {
		this.facts = facts;
		this.acquisition = acquisition;
		this.walk = walk;
	}

	/** The kind of what is followed. */
	get kind(): Kind {
		return this.facts.callees.kinds.of(this.acquisition.counts);
	}

	/** What happens to the object on a way, in order. */
	eventsOn(way: readonly number[]): ObjectEvent[] {
		return way.flatMap((index) => this.walk.visits[index]?.events ?? []);
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
		for (const { visit } of nodesOn(this.walk, this.facts.graph, way)) {
			const drop = visit.events.find((event) => event.kind === 'dropped' || event.kind === 'stored');
			if (drop !== undefined) return drop.syntax;
		}
		return null;
	}

	/** A way as steps that a person can follow. */
	stepsOf(way: readonly number[], at: SyntaxNode, ending = 'the path leaves here'): Step[] {
		const steps: Step[] = [];
		for (const { visit, fact } of nodesOn(this.walk, this.facts.graph, way)) {
			if (fact?.kind === 'condition' && visit.before.object.phase === 'live') {
				const { root, text } = this.facts;
				steps.push({ syntax: fact.condition, message: conditionText(fact.condition, fact.truth, root, text) });
			}
			for (const event of visit.events) {
				const message = this.#messageOf(event, visit.before.object.phase === 'live');
				if (message !== '') steps.push({ syntax: event.syntax, message });
			}
		}
		return steps.some((step) => step.syntax === at) ? steps : [...steps, { syntax: at, message: ending }];
	}

	/** An event in words; '' for one that tells a reader nothing. */
	#messageOf({ kind, callee, count }: ObjectEvent, isLive: boolean): string {
		const { noun } = this.kind;
		switch (kind) {
			case 'acquired':
				// Of a call that no table knows only what is done with its result tells.
				return this.acquisition.certainty === 'known' ? `${noun} taken here` : 'it comes from here';
			case 'taken':
				return `another ${noun} taken (${count})`;
			case 'dropped':
				return isLive ? `${noun} dropped (${count})` : 'put here, though there is none';
			case 'mismatched':
				return `given to ${callee}(), which gives back something else`;
			case 'stored':
				return 'stored, or given to who keeps it';
			case 'given':
				return `given to ${callee}(), which may take it over`;
			case 'lost':
				return 'its last name is overwritten here';
			default:
				return '';
		}
	}
}

/** What is wrong at one place, with the way to it; `ending` is what the last step says. */
export function violationAt(trace: Trace, kind: Violation['kind'], visit: number, at: SyntaxNode, ending: string): Violation {
	const way = wayTo(trace.walk, visit);
	return {
		kind,
		acquisition: trace.acquisition,
		name: kind === 'never-taken' ? trace.acquisition.path : trace.nameAt(visit),
		at,
		steps: trace.stepsOf(way, at, ending),
		way,
		rightVisits: [],
		returned: 'unknown',
		rightWay: null,
		isHeldOnEveryWay: false,
	};
}
