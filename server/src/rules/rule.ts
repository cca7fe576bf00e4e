/** The form of a rule, and what a rule is given. */

import type { Analysis } from '../analysis/page-tables/analysed.ts';
import type { FunctionCheck } from '../analysis/typestate/check-function.ts';
import type { Kinds } from '../contracts/kinds.ts';
import type { EffectPack } from '../contracts/packs.ts';
import type { Scheme, TreeProfile } from '../contracts/tree-profile.ts';
import type { Item } from '../kernel-c/items.ts';
import type { TextEdit } from '../kernel-c/rewrite/text-edit.ts';
import type { SourceFile } from '../kernel-c/source-file.ts';
import type { SyntaxNode } from '../kernel-c/syntax.ts';
import type { PatchContext, PatchDraft } from './drafts/patch-context.ts';
import type { Source } from './drafts/sources.ts';
import type { Draft, FixSafety, Severity } from './raw-finding.ts';

/** An item under review, with its surroundings. Offsets in `text` and of nodes are from the start of the item. */
export interface RuleContext {
	readonly tree: TreeProfile;
	readonly source: SourceFile;
	readonly item: Item;
	readonly text: string;
	/** The item's own syntax. */
	readonly root: SyntaxNode;
	/** Whether the item is all there: of a hunk without its file it may be a part. */
	readonly isWhole: boolean;
	/** The kinds of what is taken and given back. */
	readonly kinds: Kinds;
	/** The references of the function along every path; checked once, whichever rules ask. */
	balance(): FunctionCheck;
	/** What an analysis of page tables finds in the function; nothing in what is no function, or does not parse. */
	inTables<Found>(analysis: Analysis<Found>): readonly Found[];
	/** Shifts edits of the item to the file. */
	inFile(edits: readonly TextEdit[]): TextEdit[];
	/** A finding at a node of the item. */
	at(node: SyntaxNode, message: string, more?: Omit<Draft, 'start' | 'end' | 'message'>): Draft;
}

/** A file as a whole, for what no item holds. Offsets are from the start of the file. */
export interface FileContext {
	readonly tree: TreeProfile;
	readonly text: string;
	/** The C file, or null for Kconfig. */
	readonly source: SourceFile | null;
}

/** A rule. */
export interface Rule {
	readonly id: string;
	readonly group: 'scheme' | 'balance' | 'mapping' | 'locking' | 'gup' | 'patch';
	/** What it asks for beside syntax: `paths` walks functions, which takes time; of a long file the rest is said first. */
	readonly needs?: 'paths';
	/** One line, no full stop. */
	readonly summary: string;
	readonly severity: Severity;
	/** Severities in trees of these schemes, where they differ. */
	readonly severityIn?: Partial<Record<Scheme, Severity>>;
	/** The schemes in which it says anything. */
	readonly schemes: readonly Scheme[];
	readonly sources: readonly Source[];
	/** A file must hold one word of every list, an item one of the first. The audit searches files for the last: the rarest words. */
	readonly words: readonly (readonly string[])[];
	/** Whether one word of every list must stand in the item itself, not only in its file. */
	readonly wantsAllInItem?: boolean;
	/** More words of the first list where a pack of effects is asked for. */
	readonly packWords?: Partial<Record<EffectPack, readonly string[]>>;
	/** How safe its fixes are at best. */
	readonly fix: FixSafety;
	/** Node types that `check` is called for. */
	readonly nodes: readonly string[];
	check?(context: RuleContext, node: SyntaxNode): Iterable<Draft>;
	/** For what no item holds: names of macros, directives. Rules with `kconfig` words get Kconfig files too. */
	checkFile?(context: FileContext): Iterable<Draft>;
	/** For what only a patch shows. Rules with it run on patches alone. */
	checkPatch?(context: PatchContext): Iterable<PatchDraft>;
	/** Whether what it finds in a part of a function holds for the whole: then it reads hunks without their files. */
	readonly readsParts?: boolean;
	/** Words of which a Kconfig file must hold one. */
	readonly kconfig?: readonly string[];
}

/** Every scheme, for rules that hold in all trees. */
export const allSchemes: readonly Scheme[] = ['devmap', 'converting', 'normal', 'unknown'];
