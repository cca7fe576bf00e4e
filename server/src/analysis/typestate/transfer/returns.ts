/** How a path leaves the function, and whether what it returns is the object. */
import flow from '../../../../data/flow.json' with { type: 'json' };
import { bareExpression } from '../../../kernel-c/calls.ts';
import { namedChildren, type SyntaxNode } from '../../../kernel-c/syntax.ts';
import { ERROR, NOTHING, SOMETHING, type Value } from '../../values/value.ts';
import type { FunctionFacts } from '../function-facts.ts';
import { valueIn } from '../path-values.ts';
import { type PathState, type ReturnClass, withObject } from '../state.ts';
import type { Evaluation } from './evaluation.ts';
import { isArrayOfObjects } from './places.ts';
import { withoutChoices, withoutResults } from './results.ts';

/** Constants that a function returns where it failed: server/data/flow.json. */
const errorConstants = new RegExp(`^(?:${flow.errorConstants.join('|')})$`);

/** `return value;` */
export function leave(e: Evaluation, before: PathState, statement: SyntaxNode): PathState {
	const { facts } = e;
	const value = namedChildren(statement)[0];
	if (value === undefined) return { ...before, returned: 'none' };
	const state = e.run(withoutChoices(withoutResults(e, before, statement), statement), value);
	const returned = valueIn(state, value, facts);
	const next = { ...state, returned: classOf(facts, returned, value) };
	if (returned.isObject && e.kind.isOnPages) e.tell('used', state, value);
	if (isArrayOfObjects(facts, state, value)) return withObject(next, { escaped: true, assumedOwner: '', returnedAs: 'elements' });
	if (returned.derived !== undefined) return withObject(next, { escaped: true, assumedOwner: '' });
	return returned.isObject ? withObject(next, { escaped: true, assumedOwner: '', returnedAs: 'object' }) : next;
}

/** What a value that is returned says of how it went. */
function classOf({ returns, text, mayBeError }: FunctionFacts, value: Value, expression: SyntaxNode): ReturnClass {
	if (returns === 'bool') return value.mask === NOTHING ? 'error' : value.mask === SOMETHING ? 'success' : 'unknown';
	const bare = bareExpression(expression);
	const name = value.constant ?? text.slice(bare.start, bare.end);
	if (errorConstants.test(name)) return 'error';
	if (value.mask === ERROR) return 'error';
	if (returns === 'pointer') {
		if ((value.mask & SOMETHING) === 0) return 'error';
		const isNone = value.mask === (ERROR | SOMETHING) && value.path !== '' && !mayBeError(value.path);
		return value.mask === SOMETHING || isNone ? 'success' : 'unknown';
	}
	if (value.mask === NOTHING) return 'success';
	if ((value.mask & NOTHING) === 0 && (value.mask & ERROR) !== 0) return 'error';
	return value.mask === (NOTHING | SOMETHING) ? 'success' : 'unknown';
}
