/** Findings for people: one line each, the code under it, and what can be done. */
import { codeFrameColumns } from '@babel/code-frame';
import type { Finding, Note, Stats, Step } from '../review/finding.ts';
import type { InventoryUse } from '../review/inventory.ts';
import { oneLine } from './foreign-text.ts';
import type { ReportedTree } from './report.ts';
import { schemeText } from './scheme-text.ts';

const colours = { error: 31, warning: 33, info: 36, bold: 1, dim: 2 } as const;

/** Writes text with or without colour. */
export interface TextStyle {
	readonly colour: boolean;
}

/** Text in a colour, where there are colours. */
export function paint(style: TextStyle, colour: keyof typeof colours, text: string): string {
	return style.colour ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}

/** One finding. `source`: the text of its file, made visible. */
export function findingText(finding: Finding, source: string | null, style: TextStyle): string {
	const { start } = finding.range;
	const where = paint(style, 'bold', `${oneLine(finding.file)}:${start.line}:${start.column}`);
	const lines = [`${where}: ${paint(style, finding.severity, finding.severity)}: ${oneLine(finding.message)} [${finding.rule}]`];
	if (source !== null) lines.push(frame(source, finding, style));
	for (const step of finding.steps) lines.push(stepText(step));
	if (finding.fix !== undefined) lines.push(paint(style, 'dim', `  fix: ${oneLine(finding.fix.title)}`));
	return `${lines.join('\n')}\n\n`;
}

/** A step of a path, on a line of its own. */
export function stepText({ file, range: { start }, message }: Step): string {
	return `  ${oneLine(file)}:${start.line}:${start.column}: ${oneLine(message)}`;
}

/** The lines around a finding. Only they are handed on: a file can be long, and full of findings. */
function frame(source: string, finding: Finding, style: TextStyle): string {
	const { start, end } = finding.range;
	const isOneLine = start.line === end.line;
	const location = isOneLine ? { start, end: { line: end.line, column: Math.max(end.column, start.column + 1) } } : { start, end };
	const first = Math.max(1, start.line - 1);
	const options = { linesAbove: 1, linesBelow: 1, highlightCode: false, forceColor: style.colour, startLine: first };
	return codeFrameColumns(linesOf(source, first, end.line + 1), location, options);
}

/** Some lines of a text, 1-based, the last included. */
function linesOf(text: string, first: number, last: number): string {
	let from = 0;
	for (let line = 1; line < first && from >= 0; line++) from = text.indexOf('\n', from) + 1 || -1;
	if (from < 0) return '';
	let to = from;
	for (let line = first; line <= last && to >= 0; line++) to = text.indexOf('\n', to) + 1 || -1;
	return to < 0 ? text.slice(from) : text.slice(from, to - 1);
}

/** One use of an inventory. */
export function useText(use: InventoryUse): string {
	const inside = use.function === '' ? '' : ` in ${use.function}`;
	return `${oneLine(use.file)}:${use.range.start.line}:${use.range.start.column}: ${use.name}: ${use.kind}${inside}\n`;
}

/** One note. */
export function noteText(note: Note, style: TextStyle): string {
	return `${paint(style, note.level, note.level)}: ${oneLine(note.message)}\n`;
}

/** The last line: what the tree is, how much was looked at and what came of it. */
export function summaryText(tree: ReportedTree | null, findings: number, stats: Stats): string {
	const about = tree === null ? 'no kernel tree found' : `linux ${oneLine(tree.profile.version)}, ${schemeText(tree.profile.scheme)}`;
	const broken = stats.functionsWithParseErrors === 0 ? '' : `, ${stats.functionsWithParseErrors} of ${stats.functions} functions with parse errors`;
	return `${findings === 0 ? 'no findings' : findings === 1 ? '1 finding' : `${findings} findings`} in ${stats.files} ${stats.files === 1 ? 'file' : 'files'} (${about}${broken}, ${(stats.milliseconds / 1000).toFixed(1)} s)\n`;
}
