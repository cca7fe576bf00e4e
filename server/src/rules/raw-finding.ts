/** What a rule finds, before it is decided whether it is shown. */
import type { TextEdit } from '../kernel-c/rewrite/text-edit.ts';

/** error: the kernel will oops, leak or corrupt; warning: wrong under the tree's scheme; info: migration or inventory. */
export type Severity = 'error' | 'warning' | 'info';

/** `safe`: fix-all takes it. `review`: offered one at a time, its title says what to check. `none`: there is no fix. */
export type FixSafety = 'safe' | 'review' | 'none';

/** A fix: edits in UTF-16 offsets of the file. */
export interface Fix {
	readonly title: string;
	readonly edits: readonly TextEdit[];
	readonly safety: FixSafety;
}

/** What a rule found. Offsets are UTF-16 code units from the start of the file. */
export interface Draft {
	readonly start: number;
	readonly end: number;
	readonly message: string;
	/** Where it differs from the rule's own. */
	readonly severity?: Severity;
	readonly steps?: readonly { readonly start: number; readonly end: number; readonly message: string }[];
	readonly fix?: Fix;
}
