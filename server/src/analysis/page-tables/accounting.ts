/**
 * What has to happen together when a page is mapped or unmapped: the entry, the reverse mapping, the counter of the mm, the reference.
 * Each is looked for along every path; a path that does some of it and not the rest is told.
 */

import type { EdgeFact } from '../../flow/graph.ts';
import { MOST_ORIGINS } from '../../kernel-c/bounds.ts';
import { argumentsOf, bareExpression, calleeOf, textOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { callerKeepsArgument, callersMayDo, mayBeLeftToCallers } from './callers.ts';
import { entryValue } from './entry-value.ts';
import type { EventKind, TableEvent } from './events.ts';
import type { HalfDone, Missing } from './half-done.ts';
import { findPath, type PathWanted } from './path-search.ts';
import { unevenReplacements } from './replacements.ts';
import { hasRole, notCounted } from './roles.ts';
import { argumentAt, hasVma, isOfKernel, isOrDoes, isPageCount, isParameter, type TableFunction, variableIn } from './table-function.ts';
import { wrongLevels } from './wrong-levels.ts';

/** Everything that a function does by halves. */
export function* halfDoneIn(fn: TableFunction): Generator<HalfDone> {
	// What restores an entry that a device had alone finds the mapping as it was.
	if (!hasVma(fn) || notCounted.map.test(fn.name)) return;
	const told = new Set<Missing>();
	for (const question of questions) {
		for (const at of fn.all.filter((event) => question.begins(event, fn))) {
			const path = findPath(fn, question.path(at, fn));
			if (path === null || told.has(question.missing) || question.isExcused(at, fn)) continue;
			told.add(question.missing);
			yield { missing: question.missing, at, path };
			break;
		}
	}
	yield* unevenReplacements(fn);
	yield* wrongLevels(fn);
}

interface Question {
	readonly missing: Missing;
	begins(event: TableEvent, fn: TableFunction): boolean;
	path(at: TableEvent, fn: TableFunction): PathWanted;
	/** Whether another function of the file does what is missing, or something says why it need not be done. */
	isExcused(at: TableEvent, fn: TableFunction): boolean;
}

const isSame = (at: TableEvent) => (event: TableEvent) => event === at;
const isRmap = (event: TableEvent) => isOrDoes(event, 'rmap-add', 'rmap-remove', 'rmap-move');
const setsEntry = (event: TableEvent) => isOrDoes(event, 'set');
const does =
	(...kinds: readonly EventKind[]) =>
	(event: TableEvent) =>
		isOrDoes(event, ...kinds);

/** Whether an edge says that a page is not counted as others are, when it is mapped or unmapped. */
function saysUncounted({ text }: TableFunction, when: 'map' | 'unmap') {
	return (fact: EdgeFact): boolean => {
		if (fact.kind !== 'condition') return false;
		const condition = textOf(fact.condition, text);
		return fact.truth ? notCounted[when].test(condition) : when === 'unmap' && /present/.test(condition);
	};
}

const questions: readonly Question[] = [
	{
		missing: 'counter-up',
		begins: ({ kind }) => kind === 'rmap-add',
		path: (at, fn) => ({
			passes: [isSame(at), setsEntry],
			avoids: does('counter', 'rmap-remove', 'migration', 'exclusive'),
			avoidsFact: saysUncounted(fn, 'map'),
		}),
		isExcused: (_, fn) => isOfWalk(fn) || mayBeLeftToCallers(fn, does('counter')) || mayBeLeftToCallers(fn, does('rmap-remove')),
	},
	{
		missing: 'rmap-add',
		begins: (event, fn) => event.kind === 'set' && !isOfKernel(fn, event) && makersOf(fn, event).length > 0,
		path: (at, fn) => ({
			// The value as it was made of the page is what is set.
			passes: [({ syntax, kind }) => kind === 'make-entry' && makersOf(fn, at).includes(syntax), isSame(at)],
			inOrder: true,
			avoids: isRmap,
			avoidsFact: (fact) => saysUncounted(fn, 'map')(fact) || saysMigration(fact, fn.text),
		}),
		isExcused: (_, fn) => mayBeLeftToCallers(fn, isRmap),
	},
	{
		missing: 'rmap-add',
		begins: (event) => isPageCount(event) && event.sign > 0,
		path: (at, fn) => ({
			passes: [isSame(at), (event) => isOrDoes(event, 'set') && !isOfKernel(fn, event)],
			avoids: isRmap,
			avoidsFact: (fact) => saysUncounted(fn, 'map')(fact) || asksOfMigration(fact, fn.text),
		}),
		isExcused: (_, fn) => mayBeLeftToCallers(fn, isRmap),
	},
	{
		missing: 'reference',
		begins: (event, fn) => event.kind === 'rmap-add' && needsReference(fn, event),
		path: (at, fn) => ({
			passes: [isSame(at)],
			avoids: does('take', 'rmap-remove', 'migration', 'exclusive'),
			avoidsFact: saysUncounted(fn, 'map'),
		}),
		isExcused: (at, fn) => isReplacedTable(fn, at) || mayBeLeftToCallers(fn, does('take')),
	},
	{
		missing: 'references',
		begins: (event, fn) => event.kind === 'set' && setsSeveral(fn, event),
		path: (at, fn) => ({
			passes: [isSame(at), does('rmap-add')],
			avoids: ({ isMore }) => isMore,
			avoidsFact: saysUncounted(fn, 'map'),
		}),
		isExcused: (_, fn) => mayBeLeftToCallers(fn, ({ isMore }) => isMore),
	},
	{
		missing: 'counter-down',
		begins: ({ kind }) => kind === 'rmap-remove',
		path: (at, fn) => ({
			passes: [isSame(at)],
			avoids: does('counter', 'rmap-add', 'migration', 'exclusive'),
			avoidsFact: saysUncounted(fn, 'unmap'),
		}),
		isExcused: (_, fn) => !hasEntry(fn) || replacesPages(fn) || mayBeLeftToCallers(fn, does('counter')) || mayBeLeftToCallers(fn, does('rmap-add')),
	},
	{
		missing: 'rmap-remove',
		begins: (event) => isPageCount(event) && event.sign < 0,
		path: (at, fn) => ({
			passes: [isSame(at)],
			avoids: (event) => isRmap(event) || (isPageCount(event) && event.sign > 0),
			avoidsFact: saysUncounted(fn, 'unmap'),
		}),
		isExcused: (_, fn) => mayBeLeftToCallers(fn, isRmap),
	},
	{
		missing: 'release',
		begins: ({ kind }) => kind === 'rmap-remove',
		path: (at, fn) => ({
			passes: [isSame(at)],
			avoids: does('drop', 'drop-later', 'rmap-add', 'exclusive'),
			avoidsFact: saysUncounted(fn, 'unmap'),
		}),
		isExcused: (_, fn) => !hasEntry(fn) || callersMayDo(fn, does('drop', 'drop-later')),
	},
];

/** Whether an edge says that an entry is that of a page that migrates. */
function saysMigration(fact: EdgeFact, text: string): boolean {
	return fact.kind === 'condition' && fact.truth && textOf(fact.condition, text).includes('migration');
}

/** The same, or that it was asked what kind of migration it is. */
function asksOfMigration(fact: EdgeFact, text: string): boolean {
	if (saysMigration(fact, text)) return true;
	return fact.kind === 'condition' && /migration_(?:write|read|writable)|_(?:writable|readable)\w*_migration/.test(textOf(fact.condition, text));
}

/** Whether a function is one step of a walk of a page's mappings: what is mapped there before and after is the same. */
function isOfWalk({ variables, all }: TableFunction): boolean {
	return variables.some(({ type }) => /\bpage_vma_mapped_walk\b/.test(type)) || all.some(({ name }) => name === 'page_vma_mapped_walk');
}

/** Whether a function has an entry in hand: one that finishes what was begun elsewhere has not. */
function hasEntry({ variables, all }: TableFunction): boolean {
	return variables.some(({ type }) => /^p[tmu][ed]_t$/.test(type)) || all.some((event) => isOrDoes(event, 'clear', 'clear-flush', 'set'));
}

/** Whether a function puts other pages in the place of those that it unmaps: it counts some up. */
function replacesPages({ all }: TableFunction): boolean {
	return all.some((event) => isPageCount(event) && event.sign > 0);
}

/** The calls that make what is set of a page that is counted; none where it is special, or the zero page's. */
function makersOf(fn: TableFunction, set: TableEvent): readonly SyntaxNode[] {
	const value = argumentAt(set, set.entry?.value);
	if (value === null) return [];
	const made = entryValue(fn, value);
	return made.isSpecial || !made.makers.every((maker) => isOfCountedPage(fn, maker)) ? [] : made.makers;
}

function isOfCountedPage(fn: TableFunction, maker: SyntaxNode): boolean {
	if (!hasRole(calleeOf(maker, fn.text), 'make-entry')) return false;
	return !argumentsOf(maker).some((argument) => /zero/i.test(textOf(argument, fn.text)));
}

/** Whether several entries are set at once, of one page after the other: `set_ptes(..., nr)`. */
function setsSeveral({ text }: TableFunction, { syntax, name }: TableEvent): boolean {
	const count = name === 'set_ptes' ? argumentsOf(syntax)[4] : undefined;
	return count !== undefined && textOf(count, text).trim() !== '1';
}

/** Whether the mapping needs a reference of its own: that of the caller is not for it, or there is none. */
function needsReference(fn: TableFunction, event: TableEvent): boolean {
	const folio = variableIn(argumentsOf(event.syntax)[0] ?? null, fn.text);
	if (folio === '') return false;
	const origins = originsOf(fn, folio, new Set());
	if (origins.size === 0) return false;
	return [...origins].every((origin) => origin === 'entry' || (origin !== 'other' && (isOfWalk(fn) || callerKeepsArgument(fn, origin))));
}

/** Where a page comes from: `entry`, the name of a parameter, or `other`. */
function originsOf(fn: TableFunction, name: string, seen: Set<string>): Set<string> {
	if (seen.has(name)) return new Set();
	if (seen.size >= MOST_ORIGINS) return new Set(['other']);
	seen.add(name);
	const values = valuesOf(fn.root, fn.text, name).filter((value) => !/^(?:NULL|0)$/.test(textOf(value, fn.text)));
	const origins = new Set<string>(isParameter(fn, name) ? [name] : []);
	for (const value of values) for (const origin of originsOfValue(fn, value, seen)) origins.add(origin);
	return origins.size === 0 && values.length === 0 ? new Set(['other']) : origins;
}

function originsOfValue(fn: TableFunction, value: SyntaxNode, seen: Set<string>): Iterable<string> {
	if (value.type === 'identifier') return originsOf(fn, textOf(value, fn.text), seen);
	if (value.type !== 'call_expression') return ['other'];
	const name = calleeOf(value, fn.text);
	if (hasRole(name, 'page-of-entry')) return ['entry'];
	const inner = argumentsOf(value)[0];
	return inner !== undefined && /^(?:page_folio|folio_page)$/.test(name) ? originsOfValue(fn, bareExpression(inner), seen) : ['other'];
}

/** Whether the page was mapped by a table, or by an entry of another level, that is taken away on the way: its references are kept. */
function isReplacedTable(fn: TableFunction, at: TableEvent): boolean {
	return findPath(fn, { passes: [does('clear-flush', 'clear'), isSame(at)], inOrder: true, endsThere: true, avoids: does('take') }) !== null;
}
