/** A finding as editors see it: a diagnostic, a text for hover, a link to its rule. */
import { type CodeAction, CodeActionKind, type Diagnostic, DiagnosticSeverity, type Position, type Range } from 'vscode-languageserver';
import type { TreeProfile } from '../contracts/tree-profile.ts';
import { markdownText } from '../report/foreign-text.ts';
import { whyAndSources } from '../report/rule-pages.ts';
import { schemeText } from '../report/scheme-text.ts';
import type { Finding, ReportRange } from '../review/finding.ts';

/** The command that opens a rule's page; its argument is the rule's id. */
export const openRuleCommand = 'mmReview.openRule';

const severities = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information } as const;

/** From the numbers of the report to LSP's. */
export function lspRange(range: ReportRange): Range {
	return {
		start: { line: range.start.line - 1, character: range.start.column - 1 },
		end: { line: range.end.line - 1, character: range.end.column - 1 },
	};
}

/** Whether a range holds a position, its end included. */
export function covers(range: Range, position: Position): boolean {
	const isAfterStart = position.line > range.start.line || (position.line === range.start.line && position.character >= range.start.character);
	return isAfterStart && (position.line < range.end.line || (position.line === range.end.line && position.character <= range.end.character));
}

/** A finding as a diagnostic of the document `uri`; `pageOf` gives the URI of a rule's page. */
export function diagnosticOf(finding: Finding, uri: string, pageOf: (rule: string) => string): Diagnostic {
	return {
		range: lspRange(finding.range),
		severity: severities[finding.severity],
		source: 'mm-review',
		code: finding.rule,
		codeDescription: { href: pageOf(finding.rule) },
		message: finding.message,
		...(finding.steps.length === 0
			? {}
			: { relatedInformation: finding.steps.map((step) => ({ location: { uri, range: lspRange(step.range) }, message: step.message })) }),
		data: { fingerprint: finding.fingerprint },
	};
}

/** What a finding means, for people: the path with the count at each step, the fix, why, who said so, and in what tree. */
export function findingMarkdown(finding: Finding, tree: TreeProfile, withMessage: boolean): string {
	const [why, sources] = whyAndSources(finding.rule);
	const path = finding.steps.map(({ range, message }) => `- line ${range.start.line}: ${markdownText(message)}`).join('\n');
	const parts = [
		`**${finding.rule}** (${finding.severity})${withMessage ? `: ${markdownText(finding.message)}` : ''}`,
		path === '' ? '' : `The path:\n${path}`,
		finding.fix === undefined ? '' : `**Fix:** ${markdownText(finding.fix.title)}`,
		why === '' ? '' : `**Why:** ${why}`,
		sources === '' ? '' : `**Source:**\n${sources}`,
		tree.version === '' ? '' : `*linux ${tree.version}, ${schemeText(tree.scheme)}*`,
	];
	return parts.filter((part) => part !== '').join('\n\n');
}

/** Opens the page of a finding's rule. */
export function openPageAction(finding: Finding, diagnostics: Diagnostic[]): CodeAction {
	return {
		title: `Open the page of ${finding.rule}`,
		kind: CodeActionKind.QuickFix,
		diagnostics,
		command: { title: 'Open', command: openRuleCommand, arguments: [finding.rule] },
	};
}
