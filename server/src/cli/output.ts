/** Where a report goes, and in which form: findings as they come for text, all at once for JSON and SARIF. */
import { replaceByWriting, WriteError, writeBytes } from '../kernel-tree/write-file.ts';
import { coloured, visible } from '../report/foreign-text.ts';
import { jsonReport } from '../report/json.ts';
import { checkpatchLine, githubLine, githubNote } from '../report/lines.ts';
import type { AuditFormat, Format, Report, SourceReader } from '../report/report.ts';
import { sarifReport } from '../report/sarif.ts';
import { findingText, noteText, summaryText, type TextStyle, useText } from '../report/text.ts';
import type { Finding, Note } from '../review/finding.ts';
import type { InventoryUse } from '../review/inventory.ts';
import type { ReviewOptions } from './options.ts';
import { exitCodes } from './usage-error.ts';

/** Takes a report piece by piece. */
export interface Output {
	finding(finding: Finding): void;
	use(use: InventoryUse): void;
	/** Ends the report. */
	end(report: Report): Promise<void>;
}

/** Options that say where a report goes and how it looks. */
export type OutputOptions = Pick<ReviewOptions, 'output' | 'color' | 'quiet'>;

/** A text that is written piece by piece; notes go beside it. */
export interface TextOutput {
	readonly style: TextStyle;
	/** Writes text for people. */
	write(text: string): void;
	/** Writes text for programs, as it is. */
	data(text: string): void;
	/** Writes notes to standard error. */
	notes(notes: readonly Note[]): void;
	/** Writes a last line: where people read it. */
	summary(text: string): void;
	close(): void;
}

/** Opens the file, or standard output. */
export function openText(options: OutputOptions): TextOutput {
	const what = options.output === undefined ? 'standard output' : `the output ${options.output}`;
	const file = options.output === undefined ? null : replaceByWriting(options.output, what);
	const target = file?.descriptor ?? 1;
	const isColoured = (isTerminal: boolean) => options.color === 'always' || (options.color === 'auto' && isTerminal && process.env['NO_COLOR'] === undefined);
	const errorStyle = { colour: isColoured(process.stderr.isTTY) };
	const write = (text: string) => {
		try {
			writeAll(target, text, what);
		} catch (error) {
			file?.discard();
			throw error;
		}
	};
	return {
		style: { colour: isColoured(options.output === undefined && process.stdout.isTTY) },
		write: (text) => write(coloured(text)),
		data: write,
		notes(notes) {
			for (const note of notes) writeText(2, noteText(note, errorStyle));
		},
		summary: (text) => writeText(options.output === undefined ? 1 : 2, text),
		close: () => file?.commit(),
	};
}

/** Opens the output that the options ask for. */
export function openOutput(options: OutputOptions & { readonly format: Format | AuditFormat }, sourceOf: SourceReader): Output {
	const text = openText(options);
	// Findings come file by file.
	let shown: { readonly file: string; readonly source: string | null } | null = null;
	const shownSource = (file: string) => {
		if (shown?.file !== file) {
			const source = sourceOf(file);
			shown = { file, source: source === null ? null : visible(source.replace(/\r\n/g, '\n')) };
		}
		return shown.source;
	};
	return {
		finding(finding) {
			if (options.format === 'text') text.write(findingText(finding, shownSource(finding.file), text.style));
			else if (options.format === 'checkpatch') text.write(checkpatchLine(finding));
			else if (options.format === 'github') text.write(githubLine(finding));
		},
		use(use) {
			if (options.format === 'text' || options.format === 'checkpatch') text.write(useText(use));
		},
		async end(report) {
			if (options.format === 'json') text.data(jsonReport(report));
			else if (options.format === 'sarif') text.data(sarifReport(report));
			// Loaded only where it is asked for: what draws the picture is large.
			else if (options.format === 'html') text.data((await import('../report/html.ts')).htmlReport(report, sourceOf));
			else if (options.format === 'github') for (const note of report.notes) text.write(githubNote(note));
			else text.notes(report.notes);
			// Where the report goes into a file, people read the last line beside it.
			if ((options.format === 'text' || options.output !== undefined) && options.quiet !== true && report.inventory === null)
				text.summary(summaryText(report.tree, report.findings.length, report.stats));
			text.close();
		},
	};
}

/** Writes text for people whose foreign parts were made visible, with colours of our own. */
function writeText(target: number, text: string): void {
	writeAll(target, coloured(text));
}

/** Writes text for people without colours: nothing in it steers the terminal, whatever it quotes. */
export function writePlain(target: number, text: string): void {
	writeAll(target, visible(text));
}

/** Writes everything; a reader that has gone ends the program quietly, as a signal ends other tools. Throws `WriteError`. */
export function writeAll(target: number, text: string, what = target === 1 ? 'standard output' : 'standard error'): void {
	try {
		writeBytes(target, Buffer.from(text));
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(exitCodes.readerGone);
		throw new WriteError(what, error);
	}
}

/** The exit code for findings and notes. */
export function exitCodeOf(findings: number, notes: readonly Note[], reviewed: number, keepGoing: boolean): number {
	const isUnread = notes.some((note) => note.level !== 'info');
	if (isUnread && !(keepGoing && reviewed > 0)) return 2;
	return findings > 0 ? 1 : 0;
}
