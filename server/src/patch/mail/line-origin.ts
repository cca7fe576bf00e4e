/** Where the lines of a decoded mail stand in the input. */
import type { MailLine } from './mail.ts';

/** How many lines of the input are searched for the next line of the text: part headers, encoded parts in between. */
const MOST_LINES_BETWEEN = 2000;

/** The lines of a decoded text with where they stand among the lines of an input from `first` to `end`. */
export function linesOf(decoded: string, input: readonly string[], first: number, end: number): MailLine[] {
	const written = logicalLines(input, first, end);
	let at = 0;
	let misses = 0;
	return decoded.split(/\r?\n/).map((text) => {
		const found = misses > 50 ? -1 : findFrom(written, text, at, text.trim() === '' ? 1 : MOST_LINES_BETWEEN);
		misses = found < 0 && text.trim() !== '' ? misses + 1 : 0;
		if (found < 0) return { text, at: -1 };
		at = found + 1;
		return { text, at: written[found]?.at ?? -1 };
	});
}

interface LogicalLine {
	readonly raw: string;
	readonly decoded: string;
	readonly at: number;
}

/** Lines of the input as they are and as quoted-printable means them: with those that a `=` at the end joins. */
function logicalLines(input: readonly string[], first: number, end: number): LogicalLine[] {
	const lines: LogicalLine[] = [];
	for (let at = first; at < end; at++) {
		const start = at;
		let joined = input[at] as string;
		while (joined.endsWith('=') && at + 1 < end) joined = joined.slice(0, -1) + (input[++at] as string);
		lines.push({ raw: input[start] as string, decoded: fromQuotedPrintable(joined), at: start });
	}
	return lines;
}

function fromQuotedPrintable(line: string): string {
	if (!line.includes('=')) return line;
	const bytes: number[] = [];
	for (const part of line.match(/=[0-9A-Fa-f]{2}|[\s\S]/gu) ?? []) {
		if (/^=[0-9A-Fa-f]{2}$/.test(part)) bytes.push(Number.parseInt(part.slice(1), 16));
		else for (const each of new TextEncoder().encode(part)) bytes.push(each);
	}
	return new TextDecoder().decode(Uint8Array.from(bytes));
}

function findFrom(lines: readonly LogicalLine[], text: string, from: number, most: number): number {
	const wanted = text.trimEnd();
	for (let at = from; at < Math.min(lines.length, from + most); at++) {
		const line = lines[at] as LogicalLine;
		// format=flowed puts a space before what begins with one.
		if ([line.decoded, line.raw].some((each) => each.trimEnd() === wanted || each.trimEnd() === ` ${wanted}`)) return at;
	}
	return -1;
}
