/** Where a report goes, and in which form: findings as they come for text, all at once for JSON and SARIF. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { reasonOf } from '../kernel-tree/read-file.ts';
import { jsonReport } from '../report/json.ts';
import { checkpatchLine, githubLine, githubNote } from '../report/lines.ts';
import type { Report, SourceReader } from '../report/report.ts';
import { sarifReport } from '../report/sarif.ts';
import { findingText, noteText, summaryText, useText } from '../report/text.ts';
import type { Finding, Note } from '../review/finding.ts';
import type { InventoryUse } from '../review/inventory.ts';
import type { ReviewOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

/** Takes a report piece by piece. */
export interface Output {
	finding(finding: Finding): void;
	use(use: InventoryUse): void;
	/** Ends the report. */
	end(report: Report): void;
}

/** Opens the output that the options ask for. */
export function openOutput(options: Pick<ReviewOptions, 'format' | 'output' | 'color' | 'quiet'>, sourceOf: SourceReader): Output {
	const target = options.output === undefined ? 1 : openTarget(options.output);
	const style = {
		colour:
			options.color === 'always' || (options.color === 'auto' && options.output === undefined && process.stdout.isTTY && process.env['NO_COLOR'] === undefined),
	};
	const errorStyle = { colour: options.color === 'always' || (options.color === 'auto' && process.stderr.isTTY && process.env['NO_COLOR'] === undefined) };
	const write = (text: string) => writeAll(target, text);
	return {
		finding(finding) {
			if (options.format === 'text') write(findingText(finding, sourceOf(finding.file), style));
			else if (options.format === 'checkpatch') write(checkpatchLine(finding));
			else if (options.format === 'github') write(githubLine(finding));
		},
		use(use) {
			if (options.format === 'text' || options.format === 'checkpatch') write(useText(use));
		},
		end(report) {
			if (options.format === 'json') write(jsonReport(report));
			else if (options.format === 'sarif') write(sarifReport(report));
			else if (options.format === 'github') for (const note of report.notes) write(githubNote(note));
			if (options.format !== 'json' && options.format !== 'sarif' && options.format !== 'github')
				for (const note of report.notes) writeAll(2, noteText(note, errorStyle));
			if (options.format === 'text' && options.quiet !== true && report.inventory === null)
				writeAll(options.output === undefined ? 1 : 2, summaryText(report.tree, report.findings.length, report.stats));
			if (target !== 1) closeSync(target);
		},
	};
}

function openTarget(path: string): number {
	try {
		return openSync(path, 'w');
	} catch (error) {
		throw new UsageError(`the output ${path} cannot be written: ${reasonOf(error)}`);
	}
}

/** Writes everything, also to a pipe that is full; a reader that has gone ends the program quietly, as other tools do. */
export function writeAll(target: number, text: string): void {
	const bytes = Buffer.from(text);
	let at = 0;
	while (at < bytes.length) {
		try {
			at += writeSync(target, bytes, at);
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? error.code : '';
			if (code === 'EPIPE') process.exit(0);
			if (code !== 'EAGAIN') throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
		}
	}
}

/** The exit code for findings and notes. */
export function exitCodeOf(findings: number, notes: readonly Note[], reviewed: number, keepGoing: boolean): number {
	const isUnread = notes.some((note) => note.level !== 'info');
	if (isUnread && !(keepGoing && reviewed > 0)) return 2;
	return findings > 0 ? 1 : 0;
}
