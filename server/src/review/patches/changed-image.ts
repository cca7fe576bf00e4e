/** A changed file as rules see it, with where the mail shows its lines. */

import type { Item } from '../../kernel-c/items.ts';
import { indexLines, type LineIndex } from '../../kernel-c/line-index.ts';
import { readSource, type SourceFile, SyntaxMemory } from '../../kernel-c/source-file.ts';
import type { TextParser } from '../../kernel-c/syntax.ts';
import type { AppliedChange, ShownLine } from '../../patch/diff/apply.ts';
import type { Hunk } from '../../patch/diff/change.ts';
import { type Fragment, fragmentOf } from '../../patch/fragment.ts';
import type { ChangedFile, ChangedText } from '../../rules/drafts/patch-context.ts';

/** One side of it. Lines are 0-based. */
export interface ImageSide extends ChangedText {
	/** The line of the mail's text that shows a line, or the nearest that is shown, 0-based. */
	mailLine(line: number): number;
	/** Whether the mail shows this very line. */
	isShown(line: number): boolean;
	/** The line of the new file that it is, or that stands where it was, 1-based. */
	fileLine(line: number): number;
	/** How much of an item is there, where the patch touches it. */
	extentOf(item: Item): 'whole' | 'part' | 'none';
}

/** A changed file, or a hunk of it. */
export interface ChangedImage extends ChangedFile {
	readonly before: ImageSide | null;
	readonly after: ImageSide | null;
}

/** A file whose change was applied. `before` and `after` null: it was not there, it is gone. */
export function wholeImage(
	path: string,
	before: string | null,
	after: string | null,
	applied: AppliedChange,
	parser: TextParser,
	memory: SyntaxMemory,
): ChangedImage {
	const touched = applied.removedAfter;
	return {
		path,
		isWhole: true,
		before: before === null ? null : side(before, applied.before.shown, applied.before.changed, insertions(applied), parser, memory),
		after: after === null ? null : side(after, applied.after.shown, applied.after.changed, touched, parser, memory),
	};
}

/** Where, in the old file, lines were added: after these. */
function insertions(applied: AppliedChange): number[] {
	const { after, before } = applied;
	const oldOf = new Map([...before.shown].map(([line, { at }]) => [at, line]));
	return [...after.changed].flatMap((line) => {
		for (let above = line - 1; after.shown.has(above); above--) {
			const old = oldOf.get(after.shown.get(above)?.at ?? -1);
			if (old !== undefined) return [old];
		}
		return [];
	});
}

/** A hunk on its own. */
export function hunkImage(path: string, hunk: Hunk, parser: TextParser): ChangedImage {
	const [before, after] = [fragmentOf(hunk, 'before'), fragmentOf(hunk, 'after')];
	return {
		path,
		isWhole: false,
		before: hunk.oldCount === 0 ? null : fragmentSide(before, hunk, parser),
		after: hunk.newCount === 0 ? null : fragmentSide(after, hunk, parser),
	};
}

function fragmentSide(fragment: Fragment, hunk: Hunk, parser: TextParser): ImageSide {
	const shown = new Map<number, ShownLine>();
	const changed = new Set<number>();
	const afterOf = new Map<number, number>();
	let after = hunk.newStart - 1;
	for (const { at, kind } of hunk.lines) {
		afterOf.set(at, after);
		if (kind !== 'removed') after++;
	}
	for (const [line, own] of fragment.lines.entries()) {
		if (own === null) continue;
		shown.set(line, { at: own.at, after: afterOf.get(own.at) ?? hunk.newStart - 1 });
		if (own.kind !== 'context') changed.add(line);
	}
	const base = side(fragment.text, shown, changed, null, parser, new SyntaxMemory());
	return {
		...base,
		isOwn: base.isShown,
		extentOf(item) {
			if (item.end <= fragment.start || item.start >= fragment.end) return 'none';
			return item.start >= fragment.start && item.end <= fragment.end ? 'whole' : 'part';
		},
	};
}

/** `parting`: lines after which the other side has lines that this one has not; null: of no matter. */
function side(
	text: string,
	shown: ReadonlyMap<number, ShownLine>,
	changed: ReadonlySet<number>,
	parting: readonly number[] | null,
	parser: TextParser,
	memory: SyntaxMemory,
): ImageSide {
	let source: SourceFile | undefined;
	let lines: LineIndex | undefined;
	let bounds: { readonly start: number; readonly end: number } | undefined;
	const linesOf = () => (lines ??= indexLines(text));
	const sorted = [...shown.keys()].sort((a, b) => a - b);
	const nearest = (line: number) =>
		shown.get(line) ?? shown.get(sorted.reduce((best, each) => (Math.abs(each - line) < Math.abs(best - line) ? each : best), sorted[0] ?? 0));
	const touched = [...changed, ...(parting ?? [])].sort((a, b) => a - b);
	return {
		text,
		get source() {
			source ??= readSource(text, parser, memory);
			return source;
		},
		get lines() {
			return linesOf();
		},
		isChanged: (line) => changed.has(line),
		isOwn: (line) => line >= 0,
		isShown: (line) => shown.has(line),
		mailLine: (line) => nearest(line)?.at ?? 0,
		fileLine: (line) => (shown.get(line)?.after ?? line) + 1,
		extentOf(item) {
			const index = linesOf();
			// What stands before the first line is -1.
			bounds ??= { start: index.lineStart(Math.max(0, touched[0] ?? 0)), end: index.lineEnd(Math.max(0, touched.at(-1) ?? 0)) };
			if (touched.length === 0 || item.end < bounds.start || item.start > bounds.end) return 'none';
			const first = index.positionAt(item.start).line;
			const last = index.positionAt(item.end).line;
			// What stands between two lines touches an item only where both are in it.
			return touched.some((line) => first <= line && (changed.has(line) ? line <= last : line < last)) ? 'whole' : 'none';
		},
	};
}
