import { KEPT } from '../kernel-c/conditionals.ts';
import { descendantsOf } from '../kernel-c/syntax.ts';
import { PUNCTUATION } from '../kernel-c/tokens.ts';
import { isCode, nameAround } from './drafts/changed-names.ts';
import type { ChangedFile, ChangedText, PatchDraft } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** The robot on patch 13 (a stray brace), and patch 12 (`&& ||`): a patch that does not compile. */
export const patchBreaksSyntax: Rule = {
	id: 'patch-breaks-syntax',
	group: 'patch',
	summary: 'After the patch the file no longer parses',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('kernel test robot, reply to patch 13'), inSeries('patch 12')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch(context) {
		const paths = new Set(context.files.map(({ path }) => path).filter(isCode));
		for (const path of paths) {
			const files = context.files.filter((file) => file.path === path);
			const operator = files.map(danglingOperator).find((draft) => draft !== null) ?? null;
			const brace = strayBrace(files);
			if (operator !== null) yield operator;
			if (brace !== null) yield brace;
			if (operator === null && brace === null) yield* brokenFunctions(files);
		}
	},
};

const operators = new Set(['&&', '||']);
/** What cannot stand after `&&` and `||`; `&&label` can. */
const cannotFollow = new Set(['||', ')', ';', ',', '}', ']', '==', '!=']);

/** `a && || b`: an operand was removed and its operator left. */
function danglingOperator(changed: ChangedFile): PatchDraft | null {
	const { before, after } = changed;
	if (after === null) return null;
	const now = [...danglingIn(after)];
	if (now.length <= (before === null ? 0 : [...danglingIn(before)].length)) return null;
	const { start, end } = now.find(({ start, end }) => isNearChange(after, start, end)) ?? (now[0] as { start: number; end: number });
	const written = after.text.slice(start, end).replace(/\s+/g, ' ');
	return {
		changed,
		side: 'after',
		start,
		end,
		name: nameAround(after, start),
		message: `"${written}" is left here: an operand was removed and its operator stays`,
	};
}

function* danglingIn({ source: { tokens, main } }: ChangedText): Generator<{ readonly start: number; readonly end: number }> {
	let last = -1;
	for (let i = 0; i < tokens.count; i++) {
		if (main.settled.fate[i] !== KEPT) continue;
		const textOf = (token: number) => (token >= 0 && tokens.kind[token] === PUNCTUATION ? tokens.text.slice(tokens.start[token], tokens.end[token]) : '');
		if (operators.has(textOf(last)) && cannotFollow.has(textOf(i))) yield { start: tokens.start[last] as number, end: tokens.end[i] as number };
		last = i;
	}
}

function isNearChange(text: ChangedText, start: number, end: number): boolean {
	const first = text.lines.positionAt(start).line;
	const last = text.lines.positionAt(end).line;
	for (let line = first; line <= last; line++) if (text.isChanged(line)) return true;
	return false;
}

/** A patch that opens more braces than it closes, or the other way round, in all of a file's hunks together. */
function strayBrace(files: readonly ChangedFile[]): PatchDraft | null {
	const sides = files.map((changed) => ({
		changed,
		before: changed.before === null ? null : bracesOf(changed.before),
		after: changed.after === null ? null : bracesOf(changed.after),
	}));
	if (sides.some(({ changed }) => changed.before === null || changed.after === null)) return newOrGone(sides);
	const growth = ({ before, after }: (typeof sides)[number]) => (after?.balance ?? 0) - (before?.balance ?? 0);
	if (sides.reduce((sum, each) => sum + growth(each), 0) === 0) return null;
	const worst = sides.find((each) => growth(each) !== 0);
	return worst === undefined ? null : braceDraft(worst.changed, worst.after as Braces, growth(worst) < 0);
}

/** A new file closes what it opens. */
function newOrGone(sides: readonly { readonly changed: ChangedFile; readonly after: Braces | null }[]): PatchDraft | null {
	const found = sides.find(({ changed, after }) => changed.isWhole && changed.before === null && after !== null && after.balance !== 0);
	return found?.after ? braceDraft(found.changed, found.after, found.after.balance < 0) : null;
}

function braceDraft(changed: ChangedFile, braces: Braces, isClosing: boolean): PatchDraft | null {
	const after = changed.after as ChangedText;
	const start = isClosing ? braces.stray : braces.open;
	if (start < 0) return null;
	const message = isClosing ? 'this brace closes nothing any more: what it closed was removed' : 'this brace is not closed any more';
	return { changed, side: 'after', start, end: start + 1, name: nameAround(after, start), message };
}

interface Braces {
	/** Opened minus closed, without what stands for lines that a hunk does not show. */
	readonly balance: number;
	/** The offset of the last that closes nothing, or -1, and of the last that is not closed. */
	readonly stray: number;
	readonly open: number;
}

function bracesOf(text: ChangedText): Braces {
	const { tokens, main } = text.source;
	const open: number[] = [];
	let [balance, stray] = [0, -1];
	for (let i = 0; i < tokens.count; i++) {
		if (tokens.kind[i] !== PUNCTUATION || main.settled.fate[i] !== KEPT) continue;
		const start = tokens.start[i] as number;
		const letter = tokens.end[i] === start + 1 ? tokens.text[start] : '';
		if (letter !== '{' && letter !== '}') continue;
		balance += isShownAt(text, start) ? (letter === '{' ? 1 : -1) : 0;
		if (letter === '{') open.push(start);
		else if (open.pop() === undefined) stray = start;
	}
	return { balance, stray, open: open.at(-1) ?? -1 };
}

/** Whether an offset is in the file, and not in what a fragment was given so that it can be read. */
function isShownAt(text: ChangedText, offset: number): boolean {
	return text.isOwn(text.lines.positionAt(offset).line);
}

/** Functions that parsed before and do not now. */
function* brokenFunctions(files: readonly ChangedFile[]): Generator<PatchDraft> {
	for (const changed of files) {
		const { before, after } = changed;
		if (!changed.isWhole || after === null) continue;
		for (const item of after.source.main.items) {
			if (item.kind !== 'function' || !isNearChange(after, item.start, item.end)) continue;
			const syntax = after.source.syntaxOf(item);
			const [error] = syntax.hasError ? [...descendantsOf(syntax.root, new Set(['ERROR']))] : [];
			if (error === undefined || (before !== null && !parses(before, item.name))) continue;
			const start = item.start + error.start;
			const end = Math.max(start + 1, Math.min(item.start + error.end, after.lines.lineEnd(after.lines.positionAt(start).line)));
			yield { changed, side: 'after', start, end, name: item.name, message: `${item.name}() does not parse from here on; before the patch it did` };
		}
	}
}

/** Whether there is such a function and it parses. */
function parses({ source }: ChangedText, name: string): boolean {
	const items = source.main.items.filter((item) => item.kind === 'function' && item.name === name);
	return items.length > 0 && items.every((item) => !source.syntaxOf(item).hasError);
}
