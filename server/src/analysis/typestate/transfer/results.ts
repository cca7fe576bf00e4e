/** What calls gave back and nothing took: it is there until the statement ends. */
import type { SyntaxNode } from '../../../kernel-c/syntax.ts';
import { type PathState, withObject } from '../state.ts';
import type { Evaluation } from './evaluation.ts';

/** Forgets what earlier calls gave back and nothing took. */
export function withoutResults({ kind }: Evaluation, state: PathState, syntax: SyntaxNode): PathState {
	const isOld = (path: string) => path.startsWith('@') && (Number(path.slice(1)) < syntax.start || syntax.end <= Number(path.slice(1)));
	const { object } = state;
	const { pending: waiting, transfer: given } = object;
	const isWaiting = waiting !== null && isOld(waiting.by);
	// Nobody asked how it went.
	const isGiven = given !== null && isOld(given.by);
	if (!object.names.some(isOld) && ![...state.masks.keys()].some(isOld) && !isWaiting && !isGiven) return state;
	const names = object.names.filter((name) => !isOld(name));
	const masks = new Map([...state.masks].filter(([path]) => !isOld(path)));
	// Who does not ask knows that it is there, as with `igrab()` of what it holds already; a page may be gone.
	const isUnchecked = isWaiting && kind.isOnPages;
	const next: PathState = {
		...state,
		masks,
		object: {
			...object,
			names,
			...(isWaiting ? { pending: null } : {}),
			...(isGiven ? { escaped: true, transfer: null, assumedOwner: given.callee, isOutOnly: given.isOfAddress } : {}),
			...(isWaiting && !isUnchecked ? { count: object.count + waiting.change } : {}),
			...(isUnchecked ? { phase: 'absent' as const } : {}),
		},
	};
	if (object.phase !== 'live' || names.length > 0 || object.derived.size > 0 || isUnchecked) return next;
	return withObject(next, { phase: object.escaped || object.transfer !== null || object.count <= 0 ? 'absent' : 'lost' });
}

/** Choices of other statements are used up. */
export function withoutChoices(state: PathState, syntax: SyntaxNode): PathState {
	if (state.choices.size === 0) return state;
	let statement = syntax;
	while (statement.parent !== null && !/_statement$|^declaration$/.test(statement.type)) statement = statement.parent;
	const left = [...state.choices].filter(([at]) => statement.start <= at && at < statement.end);
	return left.length === state.choices.size ? state : { ...state, choices: new Map(left) };
}
