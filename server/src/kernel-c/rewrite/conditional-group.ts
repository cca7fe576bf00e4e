/** Edits of `#if` groups. */
import type { ConditionalGroup } from '../conditionals.ts';
import type { Item } from '../items.ts';
import type { SourceFile } from '../source-file.ts';
import { lineEndAt, lineStartAt, removeLines } from './lines.ts';
import type { TextEdit } from './text-edit.ts';

/** The lines of a directive token, its last line end included. */
function directiveLines(source: SourceFile, token: number): { readonly start: number; readonly end: number } {
	const start = lineStartAt(source.text, source.tokens.start[token] as number);
	const end = Math.min(lineEndAt(source.text, source.tokens.end[token] as number) + 1, source.text.length);
	return { start, end };
}

/** The token of a group's `#endif`, or -1 where the file ends first. */
function endifOf(source: SourceFile, group: ConditionalGroup): number {
	const last = group.branches.at(-1)?.to ?? -1;
	return last < source.tokens.count ? last : -1;
}

/** The file offsets of a group, from the start of its first line to the end of its last. */
function groupSpan(source: SourceFile, group: ConditionalGroup): { readonly start: number; readonly end: number } | null {
	const first = group.branches[0];
	const endif = endifOf(source, group);
	if (first === undefined || endif < 0) return null;
	return { start: directiveLines(source, first.directive).start, end: directiveLines(source, endif).end };
}

/** The edits that keep one branch of a group and take its directives and the other branches away; -1 keeps none. */
export function keepBranch(source: SourceFile, group: ConditionalGroup, kept: number): TextEdit[] | null {
	const span = groupSpan(source, group);
	if (span === null) return null;
	const branch = group.branches[kept];
	if (branch === undefined) return [removeLines(source.text, span.start, span.end - 1)];
	const from = directiveLines(source, branch.directive).end;
	const to = directiveLines(source, branch.to).start;
	return [
		{ start: span.start, end: from, newText: '' },
		{ start: to, end: span.end, newText: '' },
	];
}

/** The items of all branches of a group but one, on either side of nested conditionals. */
export function itemsOutside(source: SourceFile, group: ConditionalGroup, kept: number): Item[] {
	const dropped = group.branches.filter((_, index) => index !== kept);
	const items = [...source.main.items, ...(source.otherSide()?.items ?? [])];
	return items.filter((item) =>
		dropped.some(
			(branch) =>
				(source.tokens.end[branch.directive] as number) <= item.start &&
				(branch.to >= source.tokens.count || item.end <= (source.tokens.start[branch.to] as number)),
		),
	);
}

/** The outermost group all of whose items pass; null where the innermost group around the item holds others. */
export function groupOfOnly(source: SourceFile, item: Item, passes: (item: Item) => boolean): ConditionalGroup | null {
	let found: ConditionalGroup | null = null;
	for (const group of source.main.settled.groups) {
		const span = groupSpan(source, group);
		if (span === null || item.start < span.start || span.end < item.end) continue;
		const inside = source.main.items.filter((other) => other.start < span.end && span.start < other.end);
		if (!inside.every((other) => passes(other) && span.start <= other.start && other.end <= span.end) || holdsOtherDirectives(source, group)) break;
		found = group;
	}
	return found;
}

/** Whether a group holds `#include`s and the like, which no item shows. */
function holdsOtherDirectives(source: SourceFile, group: ConditionalGroup): boolean {
	const span = groupSpan(source, group);
	return span !== null && /^[ \t]*#[ \t]*(?:include|pragma|error|warning|undef)/m.test(source.text.slice(span.start, span.end));
}

/** Whether what edits remove, and what they write, holds conditionals whole or not at all: half of an `#if` group must not go. */
export function keepsConditionals(text: string, edits: readonly TextEdit[]): boolean {
	const inOrder = [...edits].sort((a, b) => a.start - b.start);
	return isWhole(inOrder.map((edit) => text.slice(edit.start, edit.end)).join('\n')) && isWhole(inOrder.map((edit) => edit.newText).join('\n'));
}

function isWhole(code: string): boolean {
	let depth = 0;
	for (const [, name] of code.matchAll(/^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b/gm)) {
		if (name === 'endif') depth--;
		else if (name === 'else' || name === 'elif') {
			if (depth === 0) return false;
		} else depth++;
		if (depth < 0) return false;
	}
	return depth === 0;
}
