/** What the callers of a helper do for it: a page that a helper maps may be counted by each of its callers. */
import type { EdgeFact } from '../../flow/graph.ts';
import { argumentsOf, textOf } from '../../kernel-c/calls.ts';
import type { TableEvent } from './events.ts';
import { findPath } from './path-search.ts';
import { gaveNothing, isParameter, type TableFunction, variableIn } from './table-function.ts';

/** How far callers of callers are asked. */
const MOST_DEPTH = 2;

/** Which functions were asked at which depth: the first yes is the answer, so that who is asked again has said no. */
export class AskedCallers {
	readonly #asked = new Set<string>();

	/** Whether a function is asked at a depth for the first time. */
	isFirst(name: string, depth: number): boolean {
		const key = `${depth} ${name}`;
		const isFirst = !this.#asked.has(key);
		this.#asked.add(key);
		return isFirst;
	}
}

/**
 * Whether every path of some caller in the file that calls this function does what is asked for, or its own callers do. A function that
 * does it itself on some path leaves it to nobody.
 */
export function callersDo(fn: TableFunction, does: (event: TableEvent) => boolean, depth = 0, asked = new AskedCallers()): boolean {
	if (depth === 0 && fn.all.some(does)) return false;
	return fn.file.callersOf(fn.name).some((name) => {
		const caller = asked.isFirst(`${name} ${fn.name}`, depth) ? fn.file.functionOf(name) : null;
		if (caller === null) return false;
		if (!caller.all.some(({ name: callee }) => callee === fn.name)) return false;
		const avoids = (event: TableEvent) => event.name !== fn.name && does(event);
		// Where the call gave nothing there is nothing to be done.
		const calls = caller.all.filter(({ name: callee }) => callee === fn.name);
		const avoidsFact = (fact: EdgeFact) => calls.some(({ syntax }) => gaveNothing(fact, syntax, caller.text));
		if (findPath(caller, { passes: [({ name: callee }) => callee === fn.name], avoids, avoidsFact }) === null) return true;
		return depth < MOST_DEPTH && callersDo(caller, does, depth + 1, asked);
	});
}

/**
 * The same where all of what a function does may be left to its callers: of a hunk without its file they are not to be seen, and those of
 * a static function may do anything that it does not do itself.
 */
export function mayBeLeftToCallers(fn: TableFunction, does: (event: TableEvent) => boolean): boolean {
	return callersDo(fn, does) || (hasUnseenCallers(fn) && !fn.all.some(does));
}

function hasUnseenCallers({ file, text }: TableFunction): boolean {
	return !file.isWhole && /\bstatic\b/.test(text.slice(0, text.indexOf('{')));
}

/** Whether some path of a caller in the file does it after the call. */
export function callersMayDo(fn: TableFunction, does: (event: TableEvent) => boolean): boolean {
	if (hasUnseenCallers(fn)) return true;
	return fn.file.callersOf(fn.name).some((name) => {
		const caller = fn.file.functionOf(name);
		const wanted = { passes: [({ name: callee }: TableEvent) => callee === fn.name, does], inOrder: true, endsThere: true, avoids: () => false };
		return caller !== null && findPath(caller, wanted) !== null;
	});
}

/**
 * Whether a function is given a page by callers that keep their own reference on it: a caller in the file drops it after the call, whatever
 * that has given back, or it comes from callers of an exported function, which know nothing of what became of it.
 */
export function callerKeepsArgument(fn: TableFunction, parameter: string, depth = 0, asked = new AskedCallers()): boolean {
	const place = fn.variables.filter(({ node }) => node.parent?.type === 'parameter_declaration').findIndex(({ name }) => name === parameter);
	if (place < 0) return false;
	if (depth > 0 && fn.file.isExported(fn.name)) return true;
	return fn.file.callersOf(fn.name).some((name) => {
		const caller = asked.isFirst(`${name} ${fn.name} ${parameter}`, depth) ? fn.file.functionOf(name) : null;
		const call = caller?.all.find(({ name: callee }) => callee === fn.name);
		const given = call === undefined || caller === null ? '' : variableIn(argumentsOf(call.syntax)[place] ?? null, caller.text);
		if (caller === null || given === '') return false;
		const drops = ({ kind, syntax }: TableEvent) => kind === 'drop' && argumentsOf(syntax).some((argument) => textOf(argument, caller.text).trim() === given);
		const isCall = ({ name: callee }: TableEvent) => callee === fn.name;
		const hasDrop = findPath(caller, { passes: [isCall, drops], inOrder: true, endsThere: true, avoids: () => false }) !== null;
		const isAbsent = (fact: EdgeFact) => fact.kind === 'condition' && !fact.truth && textOf(fact.condition, caller.text).trim() === given;
		if (hasDrop && findPath(caller, { passes: [isCall], onceBegun: true, avoids: drops, avoidsFact: isAbsent }) === null) return true;
		return depth < MOST_DEPTH && isParameter(caller, given) && callerKeepsArgument(caller, given, depth + 1, asked);
	});
}
