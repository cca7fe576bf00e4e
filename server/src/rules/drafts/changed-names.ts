/** The functions, macros and prototypes that a patch adds or removes, as rules of patches see them. */
import { type NamePlace, namesDefinedIn } from '../../kernel-c/name-uses.ts';
import type { ChangedFile, ChangedText, PatchContext, PatchDraft } from './patch-context.ts';

/** A name and the file whose change adds or removes it. */
export interface ChangedName extends NamePlace {
	readonly changed: ChangedFile;
	readonly side: 'before' | 'after';
}

/** Whether a path is that of C. */
export function isCode(path: string): boolean {
	return /\.[ch]$/.test(path);
}

const known = { before: new WeakMap<PatchContext, ChangedName[]>(), after: new WeakMap<PatchContext, ChangedName[]>() };

/** What is defined or declared on changed lines of one side; found once, whichever rules ask. */
export function changedNames(context: PatchContext, side: 'before' | 'after'): readonly ChangedName[] {
	const names = known[side].get(context) ?? findChangedNames(context, side);
	known[side].set(context, names);
	return names;
}

function findChangedNames(context: PatchContext, side: 'before' | 'after'): ChangedName[] {
	return context.files
		.filter(({ path }) => isCode(path))
		.flatMap((changed) => {
			const text = changed[side];
			return text === null
				? []
				: namesDefinedIn(text.source)
						.filter(({ start }) => isOnChange(text, start))
						.map((place) => ({ ...place, changed, side }));
		});
}

/** Whether an offset is on a changed line. */
export function isOnChange(text: ChangedText, offset: number): boolean {
	return text.isChanged(text.lines.positionAt(offset).line);
}

/** A finding at a name. */
export function atName({ changed, side, start, end, name }: ChangedName, message: string): PatchDraft {
	return { changed, side, start, end, name, message };
}

/** Changed lines of one side of all files, with their offsets. */
export function* changedLines(
	context: PatchContext,
	side: 'before' | 'after',
): Generator<{ readonly changed: ChangedFile; readonly text: ChangedText; readonly start: number; readonly end: number }> {
	for (const changed of context.files) {
		const text = isCode(changed.path) ? changed[side] : null;
		if (text === null) continue;
		for (let line = 0; line < text.lines.lineCount; line++) {
			if (text.isChanged(line)) yield { changed, text, start: text.lines.lineStart(line), end: text.lines.lineEnd(line) };
		}
	}
}

/** The function or macro around an offset, or ''. */
export function nameAround(text: ChangedText, offset: number): string {
	return text.source.main.items.find((item) => item.start <= offset && offset < item.end)?.name ?? '';
}

const counted = { before: new WeakMap<PatchContext, Map<string, number>>(), after: new WeakMap<PatchContext, Map<string, number>>() };

/** How often a word stands on changed lines of one side. */
export function timesOnChangedLines(context: PatchContext, side: 'before' | 'after', word: string): number {
	const times = counted[side].get(context) ?? countWords(context, side);
	counted[side].set(context, times);
	return times.get(word) ?? 0;
}

function countWords(context: PatchContext, side: 'before' | 'after'): Map<string, number> {
	const times = new Map<string, number>();
	for (const { text, start, end } of changedLines(context, side)) {
		for (const word of text.text.slice(start, end).match(/[A-Za-z_]\w*/g) ?? []) times.set(word, (times.get(word) ?? 0) + 1);
	}
	return times;
}

/** Whether a function is the file's own. */
export function isStatic({ changed, side, item, start }: ChangedName): boolean {
	return /\bstatic\b/.test(changed[side]?.text.slice(item.start, start) ?? '');
}
