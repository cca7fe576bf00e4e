/**
 * A thread of mail-archive.com saved as text: each mail under its subject, an empty line and `2019-06-11 Thread Name`. Such pages lose
 * tabs and wrap lines.
 */
import { bareMail, type Mail } from './mail.ts';

const sender = /^(\d{4}-\d\d-\d\d) Thread (\S.*)$/;

/** Whether a text is such a page. */
export function isArchivePage(lines: readonly string[]): boolean {
	return headsOf(lines).length > 0 && headsOf(lines)[0] === firstWrittenLine(lines);
}

/** The mails of the page, in its order. */
export function mailsOfArchivePage(input: string, lines: readonly string[]): Mail[] {
	const heads = headsOf(lines);
	return heads.map((first, place) => {
		const end = heads[place + 1] ?? lines.length;
		const [, date, name] = sender.exec(lines[first + 2] as string) as RegExpExecArray;
		return {
			...bareMail,
			input,
			firstLine: first,
			endLine: end,
			subject: (lines[first] as string).trim(),
			from: { name: name as string, address: '' },
			date: date as string,
			lines: lines.slice(first + 3, end).map((text, at) => ({ text, at: first + 3 + at })),
		};
	});
}

/** The lines of the subjects, 0-based. */
function headsOf(lines: readonly string[]): number[] {
	return lines.flatMap((line, at) => (line.trim() !== '' && lines[at + 1] === '' && sender.test(lines[at + 2] ?? '') ? [at] : []));
}

function firstWrittenLine(lines: readonly string[]): number {
	return lines.findIndex((line) => line.trim() !== '');
}
