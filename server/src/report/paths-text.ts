/** The paths of a function's objects as data and as text. */
import type { ReportedObject } from '../analysis/typestate/function-paths.ts';

/** An object with its paths. `lineOf` gives the line (1-based, of the file) of an offset in the function. */
export function reportedJson(
	{ acquisition, paths, violations, justifications, isCut, states, notFollowed }: ReportedObject,
	lineOf: (offset: number) => number,
) {
	return {
		name: acquisition.path,
		counts: acquisition.counts,
		certainty: acquisition.certainty,
		line: acquisition.call === null ? null : lineOf(acquisition.call.start),
		isCut,
		notFollowed,
		states: states.map(({ syntax, texts }) => ({ line: lineOf(syntax.start), states: texts })),
		findings: violations.map(({ kind, at }) => ({ kind, line: lineOf(at.start) })),
		whyNot: justifications.map(({ because, at }) => ({ because, line: at === null ? null : lineOf(at.start) })),
		paths: paths.map(({ outcome, returned, steps }) => ({
			outcome,
			returned,
			steps: steps.map((step) => ({ line: lineOf(step.syntax.start), message: step.message })),
		})),
	};
}

/** How a reader knows an object that no variable holds. */
export function nameOf(path: string): string {
	return path === '' ? 'what is returned' : path;
}

/** An object as data. */
export type ObjectJson = ReturnType<typeof reportedJson>;

/** Names of which this many are told. */
const MOST_NAMES = 12;

/** Several objects as text; of a function without any, that it has none. `withStates`: the object after every line too. */
export function pathsText(name: string, objects: readonly ObjectJson[], unknownCallees: readonly string[], withStates = false): string {
	const body =
		objects.length === 0 ? `${name}() takes and drops no reference that is known\n` : objects.map((object) => objectText(object, withStates)).join('\n');
	return unknownCallees.length === 0 ? body : `${body}nothing is known of: ${namesText(unknownCallees)}\n`;
}

function namesText(names: readonly string[]): string {
	const shown = names.slice(0, MOST_NAMES).map((name) => `${name}()`);
	return names.length > MOST_NAMES ? `${shown.join(', ')} and ${names.length - MOST_NAMES} more` : shown.join(', ');
}

function objectText(object: ObjectJson, withStates: boolean): string {
	const from = object.line === null ? 'from the caller' : `line ${object.line}`;
	const head = `${nameOf(object.name)} (${object.counts}, ${from}): ${object.paths.length} paths${object.isCut ? ', and more than can be walked' : ''}\n`;
	const body = object.paths.map(
		(path, index) =>
			`  path ${index + 1}: ${path.outcome}${path.returned === 'none' ? '' : `, returns ${path.returned}`}\n${path.steps.map((step) => `    ${step.line}: ${step.message}\n`).join('')}`,
	);
	const why = object.whyNot.map(({ because, line }) => `  not called a leak: ${because}${line === null ? '' : ` (line ${line})`}\n`);
	const passed = object.notFollowed.length === 0 ? '' : `  given to what is not known: ${namesText(object.notFollowed)}\n`;
	const states = withStates ? object.states.map(({ line, states: texts }) => `  after line ${line}: ${texts.join(' | ')}\n`) : [];
	return head + body.join('') + why.join('') + passed + states.join('');
}
