/**
 * Preprocessor conditionals: which branches of every `#if` group a parser can see at the same time.
 * Where all branches are complete statements or list elements, all stay (the tree then holds both sides one after the other);
 * where they are halves of something, one is chosen and the same condition later is chosen the same way.
 */
import { MOST_CONDITIONALS } from './bounds.ts';
import { BRACE_OPEN, PARENTHESIS_CLOSE, SEMICOLON } from './operators.ts';
import { DIRECTIVE, operatorCode, PUNCTUATION, type Tokens, WORD } from './tokens.ts';

/** The token stays. */
export const KEPT = 0;
/** The token is never C (`#if 0`, assembler, C++) or is a directive. */
export const DEAD = 1;
/** The token is on the side that was not chosen. */
export const OTHER_SIDE = 2;

/** One branch of a group; token indexes, `to` exclusive, the directives themselves excluded. */
export interface Branch {
	readonly condition: string;
	readonly directive: number;
	readonly from: number;
	readonly to: number;
}

/** An `#if` … `#endif` group. */
export interface ConditionalGroup {
	readonly branches: readonly Branch[];
	/** Whether all live branches were kept; `false` means that one was chosen. */
	keptAll: boolean;
}

export interface SettledConditionals {
	/** For each token KEPT, DEAD or OTHER_SIDE. */
	readonly fate: Uint8Array;
	readonly groups: readonly ConditionalGroup[];
	readonly hasOtherSide: boolean;
}

const directivePattern = /^#\s*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif)\b([\s\S]*)$/;

interface OpenGroup {
	branches: Branch[];
	directive: number;
	condition: string;
}

/**
 * Finds the groups, inner ones first. An `#endif` without an `#if` is ignored; an `#if` without an end runs to the end. Of what is nested
 * deeper than is read all branches stay: settling each group costs its length.
 */
function findGroups(tokens: Tokens): ConditionalGroup[] {
	const groups: ConditionalGroup[] = [];
	const open: OpenGroup[] = [];
	let tooDeep = 0;
	const close = (group: OpenGroup, at: number) => {
		group.branches.push({ condition: group.condition, directive: group.directive, from: group.directive + 1, to: at });
	};
	for (let i = 0; i < tokens.count; i++) {
		if (tokens.kind[i] !== DIRECTIVE) continue;
		const match = directivePattern.exec(tokens.text.slice(tokens.start[i], tokens.end[i]));
		if (match === null) continue;
		const name = match[1] as string;
		if (name === 'if' || name === 'ifdef' || name === 'ifndef') {
			if (open.length === MOST_CONDITIONALS) {
				tooDeep++;
				continue;
			}
			open.push({ branches: [], directive: i, condition: conditionOf(name, match[2] as string) });
			continue;
		}
		if (tooDeep > 0) {
			if (name === 'endif') tooDeep--;
			continue;
		}
		const group = open.at(-1);
		if (group === undefined) continue;
		close(group, i);
		if (name === 'endif') {
			open.pop();
			groups.push({ branches: group.branches, keptAll: true });
		} else {
			group.directive = i;
			group.condition = conditionOf(name, match[2] as string);
		}
	}
	for (const group of open.reverse()) {
		close(group, tokens.count);
		groups.push({ branches: group.branches, keptAll: true });
	}
	return groups;
}

/** The condition in one spelling: `X` for `#ifdef X` and `#if defined(X)`, `!X` for their opposites, `else` for `#else`. */
function conditionOf(directive: string, rest: string): string {
	const text = rest
		.replace(/\\\r?\n/g, ' ')
		.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ')
		.replace(/\/\/.*$/s, '')
		.trim()
		.replace(/\s+/g, ' ');
	if (directive === 'else') return 'else';
	if (directive === 'ifdef' || directive === 'elifdef') return text;
	if (directive === 'ifndef' || directive === 'elifndef') return `!${text}`;
	const defined = /^(!?)\s*(?:defined\s*\(?|IS_ENABLED\s*\()\s*(\w+)\s*\)?$/.exec(text);
	return defined === null ? text : `${defined[1]}${defined[2]}`;
}

const neverC = new Set(['0', '__ASSEMBLY__', '__ASSEMBLER__', '__cplusplus', 'false']);
const alwaysC = new Set(['1', '!__ASSEMBLY__', '!__ASSEMBLER__', '!__cplusplus', 'true']);

/** Branches that can hold C at all. */
function liveBranches(branches: readonly Branch[]): Branch[] {
	const live: Branch[] = [];
	for (const branch of branches) {
		if (neverC.has(branch.condition)) continue;
		live.push(branch);
		if (alwaysC.has(branch.condition)) break;
	}
	return live;
}

const OPEN = new Set(['(', '[', '{'].map(operatorCode));
const CLOSE = new Set([')', ']', '}'].map(operatorCode));
const BOUNDARY_BEFORE = new Set([';', '{', '}', ',', ':', '('].map(operatorCode));
const BOUNDARY_END = new Set([';', '}', ',', ':'].map(operatorCode));

/**
 * Decides for every token whether it stays. `prefer` says which branch to take where a choice is needed and the same
 * condition was not chosen before: `first`, or `last` for the second look at the other sides.
 */
export function settleConditionals(tokens: Tokens, prefer: 'first' | 'last' = 'first'): SettledConditionals {
	const fate = new Uint8Array(tokens.count);
	for (let i = 0; i < tokens.count; i++) if (tokens.kind[i] === DIRECTIVE) fate[i] = DEAD;
	const groups = findGroups(tokens);
	const chosen = new Map<string, boolean>();
	let hasOtherSide = false;
	for (const group of groups) {
		const live = liveBranches(group.branches);
		for (const branch of group.branches) if (!live.includes(branch)) drop(fate, branch, DEAD);
		if (live.length === 0 || canKeepAll(tokens, fate, live)) continue;
		group.keptAll = false;
		const keep = choose(live, chosen, prefer);
		for (const branch of live) {
			if (branch === keep) continue;
			if (drop(fate, branch, OTHER_SIDE)) hasOtherSide = true;
		}
	}
	return { fate, groups, hasOtherSide };
}

function drop(fate: Uint8Array, branch: Branch, why: number): boolean {
	let any = false;
	for (let i = branch.from; i < branch.to; i++) {
		if (fate[i] === KEPT) {
			fate[i] = why;
			any = true;
		} else if (why === DEAD) fate[i] = DEAD;
	}
	return any;
}

/** Takes the branch that agrees with earlier choices, else the preferred one; null when a lone branch is not taken. */
function choose(live: readonly Branch[], chosen: Map<string, boolean>, prefer: 'first' | 'last'): Branch | null {
	for (const branch of live) {
		const known = branch.condition === 'else' ? undefined : truth(branch.condition, chosen);
		if (known === true) return branch;
	}
	const open = live.filter((branch) => branch.condition === 'else' || truth(branch.condition, chosen) === undefined);
	const hasElse = live.some((branch) => branch.condition === 'else' || alwaysC.has(branch.condition));
	let keep: Branch | null = (prefer === 'first' ? open[0] : open.at(-1)) ?? null;
	if (prefer === 'last' && !hasElse) keep = null;
	for (const branch of live) if (branch.condition !== 'else') remember(branch.condition, branch === keep, chosen);
	return keep;
}

function truth(condition: string, chosen: ReadonlyMap<string, boolean>): boolean | undefined {
	if (!condition.startsWith('!')) return chosen.get(condition);
	const positive = chosen.get(condition.slice(1));
	return positive === undefined ? undefined : !positive;
}

function remember(condition: string, value: boolean, chosen: Map<string, boolean>): void {
	if (condition.startsWith('!')) chosen.set(condition.slice(1), !value);
	else chosen.set(condition, value);
}

/** Whether the kept tokens of every branch are complete on their own, so that all can stand one after the other. */
function canKeepAll(tokens: Tokens, fate: Uint8Array, live: readonly Branch[]): boolean {
	for (const branch of live) if (!isBalanced(tokens, fate, branch)) return false;
	const filled = live.filter((branch) => firstKept(tokens, fate, branch.from, branch.to) >= 0);
	if (filled.length <= 1) return true;
	const first = live[0] as Branch;
	const last = live.at(-1) as Branch;
	const before = lastKept(fate, 0, first.directive);
	const followed = firstKept(tokens, fate, last.to, tokens.count);
	if (before >= 0 && !(tokens.kind[before] === PUNCTUATION && BOUNDARY_BEFORE.has(tokens.code[before] as number))) {
		if (!isTopLevelMacroEnd(tokens, before, firstKept(tokens, fate, first.from, first.to))) return false;
	}
	for (const [index, branch] of filled.entries()) {
		const start = firstKept(tokens, fate, branch.from, branch.to);
		const end = lastKept(fate, branch.from, branch.to);
		if (index > 0 && startsInTheMiddle(tokens, start)) return false;
		if (tokens.kind[end] !== PUNCTUATION) return false;
		const code = tokens.code[end] as number;
		if (BOUNDARY_END.has(code)) continue;
		if (code !== PARENTHESIS_CLOSE || !isTopLevelMacroEnd(tokens, end, followed) || !isAtColumnZero(tokens, start)) return false;
	}
	return true;
}

/** `EXPORT_SYMBOL(x)` without a semicolon, followed by the next thing at the left margin. */
function isTopLevelMacroEnd(tokens: Tokens, end: number, next: number): boolean {
	if (tokens.kind[end] !== PUNCTUATION || tokens.code[end] !== PARENTHESIS_CLOSE) return false;
	if (next < 0) return true;
	const nextCode = tokens.kind[next] === PUNCTUATION ? tokens.code[next] : 0;
	return nextCode !== BRACE_OPEN && nextCode !== SEMICOLON && tokens.kind[next] === WORD && isAtColumnZero(tokens, next);
}

/** Whether only the line's start stands before the token. */
export function isAtColumnZero(tokens: Tokens, index: number): boolean {
	const start = tokens.start[index] as number;
	return start === 0 || tokens.text.charCodeAt(start - 1) === 10;
}

function startsInTheMiddle(tokens: Tokens, index: number): boolean {
	if (tokens.kind[index] === WORD) return tokens.words[tokens.code[index] as number] === 'else';
	if (tokens.kind[index] !== PUNCTUATION) return false;
	const operator = tokens.text.slice(tokens.start[index], tokens.end[index]);
	return !['{', '*', '(', '[', '.', '++', '--', '&', '-', '!', '~', '+', ';'].includes(operator);
}

function isBalanced(tokens: Tokens, fate: Uint8Array, branch: Branch): boolean {
	let depth = 0;
	for (let i = branch.from; i < branch.to; i++) {
		if (fate[i] !== KEPT || tokens.kind[i] !== PUNCTUATION) continue;
		const code = tokens.code[i] as number;
		if (OPEN.has(code)) depth++;
		else if (CLOSE.has(code) && --depth < 0) return false;
	}
	return depth === 0;
}

function firstKept(tokens: Tokens, fate: Uint8Array, from: number, to: number): number {
	for (let i = from; i < Math.min(to, tokens.count); i++) if (fate[i] === KEPT) return i;
	return -1;
}

function lastKept(fate: Uint8Array, from: number, to: number): number {
	for (let i = to - 1; i >= from; i--) if (fate[i] === KEPT) return i;
	return -1;
}
