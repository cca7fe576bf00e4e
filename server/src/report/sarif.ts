/** SARIF 2.1.0. */

import type { Silenced } from '../review/decide.ts';
import type { Finding, Note, ReportRange } from '../review/finding.ts';
import { rules } from '../rules/index.ts';
import { jsonText } from './foreign-text.ts';
import type { Report } from './report.ts';
import { rulePage, rulePageUrl } from './rule-pages.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** The report as text. */
export function sarifReport(report: Report): string {
	const log = {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: { name: 'mm-review', semanticVersion: report.version, informationUri: 'https://www.npmjs.com/package/mm-review', rules: describeRules() },
				},
				columnKind: 'utf16CodeUnits',
				...(report.tree === null ? {} : { originalUriBaseIds: { TREE: { uri: `${fileUri(report.tree.root)}/` } } }),
				invocations: [
					{ executionSuccessful: !report.notes.some((note) => note.level === 'error'), toolExecutionNotifications: report.notes.map(notification) },
				],
				results: [
					...report.findings.map((finding) => resultOf(finding, report.tree !== null)),
					...report.silenced.map((silenced) => silencedResult(silenced, report.tree !== null)),
				],
			},
		],
	};
	return jsonText(log);
}

function describeRules(): object[] {
	const described = rules.map((rule) => ({
		id: rule.id,
		shortDescription: { text: rule.summary },
		fullDescription: { text: `${rule.summary}. ${rule.sources.map((source) => source.text).join('; ')}` },
		help: { text: rulePage(rule.id) ?? rule.summary, markdown: rulePage(rule.id) ?? rule.summary },
		helpUri: rulePageUrl(rule.id),
		defaultConfiguration: { level: levels[rule.severity] },
		properties: { tags: [rule.group] },
	}));
	const page = rulePage('suppression') ?? '';
	return [
		...described,
		{
			id: 'suppression',
			shortDescription: { text: 'A suppression that is faulty or silences nothing' },
			help: { text: page, markdown: page },
			helpUri: rulePageUrl('suppression'),
			defaultConfiguration: { level: 'warning' },
		},
	];
}

function resultOf(finding: Finding, isInTree: boolean): object {
	const ruleIndex = rules.findIndex((rule) => rule.id === finding.rule);
	const place = (file: string, range: ReportRange) => ({ physicalLocation: { artifactLocation: artifact(file, isInTree), region: regionOf(range) } });
	return {
		ruleId: finding.rule,
		ruleIndex: ruleIndex < 0 ? rules.length : ruleIndex,
		level: levels[finding.severity],
		message: { text: finding.message },
		locations: [
			{
				...place(finding.file, finding.range),
				...(finding.function === '' ? {} : { logicalLocations: [{ name: finding.function, kind: 'function' }] }),
			},
		],
		...(finding.steps.length === 0
			? {}
			: {
					codeFlows: [
						{ threadFlows: [{ locations: finding.steps.map((step) => ({ location: { ...place(step.file, step.range), message: { text: step.message } } })) }] },
					],
				}),
		...(finding.fix === undefined ? {} : { fixes: [fixOf(finding.fix, isInTree)] }),
		partialFingerprints: { 'mmReview/v1': finding.fingerprint },
	};
}

function fixOf(fix: NonNullable<Finding['fix']>, isInTree: boolean): object {
	const files = [...new Set(fix.edits.map((edit) => edit.file))];
	return {
		description: { text: fix.title },
		artifactChanges: files.map((file) => ({
			artifactLocation: artifact(file, isInTree),
			replacements: fix.edits
				.filter((edit) => edit.file === file)
				.map((edit) => ({ deletedRegion: regionOf(edit.range), insertedContent: { text: edit.newText } })),
		})),
	};
}

function silencedResult(silenced: Silenced, isInTree: boolean): object {
	const suppression = silenced.by === 'comment' ? { kind: 'inSource', justification: silenced.reason } : { kind: 'external', justification: 'in the baseline' };
	return { ...resultOf(silenced.finding, isInTree), suppressions: [suppression] };
}

function notification(note: Note): object {
	return { level: levels[note.level], message: { text: note.message } };
}

function regionOf(range: ReportRange): object {
	return { startLine: range.start.line, startColumn: range.start.column, endLine: range.end.line, endColumn: range.end.column };
}

function artifact(file: string, isInTree: boolean): object {
	const uri = file.startsWith('/') ? fileUri(file) : encodePath(file);
	return isInTree && !file.startsWith('/') ? { uri, uriBaseId: 'TREE' } : { uri };
}

function fileUri(path: string): string {
	return `file://${encodePath(path)}`;
}

function encodePath(path: string): string {
	return path.split('/').map(encodeURIComponent).join('/');
}
