/** Places of findings in the terms of the editor. */
import { Position, Range, ThemeColor, ThemeIcon, Uri } from 'vscode';
import type { Finding, ReportRange } from '../../server/src/lsp/protocol.ts';

/** From the numbers of a report, which count from one, to the editor's. */
export function editorRange({ start, end }: ReportRange): Range {
	return new Range(new Position(start.line - 1, start.column - 1), new Position(end.line - 1, end.column - 1));
}

/** The URI of a file of a tree. */
export function fileIn(rootUri: string, file: string): Uri {
	return Uri.joinPath(Uri.parse(rootUri), ...file.split('/'));
}

const icons = {
	error: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
	warning: new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground')),
	info: new ThemeIcon('info', new ThemeColor('problemsInfoIcon.foreground')),
} as const;

/** The icon of a severity. */
export function severityIcon(severity: Finding['severity']): ThemeIcon {
	return icons[severity];
}

/** The icon of the worst of some findings. */
export function worstIcon(findings: readonly Finding[]): ThemeIcon {
	const worst = (['error', 'warning', 'info'] as const).find((severity) => findings.some((finding) => finding.severity === severity));
	return worst === undefined ? new ThemeIcon('pass') : icons[worst];
}

/** `1 finding`, `3 findings`, `no findings`. */
export function count(number: number, one: string, many = `${one}s`): string {
	return number === 1 ? `1 ${one}` : `${number === 0 ? 'no' : number} ${many}`;
}
