/** Findings as they leave the engine: plain data, the form of the JSON report. */
import type { FixSafety, Severity } from '../rules/raw-finding.ts';

/** A place for people: 1-based, columns in UTF-16 code units. */
export interface ReportPosition {
	readonly line: number;
	readonly column: number;
}

/** A range for people; `end` is exclusive. */
export interface ReportRange {
	readonly start: ReportPosition;
	readonly end: ReportPosition;
}

/** One step of the path that leads to a finding. */
export interface Step {
	readonly file: string;
	readonly range: ReportRange;
	readonly message: string;
	/** In a review: where the mail shows it, if it does. */
	readonly mailRange?: ReportRange;
}

/** A fix that a user can take. */
export interface ReportFix {
	readonly title: string;
	readonly safety: FixSafety;
	readonly edits: readonly ReportEdit[];
}

/** One change of a fix. */
export interface ReportEdit {
	readonly file: string;
	readonly range: ReportRange;
	readonly newText: string;
	/** In a review: where the mail shows it, if it does. */
	readonly mailRange?: ReportRange;
}

/** How a finding of a review came to be: brought in by the patch, moved by it, there before it, or gone with it. */
export type Origin = 'introduced' | 'moved' | 'existing' | 'fixed';

/** The patch that a finding of a review is in. */
export interface FindingPatch {
	/** Its number in its series, 1-based. */
	readonly index: number;
	readonly subject: string;
	readonly messageId: string;
	/** The input that the mail is in. */
	readonly mail: string;
	/** Where the mail shows the place, or what is nearest to it. */
	readonly mailRange: ReportRange;
}

/** Something that a reviewer should look at. */
export interface Finding {
	readonly rule: string;
	readonly group: string;
	readonly severity: Severity;
	readonly message: string;
	/** Relative to the tree, or as given. */
	readonly file: string;
	readonly range: ReportRange;
	/** The function or macro around it, or ''. */
	readonly function: string;
	/** The line that it starts on, trimmed. */
	readonly text: string;
	readonly steps: readonly Step[];
	readonly fix?: ReportFix;
	/** In a review only. */
	readonly patch?: FindingPatch;
	readonly origin?: Origin;
	/** Stable when lines move: rule, file, function and normalised text; a number where they repeat. */
	readonly fingerprint: string;
}

/** Something that is not about the code: a file that could not be read, a rule that failed. */
export interface Note {
	readonly level: 'error' | 'warning' | 'info';
	readonly message: string;
	readonly file?: string;
}

/** What was looked at. */
export interface Stats {
	/** Files that were searched. */
	readonly files: number;
	/** Files that hold a word that a rule asks about. */
	readonly candidates: number;
	/** Functions that were parsed: those that hold such a word. */
	readonly functions: number;
	readonly functionsWithParseErrors: number;
	/** Functions that a rule had to leave alone because of a parse error. */
	readonly functionsSkipped: number;
	readonly milliseconds: number;
}

/** Nothing looked at yet. */
export const noStats: Stats = { files: 0, candidates: 0, functions: 0, functionsWithParseErrors: 0, functionsSkipped: 0, milliseconds: 0 };

/** Adds up what was looked at. */
export function addStats(a: Stats, b: Stats): Stats {
	return {
		files: a.files + b.files,
		candidates: a.candidates + b.candidates,
		functions: a.functions + b.functions,
		functionsWithParseErrors: a.functionsWithParseErrors + b.functionsWithParseErrors,
		functionsSkipped: a.functionsSkipped + b.functionsSkipped,
		milliseconds: a.milliseconds + b.milliseconds,
	};
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Whether a severity is at least another. */
export function isAtLeast(severity: Severity, lowest: Severity): boolean {
	return severities.indexOf(severity) <= severities.indexOf(lowest);
}

/** The order of findings in every report: file, place, rule. */
export function compareFindings(a: Finding, b: Finding): number {
	return (
		compareText(a.file, b.file) ||
		a.range.start.line - b.range.start.line ||
		a.range.start.column - b.range.start.column ||
		a.range.end.line - b.range.end.line ||
		a.range.end.column - b.range.end.column ||
		compareText(a.rule, b.rule)
	);
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
