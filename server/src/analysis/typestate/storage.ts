/** Whose a place is: the function's own, or somebody else's. */
import { rootOfPath } from '../values/access-path.ts';
import { elementsOf, isOwnArray } from './arrays.ts';
import type { FunctionFacts } from './function-facts.ts';

/** Whether a path begins with a local variable that is not a pointer, or is in an array of the function's: what is stored there stays in the function. */
export function isOwnStorage(facts: FunctionFacts, path: string): boolean {
	const elements = elementsOf(path);
	if (elements !== '') return isOwnArray(facts, elements);
	const variable = facts.variables.get(rootOfPath(path));
	if (variable === undefined || path.includes('->') || /^[*&(]/.test(path) || path.includes('[')) return false;
	return path === rootOfPath(path) || !variable.isPointer;
}
