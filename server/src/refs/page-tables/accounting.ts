/**
 * What has to happen together when a page is mapped or unmapped: the entry, the reverse mapping, the counter of the mm, the reference.
 * Each is looked for along every path; a path that does some of it and not the rest is told.
 */
import type { EdgeFact } from '../../flow/graph.ts';
import { argumentsOf, calleeOf, textOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import { descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { entryValue } from './entry-value.ts';
import type { EventKind, TableEvent } from './events.ts';
import { type FoundPath, findPath, type PathWanted } from './path-search.ts';
import { hasRole, type Level } from './roles.ts';
import { argumentAt, hasVma, isOfKernel, isOrDoes, type TableFunction, variableIn } from './table-function.ts';

/** What is missing on a path. */
export type Missing = 'rmap-add' | 'rmap-remove' | 'counter-up' | 'counter-down' | 'reference' | 'release' | 'level';

/** Something that is done by halves. */
export interface HalfDone {
	readonly missing: Missing;
	/** Where the half that is done stands. */
	readonly at: TableEvent;
	readonly path: FoundPath;
	/** For levels: that of the entry. */
	readonly level?: Level;
}

/** Everything that a function does by halves. */
export function* halfDoneIn(fn: TableFunction): Generator<HalfDone> {
	if (!hasVma(fn)) return;
	for (const question of questions) {
		for (const at of fn.all.filter((event) => question.begins(event, fn))) {
			const path = findPath(fn, question.path(at, fn));
			if (path === null || question.excused(at, fn)) continue;
			yield { missing: question.missing, at, path };
			break;
		}
	}
	yield* wrongLevels(fn);
}

interface Question {
	readonly missing: Missing;
	begins(event: TableEvent, fn: TableFunction): boolean;
	path(at: TableEvent, fn: TableFunction): PathWanted;
	/** Whether another function of the file does what is missing, or says why it need not be done. */
	excused(at: TableEvent, fn: TableFunction): boolean;
}

const isSame = (at: TableEvent) => (event: TableEvent) => event === at;
const isRmap = (event: TableEvent) => isOrDoes(event, 'rmap-add', 'rmap-remove', 'rmap-move');
const isMigration = (event: TableEvent) => isOrDoes(event, 'migration');
const isPageCount = (event: TableEvent) => event.kind === 'counter' && event.countsPages;
const setsEntry = (event: TableEvent) => isOrDoes(event, 'set');

/** Whether an edge says that the entry or the page is of a kind that is not counted this way. */
function isUncounted(fn: TableFunction) {
	return (fact: EdgeFact): boolean => {
		if (fact.kind !== 'condition') return false;
		const condition = textOf(fact.condition, fn.text);
		return fact.truth ? /migration|zero_p|zero_folio|delay_rmap|is_device_exclusive|_special\b|_devmap\b|\bfreeze\b/.test(condition) : /present/.test(condition);
	};
}

const questions: readonly Question[] = [
	{
		missing: 'counter-up',
		begins: ({ kind }) => kind === 'rmap-add',
		path: (at, fn) => ({
			passes: [isSame(at), setsEntry],
			avoids: (event) => isOrDoes(event, 'counter', 'rmap-remove', 'clear-flush') || isMigration(event),
			avoidsFact: isUncounted(fn),
		}),
		excused: (_, fn) => isOfWalk(fn) || fn.file.callersDo(fn.name, ['counter', 'rmap-remove']),
	},
	{
		missing: 'rmap-add',
		begins: (event, fn) => event.kind === 'set' && !isOfKernel(fn, event) && mapsPage(fn, event),
		path: (at, fn) => ({
			// The value as it was made of the page is what is set.
			passes: [({ syntax, kind }) => kind === 'make-entry' && makersOf(fn, at).includes(syntax), isSame(at)],
			inOrder: true,
			avoids: (event) => isRmap(event) || isMigration(event),
			avoidsFact: isUncounted(fn),
		}),
		excused: (_, fn) => fn.file.callersDo(fn.name, ['rmap-add', 'rmap-remove']),
	},
	{
		missing: 'rmap-add',
		begins: (event) => isPageCount(event) && event.sign > 0,
		path: (at, fn) => ({
			passes: [isSame(at), (event) => event.kind === 'set' && !isOfKernel(fn, event)],
			avoids: (event) => isRmap(event) || isMigration(event),
			avoidsFact: isUncounted(fn),
		}),
		excused: (_, fn) => fn.file.callersDo(fn.name, ['rmap-add', 'rmap-remove']),
	},
	{
		missing: 'reference',
		begins: (event, fn) => event.kind === 'rmap-add' && isFromEntry(fn, event),
		path: (at, fn) => ({
			passes: [isSame(at)],
			avoids: (event) => isOrDoes(event, 'take', 'rmap-remove', 'clear-flush') || isMigration(event),
			avoidsFact: isUncounted(fn),
		}),
		excused: (_, fn) => isOfWalk(fn) || fn.file.callersDo(fn.name, ['take']),
	},
	{
		missing: 'counter-down',
		begins: ({ kind }) => kind === 'rmap-remove',
		path: (at, fn) => ({
			passes: [isSame(at)],
			avoids: (event) => isOrDoes(event, 'counter', 'rmap-add') || isMigration(event),
			avoidsFact: isUncounted(fn),
		}),
		excused: (_, fn) => !hasEntry(fn) || replacesPages(fn) || fn.file.callersDo(fn.name, ['counter', 'rmap-add']),
	},
	{
		missing: 'rmap-remove',
		begins: (event) => isPageCount(event) && event.sign < 0,
		path: (at, fn) => ({
			passes: [isSame(at)],
			avoids: (event) => isRmap(event) || isMigration(event) || (isPageCount(event) && event.sign > 0),
			avoidsFact: isUncounted(fn),
		}),
		excused: (_, fn) => fn.file.callersDo(fn.name, ['rmap-remove', 'rmap-add']),
	},
	{
		missing: 'release',
		begins: ({ kind }) => kind === 'rmap-remove',
		path: (at, fn) => ({
			passes: [isSame(at)],
			avoids: (event) => isOrDoes(event, 'drop', 'drop-later', 'rmap-add') || isMigration(event),
			avoidsFact: isUncounted(fn),
		}),
		excused: (_, fn) => !hasEntry(fn) || fn.file.callersDo(fn.name, ['drop', 'drop-later']),
	},
];

/** Whether a function is one step of a walk of a page's mappings: what is mapped there before and after is the same. */
function isOfWalk({ variables }: TableFunction): boolean {
	return variables.some(({ type }) => /\bpage_vma_mapped_walk\b/.test(type));
}

/** Whether a function has an entry in hand: one that finishes what was begun elsewhere has not. */
function hasEntry({ variables, all }: TableFunction): boolean {
	return variables.some(({ type }) => /^p[tmu][ed]_t$/.test(type)) || all.some(({ kind }) => kind === 'clear' || kind === 'clear-flush' || kind === 'set');
}

/** Whether a function puts other pages in the place of those that it unmaps: it counts some up. */
function replacesPages({ all }: TableFunction): boolean {
	return all.some((event) => isPageCount(event) && event.sign > 0);
}

/** Whether what is set is the entry of a page that the mm counts: made of the page, and neither special nor the zero page's. */
function mapsPage(fn: TableFunction, set: TableEvent): boolean {
	return makersOf(fn, set).length > 0;
}

/** The calls that make what is set of a page that is counted. */
function makersOf(fn: TableFunction, set: TableEvent): readonly SyntaxNode[] {
	const value = argumentAt(set, set.entry?.value);
	if (value === null) return [];
	const made = entryValue(fn, value);
	return made.isSpecial || !made.makers.every((maker) => isOfCountedPage(fn, maker)) ? [] : made.makers;
}

function isOfCountedPage(fn: TableFunction, maker: SyntaxNode): boolean {
	if (!hasRole(calleeOf(maker, fn.text), 'make-entry')) return false;
	const written = argumentsOf(maker).map((argument) => textOf(argument, fn.text));
	return !written.some((argument) => /zero/i.test(argument));
}

/** Whether the page of a reverse mapping was read off an entry: no reference comes with that. */
function isFromEntry(fn: TableFunction, event: TableEvent): boolean {
	const folio = variableIn(argumentsOf(event.syntax)[0] ?? null, fn.text);
	return folio !== '' && isRead(fn, folio, new Set());
}

function isRead(fn: TableFunction, name: string, seen: Set<string>): boolean {
	if (seen.has(name)) return false;
	seen.add(name);
	const values = valuesOf(fn.root, fn.text, name).filter((value) => !/^(?:NULL|0)$/.test(textOf(value, fn.text)));
	return values.length > 0 && values.every((value) => isReadValue(fn, value, seen));
}

function isReadValue(fn: TableFunction, value: SyntaxNode, seen: Set<string>): boolean {
	if (value.type !== 'call_expression') return false;
	const name = calleeOf(value, fn.text);
	if (hasRole(name, 'page-of-entry')) return true;
	return name === 'page_folio' && isRead(fn, variableIn(argumentsOf(value)[0] ?? null, fn.text), seen);
}

/** Reverse mappings of another level than every entry that the path sets or clears. */
function* wrongLevels(fn: TableFunction): Generator<HalfDone> {
	for (const [kind, others] of [
		['rmap-add', ['set']],
		['rmap-remove', ['clear', 'clear-flush']],
	] as const) {
		for (const at of fn.all) {
			if (at.kind !== kind || at.level === null) continue;
			const levels = new Set(fn.all.filter((event) => (others as readonly EventKind[]).includes(event.kind)).map(({ level }) => level));
			if (levels.size === 0 || levels.has(null) || levels.has(at.level)) continue;
			const [level] = levels;
			if (levels.size !== 1 || level === null || level === undefined) continue;
			const path = findPath(fn, { passes: [isSame(at)], avoids: (event) => event.kind === 'call' && others.some((other) => event.does.has(other)) });
			if (path !== null) yield { missing: 'level', at, path, level };
		}
	}
}

/** Every call under a node whose function has a role. */
export function* callsIn(root: SyntaxNode, text: string, ...roles: Parameters<typeof hasRole>[1][]): Generator<SyntaxNode> {
	for (const call of descendantsOf(root, new Set(['call_expression']))) if (hasRole(calleeOf(call, text), ...roles)) yield call;
}
