/**
 * Expectations in comments of a fixture. A marker stands under the line that it is about; its carets stand under the range, in columns
 * as an editor shows them (a tab reaches to the next multiple of eight), and to the end of the line for a range that goes on.
 */
import { type EffectPack, effectPacks } from '../../server/src/contracts/packs.ts';
import type { TreeName } from './engine.ts';

/** What is expected at a place; lines and columns 0-based, columns in UTF-16 code units, `end` exclusive and on the same line. */
export interface Expectation {
	readonly line: number;
	readonly start: number;
	readonly end: number;
	/** A rule's id; `step N: text`; `known miss: RULE`; `state: TEXT`, the state of an object after it. */
	readonly text: string;
}

/** A fixture without its markers. */
export interface Fixture {
	readonly tree: TreeName;
	/** The packs of effects that are followed. */
	readonly effects: readonly EffectPack[];
	/** What callers of a function are told of it, by its name: `summary of toy_find: …`, facts parted by semicolons. */
	readonly summaries: ReadonlyMap<string, string>;
	/** The text without markers. */
	readonly text: string;
	/** Lines are those of `text`. */
	readonly expected: readonly Expectation[];
}

const marker = /^([ \t]*\/\*[ ]*)(\^+)[ ]+(.*?)[ ]*\*\/[ \t]*\\?$/;

/** Whether a marker says something of the engine, and not of a finding. */
export function isOfEngine({ text }: Expectation): boolean {
	return text.startsWith('state:');
}

/** Reads a fixture; its first line names the tree: `tree: devmap` in a comment. A second may say `effects: mm,core`. */
export function parseFixture(source: string): Fixture {
	const tree = /^\/\* tree: (devmap|series|normal|none) \*\/$/m.exec(source)?.[1];
	if (tree === undefined) throw new Error('a fixture begins with a comment that names its tree: /* tree: devmap */');
	const lines: string[] = [];
	const expected: Expectation[] = [];
	for (const line of source.split('\n')) {
		const match = marker.exec(line);
		if (match === null) {
			lines.push(line);
			continue;
		}
		const code = lines.at(-1) ?? '';
		const from = visualColumn(match[1] as string);
		const to = from + (match[2] as string).length;
		expected.push({ line: lines.length - 1, start: indexAt(code, from), end: indexAt(code, to), text: match[3] as string });
	}
	const packs = /^\/\* effects: ([\w,]+) \*\/$/m.exec(source)?.[1] ?? 'mm';
	const summaries = new Map(
		[...source.matchAll(/^\/\* summary of (\w+): (.*) \*\/$/gm)].map(([, name, facts]): [string, string] => [name as string, facts as string]),
	);
	return { tree: tree as TreeName, effects: effectPacks.filter((pack) => packs.split(',').includes(pack)), summaries, text: lines.join('\n'), expected };
}

/** Writes markers into a text. */
export function writeMarkers(text: string, expected: readonly Expectation[]): string {
	const result: string[] = [];
	for (const [number, line] of text.split('\n').entries()) {
		result.push(line);
		for (const each of expected.filter((candidate) => candidate.line === number)) {
			const from = visualColumn(line.slice(0, each.start));
			const to = visualColumn(line.slice(0, each.end));
			const indent = Math.max(0, Math.min(visualColumn(/^[ \t]*/.exec(line)?.[0] ?? ''), from - 3));
			const open = `${'\t'.repeat(Math.floor(indent / 8))}${' '.repeat(indent % 8)}/*`;
			result.push(`${open}${' '.repeat(from - visualColumn(open))}${'^'.repeat(to - from)} ${each.text} */${line.endsWith('\\') ? ' \\' : ''}`);
		}
	}
	return result.join('\n');
}

function visualColumn(text: string): number {
	let column = 0;
	for (const character of text) column = character === '\t' ? column + 8 - (column % 8) : column + 1;
	return column;
}

/** The index of the character that an editor shows at a column. */
function indexAt(line: string, column: number): number {
	let at = 0;
	for (let index = 0; index < line.length; index++) {
		if (at >= column) return index;
		at = line[index] === '\t' ? at + 8 - (at % 8) : at + 1;
	}
	return line.length;
}
