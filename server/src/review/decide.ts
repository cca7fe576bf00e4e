/**
 * The one place that decides what is reported, for every face: severity, suppressions and baseline. Given the same file, tree and
 * settings, the command line and the editor show the same findings.
 */

import type { TreeProfile } from '../contracts/tree-profile.ts';
import type { LineIndex, Range } from '../kernel-c/line-index.ts';
import type { Draft, Severity } from '../rules/raw-finding.ts';
import type { Rule } from '../rules/rule.ts';
import { type Finding, isAtLeast, type ReportRange } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import type { RuleFinding } from './run-rules.ts';
import { type ReviewSettings, ruleIds } from './settings.ts';
import { faultySuppressions, type Suppression, suppressionRule } from './suppressions.ts';

/** So much of a line is kept with a finding, in UTF-16 code units: a file can be one line, and full of findings. */
const LONGEST_LINE = 1000;

/** The file that findings are in. */
export interface ReviewedFile {
	/** Relative to the tree, or as given. */
	readonly file: string;
	readonly text: string;
	readonly lines: LineIndex;
}

/** A finding that is not shown. */
export interface Silenced {
	readonly finding: Finding;
	readonly by: 'comment' | 'baseline';
	/** The reason that the comment gives. */
	readonly reason: string;
}

/** What is shown and what is not. */
export interface Decision {
	readonly findings: readonly Finding[];
	readonly silenced: readonly Silenced[];
}

/** Decides over the findings of one file. `ran`: the rules that were run. */
export function decide(
	found: readonly RuleFinding[],
	file: ReviewedFile,
	suppressions: readonly Suppression[],
	tree: TreeProfile,
	settings: ReviewSettings,
	ran: readonly Rule[],
): Decision {
	const findings: Finding[] = [];
	const silenced: Silenced[] = [];
	const used = new Set<Suppression>();
	const repeats = new Map<string, number>();
	for (const { rule, draft, function: name } of found) {
		const severity = severityOf(rule, draft, tree, settings);
		const finding = makeFinding(rule.id, rule.group, severity, draft, name, file, repeats);
		const suppression = suppressions.find((candidate) => candidate.rule === rule.id && candidate.reason !== '' && covers(candidate, file, draft));
		if (suppression !== undefined) {
			used.add(suppression);
			silenced.push({ finding, by: 'comment', reason: suppression.reason });
		} else if (settings.baseline.has(finding.fingerprint)) silenced.push({ finding, by: 'baseline', reason: '' });
		else if (isAtLeast(severity, settings.lowest)) findings.push(finding);
	}
	const isAboutSuppressions = settings.only.length === 0 || settings.only.includes(suppressionRule);
	if (isAboutSuppressions && !settings.without.includes(suppressionRule) && isAtLeast('warning', settings.lowest)) {
		const known = new Set([...ruleIds, suppressionRule]);
		for (const draft of faultySuppressions(suppressions, used, known, new Set(ran.map((rule) => rule.id)))) {
			const finding = makeFinding(suppressionRule, 'review', 'warning', draft, '', file, repeats);
			if (settings.baseline.has(finding.fingerprint)) silenced.push({ finding, by: 'baseline', reason: '' });
			else findings.push(finding);
		}
	}
	return { findings, silenced };
}

/** The same over findings that another tool made, as checkpatch does: baseline and lowest severity hold for them too. */
export function decideMade(made: readonly Finding[], settings: ReviewSettings): Decision {
	const isKnown = (finding: Finding) => settings.baseline.has(finding.fingerprint);
	return {
		findings: made.filter((finding) => !isKnown(finding) && isAtLeast(finding.severity, settings.lowest)),
		silenced: made.filter(isKnown).map((finding) => ({ finding, by: 'baseline', reason: '' })),
	};
}

function covers(suppression: Suppression, file: ReviewedFile, draft: Draft): boolean {
	const { line } = file.lines.positionAt(draft.start);
	return suppression.firstLine <= line && line <= suppression.lastLine;
}

/** A configured severity is final; else the draft's, else the rule's in this scheme. */
function severityOf(rule: Rule, draft: Draft, tree: TreeProfile, settings: ReviewSettings): Severity {
	const configured = settings.rules[rule.id];
	if (configured !== undefined && configured !== 'on' && configured !== 'off') return configured;
	return draft.severity ?? rule.severityIn?.[tree.scheme] ?? rule.severity;
}

function makeFinding(rule: string, group: string, severity: Severity, draft: Draft, name: string, file: ReviewedFile, repeats: Map<string, number>): Finding {
	const { text, lines } = file;
	const range = lines.rangeOf(draft.start, draft.end);
	const line = text.slice(lines.lineStart(range.start.line), lines.lineEnd(range.start.line)).trim();
	const key = fingerprint([rule, file.file, name, text.slice(draft.start, draft.end).replace(/\s+/g, ' '), line.slice(0, LONGEST_LINE).replace(/\s+/g, ' ')]);
	const count = repeats.get(key) ?? 0;
	repeats.set(key, count + 1);
	const fix = draft.fix;
	return {
		rule,
		group,
		severity,
		message: draft.message,
		file: file.file,
		range: reportRange(range),
		function: name,
		text: line.slice(0, LONGEST_LINE),
		steps: (draft.steps ?? []).map((step) => ({ file: file.file, range: reportRange(lines.rangeOf(step.start, step.end)), message: step.message })),
		...(fix === undefined
			? {}
			: {
					fix: {
						title: fix.title,
						safety: fix.safety,
						edits: fix.edits.map((edit) => ({ file: file.file, range: reportRange(lines.rangeOf(edit.start, edit.end)), newText: edit.newText })),
					},
				}),
		fingerprint: count === 0 ? key : `${key}.${count + 1}`,
	};
}

/** From LSP's numbers to those of the report. */
export function reportRange(range: Range): ReportRange {
	return {
		start: { line: range.start.line + 1, column: range.start.character + 1 },
		end: { line: range.end.line + 1, column: range.end.character + 1 },
	};
}
