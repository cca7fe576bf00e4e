/** What `review` is given: files, folders and Maildirs of mails, standard input, commits. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GitRange } from '../kernel-tree/git-range.ts';
import { reasonOf } from '../kernel-tree/read-file.ts';
import type { Mail } from '../patch/mail/mail.ts';
import { readMails } from '../patch/mail/read-mails.ts';
import { type Series, seriesOf } from '../patch/series.ts';
import type { Note } from '../review/finding.ts';

/** The series of an input, and what is to be said of the rest. */
export interface SeriesInput {
	readonly series: Series;
	readonly notes: readonly Note[];
}

/** Larger inputs are no mail. */
const LARGEST_INPUT = 512 * 1024 * 1024;

/** Reads all mails and picks the patches. */
export async function readSeries(paths: readonly string[], range: GitRange | null, isQuoted: boolean): Promise<SeriesInput> {
	const notes: Note[] = [];
	const mails: Mail[] = range === null ? [] : await readMails('git', range.mails);
	for (const path of paths.flatMap((each) => filesOf(each, notes))) {
		const bytes = readBytes(path, notes);
		if (bytes !== null) for (const each of await readMails(path, bytes)) mails.push(each);
	}
	const series = seriesOf(mails, isQuoted);
	if (mails.length > 0 && series.patches.length === 0 && series.notes.length === 0) notes.push({ level: 'info', message: 'there is no patch in it' });
	// An input without a patch is no error of the user's: it is said, and the rest is reviewed.
	notes.push(
		...series.notes.map(({ mail, message }): Note => ({ level: 'info', message: `${mail.input}:${mail.firstLine + 1}: ${message}`, file: mail.input })),
	);
	return { series, notes };
}

/** The files that a path names: itself, or those of a folder, of a Maildir its mails. */
function filesOf(path: string, notes: Note[]): string[] {
	if (path === '-') return [path];
	try {
		if (!statSync(path).isDirectory()) return [path];
		const entries = readdirSync(path, { withFileTypes: true });
		const names = (folder: string) =>
			readdirSync(folder, { withFileTypes: true })
				.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
				.map((entry) => join(folder, entry.name))
				.sort();
		const maildir = ['new', 'cur'].filter((name) => entries.some((entry) => entry.name === name && entry.isDirectory()));
		const files = maildir.length > 0 ? maildir.flatMap((name) => names(join(path, name))) : names(path);
		if (files.length === 0) notes.push({ level: 'error', message: `${path} holds no mails`, file: path });
		return files;
	} catch (error) {
		notes.push({ level: 'error', message: `${path} ${reasonOf(error)}`, file: path });
		return [];
	}
}

function readBytes(path: string, notes: Note[]): Uint8Array | null {
	try {
		if (path !== '-' && statSync(path).size > LARGEST_INPUT) {
			notes.push({ level: 'error', message: `${path} is larger than ${LARGEST_INPUT / 1024 / 1024} MB and was not read`, file: path });
			return null;
		}
		return readFileSync(path === '-' ? 0 : path);
	} catch (error) {
		notes.push({ level: 'error', message: `${path} ${reasonOf(error)}`, file: path });
		return null;
	}
}
