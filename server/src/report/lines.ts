/** Reports of one line a finding: for scripts and for GitHub. */
import type { Finding, Note } from '../review/finding.ts';
import { oneLine, visible } from './foreign-text.ts';

/** `FILE:LINE: SEVERITY: rule: message`, as checkpatch has it. */
export function checkpatchLine(finding: Finding): string {
	return `${oneLine(finding.file)}:${finding.range.start.line}: ${finding.severity.toUpperCase()}: ${finding.rule}: ${oneLine(finding.message)}\n`;
}

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** A workflow command of GitHub Actions. */
export function githubLine(finding: Finding): string {
	const { start, end } = finding.range;
	const properties = [`file=${escapeProperty(finding.file)}`, `line=${start.line}`, `endLine=${end.line}`];
	if (start.line === end.line) properties.push(`col=${start.column}`, `endColumn=${end.column}`);
	properties.push(`title=${escapeProperty(finding.rule)}`);
	return `::${commands[finding.severity]} ${properties.join(',')}::${escapeData(finding.message)}\n`;
}

/** A note as a workflow command. */
export function githubNote(note: Note): string {
	return `::${commands[note.level]}::${escapeData(note.message)}\n`;
}

function escapeData(text: string): string {
	// A line feed is escaped, not shown: the command knows it.
	return text.split('\n').map(visible).join('\n').replace(/%/g, '%25').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
	return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
