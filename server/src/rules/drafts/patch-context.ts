/** What a rule of the group `patch` is given: the files that a patch changes, on both sides, and what the series and the tree say. */

import type { TreeProfile } from '../../contracts/tree-profile.ts';
import type { LineIndex } from '../../kernel-c/line-index.ts';
import type { SourceFile } from '../../kernel-c/source-file.ts';
import type { Draft } from '../raw-finding.ts';

/** One side of a changed file. Offsets are UTF-16 code units in the text, lines 0-based. */
export interface ChangedText {
	readonly text: string;
	readonly source: SourceFile;
	readonly lines: LineIndex;
	/** Whether a line is added, on the new side, or removed, on the old one. */
	isChanged(line: number): boolean;
	/** Whether a line is the file's own, and not what a hunk was given so that it can be read. */
	isOwn(line: number): boolean;
}

/** A file that a patch changes, or a hunk of it where there is no tree or it does not apply. */
export interface ChangedFile {
	readonly path: string;
	/** Null for a new file. */
	readonly before: ChangedText | null;
	/** Null for a deleted one. */
	readonly after: ChangedText | null;
	/** Whether the texts are whole files. */
	readonly isWhole: boolean;
}

/** A place that uses a name. */
export interface NameUse {
	readonly file: string;
	/** 1-based. */
	readonly line: number;
	/** The function around it, or ''. */
	readonly function: string;
	/** Whether parentheses follow, as in a call. */
	readonly isCall: boolean;
}

/** Where a name stands in a tree. */
export interface NameInTree {
	/** Bodies: functions and macros. */
	readonly definitions: readonly NameUse[];
	readonly declarations: readonly NameUse[];
	readonly uses: readonly NameUse[];
}

/** What the rest of the series and the tree say of a name. */
export interface SeriesContext {
	/** The tree after this patch; null where there is none, where it was not searched for the name, or more than `most` files hold it. */
	inTree(name: string, most?: number): NameInTree | null;
	/** The same of a configuration symbol, without `CONFIG_`: Kconfig files that define it, and what asks for it. */
	symbolInTree(symbol: string): Omit<NameInTree, 'declarations'> | null;
	/** The number of the first later patch whose added lines hold the name, or null. */
	laterUse(name: string): number | null;
	/** The number of the first later patch that adds a definition or a declaration, or null. */
	laterDefinition(name: string): number | null;
	/** The number of the first later patch that removes its definition, or null. */
	laterRemoval(name: string): number | null;
	/** Whether a line that the series changes or shows up to this patch holds the name. */
	isShownBefore(name: string): boolean;
	/** The configuration symbols of which one must be set for a file to be compiled, by the Makefile beside it; null where that is not known. */
	compiledFor(path: string): readonly string[] | null;
}

/** A patch under review. */
export interface PatchContext {
	/** The tree after the patch. */
	readonly tree: TreeProfile;
	readonly files: readonly ChangedFile[];
	readonly series: SeriesContext;
}

/** What a rule found in a patch. Offsets are of one side of a file. */
export interface PatchDraft extends Draft {
	readonly changed: ChangedFile;
	readonly side: 'before' | 'after';
	/** The function or macro that it is about, or ''. */
	readonly name: string;
}
