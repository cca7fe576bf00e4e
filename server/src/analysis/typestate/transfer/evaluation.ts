/** What every part of the transfer function has in hand: the function, the object that is followed, and who is told of what happens to it. */
import type { Kind } from '../../../contracts/kinds.ts';
import type { SyntaxNode } from '../../../kernel-c/syntax.ts';
import type { Acquisition } from '../acquisitions.ts';
import type { FunctionFacts } from '../function-facts.ts';
import type { ObjectEvent } from '../object-walk.ts';
import type { PathState } from '../state.ts';

/** The evaluation of one node for one object. */
export interface Evaluation {
	readonly facts: FunctionFacts;
	readonly acquisition: Acquisition;
	/** The kind of what is followed. */
	readonly kind: Kind;
	/** The state after an expression or a declarator, whatever it is. */
	run(before: PathState, syntax: SyntaxNode): PathState;
	/** Notes that something happens to the object; `state` is the one after it. */
	tell(kind: ObjectEvent['kind'], state: PathState, syntax: SyntaxNode, callee?: string): void;
}
