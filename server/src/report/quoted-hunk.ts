/** The lines of a mail around a finding, as a reviewer quotes them. */

import type { Patch } from '../patch/series.ts';
import type { Finding } from '../review/finding.ts';

/** A part of a hunk. `lines` as the mail has them, with their signs. */
export interface HunkQuote {
	/** The `@@` line, or '' where the quote is of no hunk. */
	readonly header: string;
	/** The file that the hunk changes. */
	readonly file: string;
	readonly lines: readonly string[];
	/** The place of the finding's last line in `lines`. */
	readonly at: number;
}

/** Quotes the lines around a finding: some before it, and one after. */
export function quoteOf(finding: Finding, patch: Patch, before: number, after: number): HunkQuote {
	const wanted = (finding.patch?.mailRange.end.line ?? 0) - 1;
	const at = patch.mail.lines.findIndex((line) => line.at === wanted);
	for (const change of patch.diff.changes) {
		for (const hunk of change.hunks) {
			const last = hunk.lines.at(-1)?.at ?? hunk.at;
			if (at < hunk.at || at > last) continue;
			const from = Math.max(hunk.at + 1, at - before);
			const to = Math.min(last, at + after);
			const texts = patch.mail.lines.slice(from, to + 1).map(({ text }) => text);
			return { header: patch.mail.lines[hunk.at]?.text ?? '', file: finding.file, lines: texts, at: at - from };
		}
	}
	return { header: '', file: finding.file, lines: at < 0 ? [] : [patch.mail.lines[at]?.text ?? ''], at: 0 };
}
