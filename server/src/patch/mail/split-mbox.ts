/** Where the mails of an mbox begin. */

/** The line that begins a mail: `From sha Mon Sep 17 00:00:00 2001`, `From mboxrd@z Thu Jan  1 00:00:00 1970`, `From jane@x.org Fri ...`. */
const separator = /^From \S+.*\b\d{4}\b/;

const header = /^[A-Za-z][\w-]*:/;

/** A mail's lines in an input, 0-based, `end` exclusive. */
export interface MailRange {
	readonly first: number;
	readonly end: number;
}

/** Whether a text is an mbox, or what `git format-patch` writes. */
export function isMbox(lines: readonly string[]): boolean {
	return beginsMail(lines, firstWritten(lines));
}

/** The mails of an mbox. A `From ` line counts after an empty line only, and with a header after it: not in the middle of a text. */
export function splitMbox(lines: readonly string[]): MailRange[] {
	const starts: number[] = [];
	for (const [at, line] of lines.entries()) {
		if (line.startsWith('From ') && (at === 0 || starts.length === 0 || lines[at - 1]?.trim() === '' || isSignature(lines[at - 1])) && beginsMail(lines, at))
			starts.push(at);
	}
	return starts.map((first, index) => ({ first: first + 1, end: starts[index + 1] ?? lines.length }));
}

function beginsMail(lines: readonly string[], at: number): boolean {
	return separator.test(lines[at] ?? '') && header.test(lines[at + 1] ?? '');
}

/** `git format-patch --stdout` ends each mail with its version and an empty line; some tools leave that out. */
function isSignature(line: string | undefined): boolean {
	return line !== undefined && /^\d+\.\d+/.test(line);
}

/** The first line that is not empty. */
export function firstWritten(lines: readonly string[]): number {
	const at = lines.findIndex((line) => line.trim() !== '');
	return at < 0 ? 0 : at;
}
