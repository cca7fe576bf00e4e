/** One mail with headers: MIME, charsets, addresses. The library decodes; text that needs no decoding is taken line by line. */
import PostalMime, { type Address, type Email } from 'postal-mime';
import type { InputLines } from './input-lines.ts';
import { linesOf } from './line-origin.ts';
import { bareMail, type Mail, type Mailbox, type MailLine } from './mail.ts';
import type { MailRange } from './split-mbox.ts';

/** Parses the mail that stands on some lines. Never throws: what cannot be decoded is a problem of the mail. */
export async function parseMail(input: string, lines: InputLines, { first, end }: MailRange): Promise<Mail> {
	const base = { ...bareMail, input, firstLine: first, endLine: end };
	const blank = lines.texts.indexOf('', first);
	const body = blank < 0 || blank >= end ? end : blank + 1;
	const head = lines.texts.slice(first, body).join('\n');
	try {
		if (isPlain(head)) {
			const email = await PostalMime.parse(`${head}\n`);
			return { ...base, ...headersOf(email), lines: plainLines(lines, body, end, charsetOf(head)) };
		}
		const email = await PostalMime.parse(lines.bytes(first, end));
		const decoded = textOf(email);
		const problems = decoded === '' ? [email.html === undefined ? 'holds no text' : 'holds only HTML: a patch cannot be read out of it'] : [];
		return { ...base, ...headersOf(email), lines: linesOf(decoded, lines.texts, body, end), problems };
	} catch (error) {
		const problem = `its MIME parts cannot be decoded (${error instanceof Error ? error.message : String(error)}); it is read as it stands`;
		return { ...base, lines: plainLines(lines, body, end, ''), problems: [problem] };
	}
}

/** Whether a body stands as it is: one part, not encoded, not flowed. */
function isPlain(head: string): boolean {
	const unfolded = head.replace(/\n[ \t]+/g, ' ');
	const type = /^content-type:(.*)$/im.exec(unfolded)?.[1] ?? '';
	const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(unfolded)?.[1]?.toLowerCase() ?? '';
	return (
		/^(?:|7bit|8bit|binary)$/.test(encoding) &&
		(type.trim() === '' || (/^\s*text\/(?:plain|x-patch|x-diff)/i.test(type) && !/format\s*=\s*"?flowed/i.test(type)))
	);
}

function charsetOf(head: string): string {
	return /^content-type:[\s\S]*?charset\s*=\s*"?([\w.:-]+)/im.exec(head)?.[1]?.toLowerCase() ?? '';
}

function plainLines(lines: InputLines, from: number, end: number, charset: string): MailLine[] {
	const texts = charset === '' || /^(?:utf-?8|us-ascii|ascii)$/.test(charset) ? null : inCharset(lines.bytes(from, end), charset);
	const result: MailLine[] = [];
	for (let at = from; at < end; at++) result.push({ text: unquoted(texts?.[at - from] ?? (lines.texts[at] as string)), at });
	return result;
}

/** The lines in a charset; null where the name stands for none that is known. */
function inCharset(bytes: Uint8Array, charset: string): string[] | null {
	try {
		return new TextDecoder(charset).decode(bytes).split(/\r?\n/);
	} catch {
		return null;
	}
}

/** mboxrd and mboxo write `>From` for a line that begins with `From`. */
function unquoted(line: string): string {
	return /^>+From /.test(line) ? line.slice(1) : line;
}

function headersOf(email: Email): Pick<Mail, 'subject' | 'from' | 'to' | 'cc' | 'date' | 'messageId' | 'references'> {
	const followed = `${email.references ?? ''} ${email.inReplyTo ?? ''}`.match(/<[^<>\s]+>/g) ?? [];
	return {
		subject: (email.subject ?? '').replace(/\s+/g, ' ').trim(),
		from: mailboxes(email.from === undefined ? [] : [email.from])[0] ?? null,
		to: mailboxes(email.to ?? []),
		cc: mailboxes(email.cc ?? []),
		date: email.headers.find(({ key }) => key === 'date')?.value ?? '',
		messageId: email.messageId ?? '',
		references: [...new Set(followed)],
	};
}

function mailboxes(addresses: readonly Address[]): Mailbox[] {
	return addresses.flatMap((each) => (each.group === undefined ? [{ name: each.name, address: each.address ?? '' }] : mailboxes(each.group)));
}

/** The text, and after it the patches that are attached. */
function textOf(email: Email): string {
	const attached = email.attachments
		.filter(({ mimeType, filename }) => /^text\/(?!html)/.test(mimeType) || /\.(?:patch|diff|txt)$/i.test(filename ?? ''))
		.map(({ content }) => (typeof content === 'string' ? content : new TextDecoder().decode(content)));
	return [email.text ?? '', ...attached].filter((part) => part !== '').join('\n');
}
