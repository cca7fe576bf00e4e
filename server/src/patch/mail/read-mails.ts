/** What comes in, as mails: an mbox, one mail, a saved page of lore or mail-archive.com, a plain diff, or any text. */
import { isArchivePage, mailsOfArchivePage } from './archive-page.ts';
import { inputLines } from './input-lines.ts';
import { isLorePage, mailsOfLorePage } from './lore-page.ts';
import { bareMail, type Mail } from './mail.ts';
import { parseMail } from './parse-mail.ts';
import { firstWritten, isMbox, splitMbox } from './split-mbox.ts';

/** Reads all mails of an input. Never throws. */
export async function readMails(input: string, bytes: Uint8Array): Promise<Mail[]> {
	const lines = inputLines(bytes);
	const { texts } = lines;
	if (isMbox(texts)) return Promise.all(splitMbox(texts).map((range) => parseMail(input, lines, range)));
	if (isLorePage(texts)) return mailsOfLorePage(input, texts);
	if (isArchivePage(texts)) return mailsOfArchivePage(input, texts);
	const first = firstWritten(texts);
	if (isHeader(texts, first)) return [await parseMail(input, lines, { first, end: texts.length })];
	return [{ ...bareMail, input, firstLine: 0, endLine: texts.length, lines: texts.map((text, at) => ({ text, at })) }];
}

/** Whether a mail's headers begin on a line: fields and their continuations until an empty line, with one that only mails have. */
function isHeader(lines: readonly string[], first: number): boolean {
	for (let at = first; at < lines.length; at++) {
		const line = lines[at] as string;
		if (line === '')
			return at > first && lines.slice(first, at).some((each) => /^(?:from|subject|date|message-id|received|return-path|mime-version):/i.test(each));
		if (!/^[A-Za-z][\w-]*:/.test(line) && !(at > first && /^[ \t]/.test(line))) return false;
	}
	return false;
}
