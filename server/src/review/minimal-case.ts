/** Cuts out of a file the least that still shows a finding: what to send when a rule is wrong. */
import type { Item } from '../kernel-c/items.ts';
import { readSource, type SourceFile } from '../kernel-c/source-file.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import { type ReviewInput, reviewCode } from './document.ts';
import type { Finding } from './finding.ts';

/** So many milliseconds it may take: who asks waits, and so does everything else. What shows it by then will do. */
const LONGEST = 2000;

/** The least text of C that shows a finding, or null where only the whole file does. */
export function minimalCase(input: ReviewInput, finding: Finding, parser: TextParser): string | null {
	const source = readSource(input.text, parser);
	const own = itemAt(source, finding);
	if (own === undefined) return null;
	const shows = (items: readonly Item[]) => {
		const text = textOf(source, items);
		return reviewCode({ ...input, text }, parser).findings.some(({ rule, message }) => rule === finding.rule && message === finding.message);
	};
	const deadline = performance.now() + LONGEST;
	// First alone, then with what it calls and what calls it, then with what these call.
	let items = [own];
	for (let round = 0; round < 4 && performance.now() < deadline; round++) {
		if (shows(items)) return textOf(source, shrunk(items, own, shows, deadline));
		const wider = widened(source, items);
		if (wider.length === items.length) return null;
		items = wider;
	}
	return null;
}

function itemAt(source: SourceFile, finding: Finding): Item | undefined {
	const lines = source.text.split('\n');
	const offset = lines.slice(0, finding.range.start.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + finding.range.start.column - 1;
	return source.main.items.find(({ start, end }) => start <= offset && offset < end);
}

/** The items, and those that they name or that name the first of them; in the order of the file. */
function widened(source: SourceFile, items: readonly Item[]): Item[] {
	const words = (item: Item) => new Set(source.text.slice(item.start, item.end).match(/[A-Za-z_]\w*/g) ?? []);
	const named = new Set(items.flatMap((item) => [...words(item)]));
	const [first] = items;
	return source.main.items.filter(
		(item) => items.includes(item) || (item.name !== '' && named.has(item.name)) || (first !== undefined && first.name !== '' && words(item).has(first.name)),
	);
}

/** Without the items that do not matter. */
function shrunk(items: readonly Item[], own: Item, shows: (items: readonly Item[]) => boolean, deadline: number): readonly Item[] {
	let left = items;
	for (const item of items) {
		if (item === own || performance.now() > deadline) continue;
		const without = left.filter((each) => each !== item);
		if (shows(without)) left = without;
	}
	return left;
}

function textOf(source: SourceFile, items: readonly Item[]): string {
	return `${items.map(({ start, end }) => source.text.slice(start, end).trim()).join('\n\n')}\n`;
}
