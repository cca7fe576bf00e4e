/** The paths of a function for one object: what each node does to it, and what each edge says. */
import { cleanupOf } from '../../../flow/cleanups.ts';
import type { EdgeFact, FlowNode } from '../../../flow/graph.ts';
import { noEvents, type PathDomain, type Step } from '../../../flow/walk.ts';
import type { SyntaxNode } from '../../../kernel-c/syntax.ts';
import type { Acquisition } from '../acquisitions.ts';
import type { FunctionFacts } from '../function-facts.ts';
import type { ObjectEvent } from '../object-walk.ts';
import { keyOfState, notAcquired, type PathState, startState, withObject } from '../state.ts';
import { assumeCase, assumeChoice, assumeCondition, recall } from './assume.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluate } from './expressions.ts';
import { assumeTurn, nextTurn } from './loops.ts';
import { withoutChoices, withoutResults } from './results.ts';
import { leave } from './returns.ts';

/** The domain of one object's paths. */
export class ObjectDomain implements PathDomain<PathState, ObjectEvent> {
	readonly start: PathState;
	readonly #facts: FunctionFacts;
	readonly #acquisition: Acquisition;
	readonly #evaluation: Evaluation;
	/** What happened at the node that is evaluated. */
	#events: readonly ObjectEvent[] = noEvents;

	constructor(facts: FunctionFacts, acquisition: Acquisition) {
		this.#facts = facts;
		this.#acquisition = acquisition;
		const evaluation: Evaluation = {
			facts,
			acquisition,
			kind: facts.callees.kinds.of(acquisition.counts),
			run: (state, expression) => evaluate(evaluation, state, expression),
			tell: (kind, state, at, callee = '') => {
				this.#events = [...this.#events, { kind, syntax: at, callee, count: state.object.count }];
			},
		};
		this.#evaluation = evaluation;
		const given = { ...notAcquired, phase: 'live', names: [acquisition.path], count: 1, mask: acquisition.mask } as const;
		this.start = startState(acquisition.on === 'entry' ? given : acquisition.on === 'unset' ? { ...given, count: 0 } : notAcquired);
	}

	keyOf(state: PathState): string {
		return keyOfState(state);
	}

	step(before: PathState, node: FlowNode): Step<PathState, ObjectEvent> {
		if (node.syntax === null) return { state: before, events: noEvents };
		this.#events = noEvents;
		const state = stateAfter(this.#evaluation, before, node, node.syntax);
		return { state, events: this.#events };
	}

	assume(state: PathState, fact: EdgeFact): PathState | null {
		switch (fact.kind) {
			case 'condition':
				return assumeCondition(this.#facts, state, fact.condition, fact.truth);
			case 'case':
				return assumeCase(this.#facts, state, fact);
			case 'iteration':
				return assumeTurn(this.#facts, this.#acquisition, state, fact.loop, fact.enters);
			case 'config':
				return recall(this.#facts, state, `#${fact.condition}`, fact.truth);
			case 'choice':
				return assumeChoice(this.#facts, state, fact);
			default:
				return state;
		}
	}
}

function stateAfter(e: Evaluation, before: PathState, node: FlowNode, syntax: SyntaxNode): PathState {
	switch (node.kind) {
		case 'evaluate':
			return evaluate(e, withoutChoices(withoutResults(e, before, syntax), syntax), syntax);
		case 'iterate':
			return nextTurn(e, before, syntax);
		case 'cleanup':
			return cleanUp(e, before, syntax);
		case 'return':
			return leave(e, before, syntax);
		default:
			return before;
	}
}

/** A variable with `__free()` goes out of scope. */
function cleanUp({ facts }: Evaluation, before: PathState, syntax: SyntaxNode): PathState {
	const cleanup = cleanupOf(syntax, facts.text);
	const { object } = before;
	// `__free(kfree)` frees memory, and gives back nothing that is counted.
	if (cleanup === null || object.phase !== 'live' || !object.names.includes(cleanup.variable) || facts.callees.frees(cleanup.name)) return before;
	return withObject(before, { count: object.count - 1, isDropped: true });
}
