/** The names on the lines that a patch shows: what it adds, takes away, defines and calls. */

import { isPureCall, tableContract } from '../../contracts/table.ts';
import { type NamePlace, namesDefinedIn } from '../../kernel-c/name-uses.ts';
import { isCFile, isKconfigPath } from '../../kernel-tree/file-kinds.ts';
import type { ChangedText } from '../../rules/drafts/patch-context.ts';
import type { ChangedImage, ImageSide } from './changed-image.ts';

/** The names of one patch. */
export interface PatchNames {
	/** The patch's number, as findings name it. */
	readonly index: number;
	/** Words on added lines. */
	readonly added: ReadonlySet<string>;
	/** Words on all lines that are shown. */
	readonly shown: ReadonlySet<string>;
	/** Words on lines that stay. */
	readonly kept: ReadonlySet<string>;
	/** What is defined or declared on added lines and not on removed ones, and the other way round. */
	readonly defined: ReadonlySet<string>;
	readonly removed: ReadonlySet<string>;
	/** Configuration symbols whose definition is removed and not added, without `CONFIG_`. */
	readonly symbolsRemoved: ReadonlySet<string>;
	/** Functions that are called on removed lines and on no other that is shown. */
	readonly callsRemoved: ReadonlySet<string>;
	/** Prototypes and macros on added lines, of which no other of these lines has the name. */
	readonly declared: ReadonlySet<string>;
}

function changedSymbols(side: ImageSide | null): string[] {
	if (side === null) return [];
	return [...shownLines(side)].flatMap(([line, text]) => {
		const symbol = side.isChanged(line) ? /^\s*(?:menu)?config\s+(\w+)/.exec(text)?.[1] : undefined;
		return symbol === undefined ? [] : [symbol];
	});
}

/** Reads the names of a patch off its images. */
export function namesOfPatch(index: number, images: readonly ChangedImage[]): PatchNames {
	const timesAdded = new Map<string, number>();
	const [added, kept, shown, defined, removed, callsRemoved, declared, macros] = Array.from({ length: 8 }, () => new Set<string>()) as [
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
		Set<string>,
	];
	const symbols = { before: new Set<string>(), after: new Set<string>() };
	for (const { path, before, after } of images) {
		if (isKconfigPath(path)) {
			for (const symbol of changedSymbols(before)) symbols.before.add(symbol);
			for (const symbol of changedSymbols(after)) symbols.after.add(symbol);
		}
		if (!isCFile(path)) continue;
		if (after !== null) {
			for (const [line, text] of shownLines(after))
				for (const word of wordsIn(text)) {
					(after.isChanged(line) ? added : kept).add(word);
					if (after.isChanged(line)) timesAdded.set(word, (timesAdded.get(word) ?? 0) + 1);
				}
			for (const place of changedDefinitions(after)) {
				(place.role === 'declaration' ? declared : defined).add(place.name);
				if (place.item.kind === 'macro') macros.add(place.name);
			}
		}
		if (before !== null) {
			for (const [line, text] of shownLines(before)) {
				if (!before.isChanged(line)) continue;
				for (const word of wordsIn(text)) shown.add(word);
				for (const [, word] of text.matchAll(/\b([a-z]\w*_\w+)\s*\(/g)) callsRemoved.add(word as string);
			}
			for (const place of changedDefinitions(before)) removed.add(place.name);
		}
	}
	for (const word of [...added, ...kept]) shown.add(word);
	const isNew = (name: string) => !removed.has(name);
	const isGone = (name: string) => !defined.has(name) && !declared.has(name);
	return {
		index,
		added,
		kept,
		shown,
		defined: new Set([...defined, ...declared].filter(isNew)),
		removed: new Set([...removed].filter(isGone)),
		symbolsRemoved: new Set([...symbols.before].filter((symbol) => !symbols.after.has(symbol))),
		callsRemoved: new Set([...callsRemoved].filter((name) => !added.has(name) && !kept.has(name) && !isCommon(name))),
		declared: new Set([...declared, ...macros].filter((name) => (timesAdded.get(name) ?? 0) < 2)),
	};
}

/** What every other function calls has other callers. */
function isCommon(name: string): boolean {
	return isPureCall(name) || tableContract(name)?.pack !== undefined || /^(?:spin|raw_spin|mutex|read|write|down|up|rcu|atomic|static_branch)_/.test(name);
}

function* shownLines(side: ImageSide): Generator<[line: number, text: string]> {
	for (let line = 0; line < side.lines.lineCount; line++) {
		if (side.isShown(line)) yield [line, side.text.slice(side.lines.lineStart(line), side.lines.lineEnd(line))];
	}
}

function wordsIn(line: string): string[] {
	return line.match(/[A-Za-z_]\w*/g) ?? [];
}

/** What a side defines or declares on lines that are changed. */
function changedDefinitions(side: ChangedText): NamePlace[] {
	return namesDefinedIn(side.source).filter(({ start }) => side.isChanged(side.lines.positionAt(start).line));
}
