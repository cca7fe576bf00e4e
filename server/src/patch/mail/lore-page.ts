/**
 * A thread of lore.kernel.org saved as text: no headers but `From:`, `To:` and `Cc:` as the page shows them, each mail under a line
 * `* subject` and before a line `^ permalink raw reply`. Where mails end is taken from these lines, not from their contents.
 */
import { bareMail, type Mail, type Mailbox } from './mail.ts';

const sender = /^From: (.*) @ (\d{4}-\d\d-\d\d\s+\d{1,2}:\d\d UTC) \(permalink \/ raw\)$/;
const footer = /^\^ permalink raw reply\b/;

/** Whether a text is such a page. */
export function isLorePage(lines: readonly string[]): boolean {
	return lines.some((line) => sender.test(line)) && lines.some((line) => footer.test(line));
}

/** The mails of the page, in its order. */
export function mailsOfLorePage(input: string, lines: readonly string[]): Mail[] {
	const mails: Mail[] = [];
	let subject = '';
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] as string;
		if (line.startsWith('* ')) subject = line.slice(2).trim();
		const match = sender.exec(line);
		if (match === null) continue;
		const end = nextFooter(lines, at);
		mails.push({ ...mailAt(input, lines, at, end), subject, from: { name: match[1] as string, address: '' }, date: match[2] as string });
		at = end;
		subject = '';
	}
	return mails;
}

function nextFooter(lines: readonly string[], from: number): number {
	for (let at = from + 1; at < lines.length; at++) if (footer.test(lines[at] as string)) return at;
	return lines.length;
}

/** The mail between the line of its sender and its footer. */
function mailAt(input: string, lines: readonly string[], from: number, end: number): Mail {
	const blank = lines.indexOf('', from);
	const body = blank < 0 || blank > end ? end : blank + 1;
	const head = lines
		.slice(from + 1, body)
		.join(' ')
		.replace(/\s+/g, ' ');
	return {
		...bareMail,
		input,
		firstLine: from,
		endLine: end,
		to: people(/\bTo: (.*?)(?= Cc: |$)/.exec(head)?.[1]),
		cc: people(/\bCc: (.*)$/.exec(head)?.[1]),
		lines: lines.slice(body, end).map((text, index) => ({ text, at: body + index })),
	};
}

function people(list: string | undefined): Mailbox[] {
	return (list ?? '')
		.split(',')
		.map((name) => ({ name: name.trim(), address: '' }))
		.filter(({ name }) => name !== '');
}
