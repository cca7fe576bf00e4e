/** The answer to a patch as a mail that can be sent: headers, the quoted hunks that have findings, and under each line what there is to say. */
import type { Mail } from '../patch/mail/mail.ts';
import type { Patch } from '../patch/series.ts';
import type { Finding, Step } from '../review/finding.ts';
import type { ReviewedPatch } from '../review/patches/review-series.ts';
import { oneLine, visible } from './foreign-text.ts';
import { headerLine, mailboxText, messageIdText } from './mail-headers.ts';
import { quoteOf } from './quoted-hunk.ts';
import type { Report } from './report.ts';

/** Replies to all patches that have findings; several make an mbox. */
export function mailReplies(report: Report): string {
	const replies = (report.patches ?? []).filter(({ findings }) => findings.length > 0).map(replyTo);
	if (replies.length <= 1) return replies.join('');
	return replies.map((reply) => `From mboxrd@z Thu Jan  1 00:00:00 1970\n${reply.replace(/^(>*From )/gm, '>$1')}\n`).join('');
}

/** The reply to one patch. */
export function replyTo(reviewed: ReviewedPatch): string {
	const { mail } = reviewed.patch;
	const parts = quotes(reviewed).map(({ quoted, said }) => `${quoted.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n')}\n\n${said.join('\n\n')}\n`);
	return `${headersOf(mail)}\n${attribution(mail)}${visible(parts.join('\n'))}`;
}

function headersOf(mail: Mail): string {
	const subject = /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`;
	const cc = [...mail.to, ...mail.cc].filter(({ name, address }) => (address === '' ? name !== mail.from?.name : address !== mail.from?.address));
	const id = messageIdText(mail.messageId);
	return [
		headerLine('To', mail.from === null ? [] : [mailboxText(mail.from)]),
		headerLine('Cc', cc.map(mailboxText)),
		headerLine('Subject', [subject]),
		headerLine('In-Reply-To', [id]),
		headerLine('References', id === '' ? [] : [...mail.references, id].map(messageIdText), ''),
		headerLine('MIME-Version', ['1.0']),
		headerLine('Content-Type', ['text/plain; charset=utf-8']),
		headerLine('Content-Transfer-Encoding', ['8bit']),
	].join('');
}

function attribution({ from, date }: Mail): string {
	if (from === null) return '';
	return `${date === '' ? '' : `On ${oneLine(date)}, `}${oneLine(from.name || from.address)} wrote:\n`;
}

/** Findings by the line that they are about, each line quoted once, in the order of the mail. */
function quotes({ patch, findings }: ReviewedPatch): { readonly quoted: readonly string[]; readonly said: readonly string[] }[] {
	const byLine = new Map<number, Finding[]>();
	for (const finding of findings) {
		const line = finding.patch?.mailRange.end.line ?? 0;
		byLine.set(line, [...(byLine.get(line) ?? []), finding]);
	}
	let last = '';
	return [...byLine]
		.sort(([a], [b]) => a - b)
		.map(([, list]) => {
			const quote = quoteOf(list[0] as Finding, patch, 4, 0);
			const where = `${quote.file} ${quote.header}`;
			const header = where === last ? [] : [`diff --git a/${quote.file} b/${quote.file}`, ...(quote.header === '' ? [] : [quote.header])];
			last = where;
			return { quoted: [...header, ...quote.lines], said: list.map((finding) => sentence(finding, patch)) };
		});
}

/** A finding in words, with the path that leads to it. */
function sentence(finding: Finding, patch: Patch): string {
	// A name stays as it is written.
	const isName = /^\S*[_(>]/.test(finding.message);
	const text = isName ? finding.message : finding.message.charAt(0).toUpperCase() + finding.message.slice(1);
	// The reader has the mail, not the tree: what it shows is quoted.
	const codeOf = ({ mailRange }: Step) =>
		patch.mail.lines
			.find(({ at }) => at === (mailRange?.start.line ?? 0) - 1)
			?.text.slice(1)
			.trim() ?? '';
	const steps = finding.steps.map((step) => `  ${step.file}:${step.range.start.line}: ${step.message}${codeOf(step) === '' ? '' : `: ${codeOf(step)}`}`);
	return [wrapped(/[.!?]$/.test(text) ? text : `${text}.`), ...steps].join('\n');
}

/** Lines of at most 72 columns. */
function wrapped(text: string): string {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + word.length < 72) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines.join('\n');
}
