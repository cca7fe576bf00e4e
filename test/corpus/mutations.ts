/** Mutations of functions of a kernel tree that the path checker finds clean: a release less, an acquire less, a goto past a release. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alternativesOf } from '../../server/src/flow/alternatives.ts';
import { argumentsOf, calleeOf, textOf } from '../../server/src/kernel-c/calls.ts';
import { readSource } from '../../server/src/kernel-c/source-file.ts';
import { childOf, descendantsOf, type SyntaxNode, type TextParser } from '../../server/src/kernel-c/syntax.ts';
import { accessPath } from '../../server/src/refs/balance/access-path.ts';
import { checkFunction } from '../../server/src/refs/balance/check-function.ts';
import { FileHelpers } from '../../server/src/refs/balance/helpers.ts';
import type { Imbalance } from '../../server/src/refs/balance/trail.ts';
import { type EffectPack, effectOf } from '../../server/src/refs/effects.ts';
import { randomNumbers } from '../fuzz/random.ts';

/** The folders that the mutated functions come from. */
export const mutatedFolders = ['mm', 'fs', 'drivers/dax', 'drivers/nvdimm', 'drivers/vfio', 'drivers/iommu', 'drivers/infiniband', 'io_uring', 'virt'];

/** What is done to a function. */
export type MutationKind = 'release deleted' | 'acquire deleted' | 'goto past a release';

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

const packs: ReadonlySet<EffectPack> = new Set(['mm', 'core']);

/** What the checker says of a function of a file. */
export function imbalancesOf(text: string, name: string, parser: TextParser): readonly Imbalance[] {
	const source = readSource(text, parser);
	const item = source.main.items.find((each) => each.kind === 'function' && each.name === name);
	if (item === undefined) return [];
	const helpers = new FileHelpers(source, packs);
	const syntax = source.syntaxOf(item);
	return syntax.hasError ? [] : checkFunction(syntax.root, text.slice(item.start, item.end), alternativesOf(source, item), packs, helpers).imbalances;
}

/** Every mutation of the clean functions of a tree, in random order that is the same every time. */
export function mutationsOf(root: string, parser: TextParser, seed: number): Mutation[] {
	const found: Mutation[] = [];
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
				const mutations = mutationsIn(syntax.root, code, `${file.slice(root.length + 1)}:${item.name}`, item.name);
				if (mutations.length === 0 || imbalancesOf(text, item.name, parser).length > 0) continue;
				for (const mutation of mutations) found.push({ ...mutation, text: text.slice(0, item.start) + mutation.text + text.slice(item.end) });
			}
		}
	}
	return shuffled(found, randomNumbers(seed));
}

function* cFiles(folder: string): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* cFiles(path);
		else if (entry.name.endsWith('.c')) yield path;
	}
}

function shuffled<Element>(list: readonly Element[], random: (below: number) => number): Element[] {
	const result = [...list];
	for (let i = result.length - 1; i > 0; i--) {
		const j = random(i + 1);
		[result[i], result[j]] = [result[j] as Element, result[i] as Element];
	}
	return result;
}

function mutationsIn(root: SyntaxNode, text: string, where: string, name: string): Mutation[] {
	const mutations: Mutation[] = [];
	const acquired = new Set<string>();
	const released = new Set<string>();
	const calls = [...descendantsOf(root, new Set(['call_expression']))];
	for (const call of calls) {
		for (const change of effectOf(calleeOf(call, text))?.effects ?? []) {
			if (/^every/.test(change.counts)) continue;
			const argument = change.on === 'argument' ? argumentsOf(call)[change.argument ?? 0] : undefined;
			const path = argument === undefined ? targetOf(call, text) : accessPath(argument, text);
			if (path !== '') (change.change > 0 ? acquired : released).add(path);
		}
	}
	for (const call of calls) {
		const statement = call.parent;
		const effect = effectOf(calleeOf(call, text));
		if (effect === null) continue;
		for (const change of effect.effects) {
			if (/^every/.test(change.counts) || change.times !== undefined) continue;
			const argument = change.on === 'argument' ? argumentsOf(call)[change.argument ?? 0] : undefined;
			const path = argument === undefined ? targetOf(call, text) : accessPath(argument, text);
			const isRelease = change.change < 0 && statement?.type === 'expression_statement' && acquired.has(path);
			const isAcquire = change.change > 0 && released.has(path);
			if (isRelease) mutations.push({ kind: 'release deleted', where, what: textOf(call, text), text: cut(text, statement, ''), function: name, object: path });
			if (!isAcquire) continue;
			const whole = statement?.type === 'assignment_expression' ? statement.parent : statement;
			if (whole?.type === 'expression_statement') {
				mutations.push({ kind: 'acquire deleted', where, what: textOf(call, text), text: cut(text, whole, ''), function: name, object: path });
			}
		}
	}
	mutations.push(...retargeted(root, text, where, name, acquired));
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
function retargeted(root: SyntaxNode, text: string, where: string, name: string, acquired: ReadonlySet<string>): Mutation[] {
	const labels = [...descendantsOf(root, new Set(['labeled_statement']))].map((label) => ({ label, name: nameOf(label, text) }));
	const mutations: Mutation[] = [];
	for (const jump of descendantsOf(root, new Set(['goto_statement']))) {
		const target = labels.findIndex(({ name }) => name === nameOf(jump, text));
		const next = labels[target + 1];
		const from = labels[target];
		if (from === undefined || next === undefined || from.label.start < jump.start) continue;
		const between = text.slice(from.label.start, next.label.start);
		if (/\breturn\b|\bgoto\b/.test(between)) continue;
		const dropped = [...descendantsOf(root, new Set(['call_expression']))].filter((call) => from.label.start <= call.start && call.end <= next.label.start);
		const release = dropped.find((call) => {
			const change = effectOf(calleeOf(call, text))?.effects.find((each) => each.change < 0 && each.on === 'argument');
			const argument = change === undefined ? undefined : argumentsOf(call)[change.argument ?? 0];
			return argument !== undefined && acquired.has(accessPath(argument, text));
		});
		const object = release === undefined ? '' : accessPath(argumentsOf(release)[0] as SyntaxNode, text);
		if (release === undefined || !heldAt(text, jump, object)) continue;
		const mutated = `${text.slice(0, jump.start)}goto ${next.name};${text.slice(jump.end)}`;
		mutations.push({
			kind: 'goto past a release',
			where,
			what: `goto ${from.name} -> ${next.name}, past ${textOf(release, text)}`,
			text: mutated,
			function: name,
			object,
		});
	}
	return mutations;
}

/** Whether the object is set before the jump, and the jump is not taken because there is none. */
function heldAt(text: string, jump: SyntaxNode, object: string): boolean {
	const name = object.replace(/\W/g, '\\$&');
	const isAbsent = new RegExp(`!\\s*${name}\\b|IS_ERR\\w*\\(${name}\\)|\\b${name} == NULL`);
	for (let at: SyntaxNode | null = jump; at !== null; at = at.parent) {
		const condition = at.parent?.type === 'if_statement' && at.field === 'consequence' ? childOf(at.parent, 'condition') : null;
		if (condition !== null && isAbsent.test(textOf(condition, text))) return false;
	}
	return new RegExp(`\\b${object.replace(/\W/g, '\\$&')}\\s*=`).test(text.slice(0, jump.start));
}

function nameOf(statement: SyntaxNode, text: string): string {
	const label = childOf(statement, 'label');
	return label === null ? '' : textOf(label, text);
}
