/** Mutations of functions of a kernel tree that the path checker finds clean: a release less, an acquire less, a goto past a release. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSummaries } from '../../server/src/analysis/summaries/file-summaries.ts';
import { elementsOf } from '../../server/src/analysis/typestate/arrays.ts';
import { checkFunction } from '../../server/src/analysis/typestate/check-function.ts';
import type { Violation } from '../../server/src/analysis/typestate/trace.ts';
import { accessPath } from '../../server/src/analysis/values/access-path.ts';
import { KnownContracts } from '../../server/src/contracts/callees.ts';
import { tableContract } from '../../server/src/contracts/table.ts';
import { alternativesOf } from '../../server/src/flow/alternatives.ts';
import { argumentsOf, calleeOf, textOf } from '../../server/src/kernel-c/calls.ts';
import { readSource } from '../../server/src/kernel-c/source-file.ts';
import { childOf, descendantsOf, type SyntaxNode, type TextParser } from '../../server/src/kernel-c/syntax.ts';

/** The folders that the mutated functions come from. */
export const mutatedFolders = ['mm', 'fs', 'drivers/dax', 'drivers/nvdimm', 'drivers/vfio', 'drivers/iommu', 'drivers/infiniband', 'io_uring', 'virt'];

/**
 * What is done to a function. `only put of a get deleted`: the function gets a reference on what it was given or found, and nothing is
 * left in it that says that it should be dropped.
 */
export type MutationKind = 'release deleted' | 'only put of a get deleted' | 'acquire deleted' | 'get deleted' | 'goto past a release';

/** Every kind. */
export const mutationKinds: readonly MutationKind[] = ['release deleted', 'only put of a get deleted', 'acquire deleted', 'get deleted', 'goto past a release'];

/** A function and one way to break it. */
export interface Mutation {
	readonly kind: MutationKind;
	/** `path:function`. */
	readonly where: string;
	/** What was changed, for the table. */
	readonly what: string;
	/** The file with the function as it is then. */
	readonly text: string;
	/** The function's name. */
	readonly function: string;
	/** Access path of the object. */
	readonly object: string;
}

const effects = new KnownContracts(['mm', 'core']);

/** What the checker says of a function of a file. */
export function violationsOf(text: string, name: string, parser: TextParser): readonly Violation[] {
	const source = readSource(text, parser);
	const item = source.main.items.find((each) => each.kind === 'function' && each.name === name);
	if (item === undefined) return [];
	const helpers = new FileSummaries(source, effects);
	const syntax = source.syntaxOf(item);
	return syntax.hasError ? [] : checkFunction(syntax.root, text.slice(item.start, item.end), alternativesOf(source, item), effects, helpers).violations;
}

/** Whether a finding is about the object of a mutation. */
export function isAbout({ acquisition, name }: Violation, { object }: Mutation): boolean {
	return acquisition.path === object || name === object || (acquisition.path !== '' && acquisition.path === elementsOf(object));
}

/** Every mutation of the clean functions of a tree, in an order that is random and the same every time. */
export function* mutationsOf(root: string, parser: TextParser, seed: number): Generator<Mutation> {
	const found: { readonly mutation: Mutation; readonly file: string; readonly start: number; readonly end: number; readonly rank: string }[] = [];
	for (const folder of mutatedFolders) {
		for (const file of cFiles(join(root, folder))) {
			const text = readFileSync(file, 'utf8');
			const source = readSource(text, parser);
			for (const item of source.main.items) {
				if (item.kind !== 'function') continue;
				const code = text.slice(item.start, item.end);
				if (!/put|get|unpin|free_page|drop/.test(code)) continue;
				const syntax = source.syntaxOf(item);
				if (syntax.hasError) continue;
				for (const [index, mutation] of mutationsIn(syntax.root, code, `${file.slice(root.length + 1)}:${item.name}`, item.name).entries()) {
					const rank = createHash('sha1').update(`${seed} ${mutation.where} ${mutation.what} ${index}`).digest('hex');
					found.push({ mutation, file, start: item.start, end: item.end, rank });
				}
			}
		}
	}
	const isClean = new Map<string, boolean>();
	for (const { mutation, file, start, end } of found.sort((a, b) => (a.rank < b.rank ? -1 : 1))) {
		const text = readFileSync(file, 'utf8');
		const clean = isClean.get(mutation.where) ?? violationsOf(text, mutation.function, parser).length === 0;
		isClean.set(mutation.where, clean);
		if (clean) yield { ...mutation, text: text.slice(0, start) + mutation.text + text.slice(end) };
	}
}

/** The C files under a folder, in the order of their names. */
export function* cFiles(folder: string): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* cFiles(path);
		else if (entry.name.endsWith('.c')) yield path;
	}
}

/** Something that a function does to what a path names, in the order of the text. */
interface Deed {
	readonly kind: 'result' | 'get' | 'put' | 'other';
	readonly path: string;
	readonly call: SyntaxNode;
	readonly statement: SyntaxNode | null;
}

function deedsIn(root: SyntaxNode, text: string): Deed[] {
	const deeds: Deed[] = [];
	const known = new Set<SyntaxNode>();
	for (const call of descendantsOf(root, new Set(['call_expression']))) {
		for (const change of tableContract(calleeOf(call, text))?.effects ?? []) {
			if (/^every/.test(change.counts) || change.times !== undefined) continue;
			const argument = change.on === 'argument' ? argumentsOf(call)[change.argument ?? 0] : undefined;
			const path = argument === undefined ? targetOf(call, text) : accessPath(argument, text);
			if (path === '') continue;
			const target = call.parent;
			if (change.on === 'result' && target !== null) known.add(target);
			const statement = target?.type === 'assignment_expression' ? target.parent : target;
			deeds.push({ kind: change.change < 0 ? 'put' : change.on === 'argument' ? 'get' : 'result', path, call, statement });
		}
	}
	for (const assignment of descendantsOf(root, new Set(['assignment_expression', 'init_declarator']))) {
		const target = assignment.children[0];
		if (target === undefined || known.has(assignment)) continue;
		const path = accessPath(target, text) || text.slice(target.start, target.end).replace(/^\**\s*/, '');
		deeds.push({ kind: 'other', path, call: assignment, statement: null });
	}
	return deeds.sort((a, b) => a.call.start - b.call.start);
}

function mutationsIn(root: SyntaxNode, text: string, where: string, name: string): Mutation[] {
	const mutations: Mutation[] = [];
	const deeds = deedsIn(root, text);
	const add = (kind: MutationKind, { call, path }: Deed, statement: SyntaxNode) =>
		mutations.push({ kind, where, what: textOf(call, text), text: cut(text, statement, ''), function: name, object: path });
	for (const [index, deed] of deeds.entries()) {
		if (deed.statement?.type !== 'expression_statement') continue;
		const own = deeds.filter((each) => each.path === deed.path);
		if (deed.kind === 'put') {
			const from = deeds.slice(0, index).findLast((each) => each.path === deed.path && each.kind !== 'put');
			const puts = own.filter((each) => each.kind === 'put' && from !== undefined && each.call.start > from.call.start);
			if (from?.kind === 'result') add('release deleted', deed, deed.statement);
			else if (from?.kind === 'get') add(puts.length > 1 ? 'release deleted' : 'only put of a get deleted', deed, deed.statement);
		} else if (deed.kind !== 'other') {
			const next = own.find((each) => each.call.start > deed.call.start);
			if (next?.kind === 'put') add(deed.kind === 'get' ? 'get deleted' : 'acquire deleted', deed, deed.statement);
		}
	}
	mutations.push(...retargeted(root, text, where, name, deeds));
	return mutations;
}

function targetOf(call: SyntaxNode, text: string): string {
	const parent = call.parent;
	if (parent?.type === 'assignment_expression') return accessPath(childOf(parent, 'left') ?? parent, text);
	return parent?.type === 'init_declarator' ? text.slice(parent.start, parent.end).replace(/^\**\s*(\w+)[\s\S]*/, '$1') : '';
}

/** A statement goes; an empty one stays, so that an `if` keeps its branch. */
function cut(text: string, statement: SyntaxNode, put: string): string {
	return `${text.slice(0, statement.start)}${put};${text.slice(statement.end)}`;
}

/** `goto put;` to the label after the release that stands behind `put:`. */
function retargeted(root: SyntaxNode, text: string, where: string, name: string, deeds: readonly Deed[]): Mutation[] {
	const labels = [...descendantsOf(root, new Set(['labeled_statement']))].map((label) => ({ label, name: nameOf(label, text) }));
	const mutations: Mutation[] = [];
	for (const jump of descendantsOf(root, new Set(['goto_statement']))) {
		const target = labels.findIndex(({ name }) => name === nameOf(jump, text));
		const next = labels[target + 1];
		const from = labels[target];
		if (from === undefined || next === undefined || from.label.start < jump.start) continue;
		const between = text.slice(from.label.start, next.label.start);
		if (/\breturn\b|\bgoto\b/.test(between)) continue;
		const release = deeds.find(({ kind, call }) => kind === 'put' && from.label.start <= call.start && call.end <= next.label.start);
		const origin = deeds.findLast(({ kind, path, call }) => kind !== 'put' && path === release?.path && call.end <= jump.start);
		if (release === undefined || origin === undefined || origin.kind === 'other' || !isThere(text, jump, release.path)) continue;
		mutations.push({
			kind: 'goto past a release',
			where,
			what: `goto ${from.name} -> ${next.name}, past ${textOf(release.call, text)}`,
			text: `${text.slice(0, jump.start)}goto ${next.name};${text.slice(jump.end)}`,
			function: name,
			object: release.path,
		});
	}
	return mutations;
}

/** Whether the jump is not taken because there is no object. */
function isThere(text: string, jump: SyntaxNode, object: string): boolean {
	const name = object.replace(/\W/g, '\\$&');
	const isAbsent = new RegExp(`!\\s*${name}\\b|IS_ERR\\w*\\(${name}\\)|\\b${name} == NULL`);
	for (let at: SyntaxNode | null = jump; at !== null; at = at.parent) {
		const condition = at.parent?.type === 'if_statement' && at.field === 'consequence' ? childOf(at.parent, 'condition') : null;
		if (condition !== null && isAbsent.test(textOf(condition, text))) return false;
	}
	return true;
}

function nameOf(statement: SyntaxNode, text: string): string {
	const label = childOf(statement, 'label');
	return label === null ? '' : textOf(label, text);
}

/** Mutations of one kind: how many were tried and flagged, and which were missed. */
export interface MutationRow {
	tried: number;
	flagged: number;
	readonly missed: Mutation[];
}

/** Tries at most so many mutations of each kind of each tree; `trees` are roots with the seed that chooses. */
export function mutationTable(
	trees: readonly (readonly [root: string, seed: number])[],
	parser: TextParser,
	mostOfKind: number,
): Map<MutationKind, MutationRow> {
	const rows = new Map<MutationKind, MutationRow>(mutationKinds.map((kind) => [kind, { tried: 0, flagged: 0, missed: [] }]));
	for (const [root, seed] of trees) {
		const left = new Map<MutationKind, number>(mutationKinds.map((kind) => [kind, mostOfKind]));
		for (const mutation of mutationsOf(root, parser, seed)) {
			const rest = left.get(mutation.kind) ?? 0;
			if (rest === 0) {
				if ([...left.values()].every((count) => count === 0)) break;
				continue;
			}
			left.set(mutation.kind, rest - 1);
			const row = rows.get(mutation.kind) as MutationRow;
			row.tried++;
			if (violationsOf(mutation.text, mutation.function, parser).some((found) => isAbout(found, mutation))) row.flagged++;
			else row.missed.push(mutation);
		}
	}
	return rows;
}
