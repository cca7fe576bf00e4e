/**
 * Patches that stand in replies, as quoted text: answers stand between their lines, mailers took spaces away and wrapped lines, and what
 * nobody spoke of was cut out. Makes of it a diff that says how many lines it has.
 */
import type { Mail, MailLine } from './mail/mail.ts';

const marks = /^(?:> ?)*/;
const fileHeader = /^(?:diff --git |--- (?:a\/|\/dev\/null)|\+\+\+ (?:b\/|\/dev\/null))/;
const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

/** So long is a line that a mailer may have wrapped. */
const WRAPPED = 60;

/** The mail with the diff that it quotes in place of its text; the mail itself where it quotes none. */
export function withQuotedDiff(mail: Mail): Mail {
	const quoted = mail.lines.map((line) => {
		const prefix = (marks.exec(line.text) as RegExpExecArray)[0];
		return { line, prefix: prefix.length, depth: prefix.replace(/ /g, '').length, text: line.text.slice(prefix.length) };
	});
	// One diff is quoted at one depth: what others said of it stands less deep.
	const depths = new Map<number, number>();
	for (const { depth, text } of quoted) if (depth > 0 && (hunkHeader.test(text) || fileHeader.test(text))) depths.set(depth, (depths.get(depth) ?? 0) + 1);
	const [depth] = [...depths].sort((a, b) => b[1] - a[1])[0] ?? [0];
	if (depth === 0) return mail;
	const lines = quoted.filter((each) => each.depth === depth).map(({ line, prefix, text }): MailLine => ({ text, at: line.at, before: prefix }));
	return { ...mail, lines: wholeHunks(lines) };
}

/** The lines with every hunk announced as long as it is. */
function wholeHunks(lines: readonly MailLine[]): MailLine[] {
	const result: MailLine[] = [];
	for (let at = 0; at < lines.length; ) {
		const line = lines[at] as MailLine;
		const header = hunkHeader.exec(line.text);
		if (header === null) {
			result.push(line);
			at++;
			continue;
		}
		const { heading, body, next } = readHunk(lines, at, header);
		const count = (sign: string) => body.filter(({ text }) => !text.startsWith(sign)).length;
		if (body.length > 0) result.push({ ...line, text: `@@ -${header[1]},${count('+')} +${header[3]},${count('-')} @@ ${heading}` });
		for (const each of body) result.push(each);
		at = next;
	}
	return result;
}

interface QuotedHunk {
	readonly heading: string;
	readonly body: readonly MailLine[];
	/** The first line after it. */
	readonly next: number;
}

function readHunk(lines: readonly MailLine[], start: number, header: RegExpExecArray): QuotedHunk {
	const announced = { old: Number(header[2] ?? 1), new: Number(header[4] ?? 1) };
	let heading = header[5] as string;
	const body: MailLine[] = [];
	let at = start + 1;
	const following = lines[at];
	const isWrapped = heading.endsWith(' ') && openParentheses(heading) > 0 && following !== undefined && !/^[+-]/.test(following.text);
	if (isWrapped) {
		heading = `${heading.trimEnd()} ${following.text.trimStart()}`;
		at++;
	}
	// How many lines of each side there are so far.
	let [old, added] = [0, 0];
	const take = (line: MailLine) => {
		if (!line.text.startsWith('+')) old++;
		if (!line.text.startsWith('-')) added++;
		body.push(line);
	};
	for (; at < lines.length; at++) {
		const line = lines[at] as MailLine;
		if (hunkHeader.test(line.text) || fileHeader.test(line.text) || line.text === '-- ' || line.text === '--') break;
		const last = body.at(-1);
		if (line.text === '' || isSigned(line.text)) take(line);
		else if (old >= announced.old && added >= announced.new) break;
		else if (last !== undefined && last.text.length + (last.before ?? 0) >= WRAPPED && !/[;{}:]\s*$/.test(last.text))
			body[body.length - 1] = { ...last, text: `${last.text.trimEnd()} ${line.text}` };
		// Context whose space a mailer took away.
		else take({ ...line, text: ` ${line.text}`, before: (line.before ?? 0) - 1 });
	}
	while (body.at(-1)?.text === '') body.pop();
	return { heading, body, next: at };
}

function isSigned(text: string): boolean {
	return /^[ +\-\\]/.test(text);
}

function openParentheses(text: string): number {
	let open = 0;
	for (const letter of text) open += letter === '(' ? 1 : letter === ')' ? -1 : 0;
	return open;
}
