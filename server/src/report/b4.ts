/** What b4's check protocol takes: one entry a finding, or that all is well. */
import { jsonText } from './foreign-text.ts';
import type { Report } from './report.ts';

const statuses = { error: 'fail', warning: 'warn', info: 'warn' } as const;

/** The report of the one mail that b4 gives. */
export function b4Report(report: Report): string {
	const patches = report.patches ?? [];
	if (patches.length === 0) return '[]\n';
	const entries = report.findings.map((finding) => ({
		tool: 'mm-review',
		status: statuses[finding.severity],
		summary: `${finding.rule}: ${finding.file}:${finding.range.start.line}: ${finding.message}`,
		url: '',
		details: [finding.text, ...finding.steps.map((step) => `${step.file}:${step.range.start.line}: ${step.message}`)].join('\n'),
	}));
	const passed = [{ tool: 'mm-review', status: 'pass', summary: 'nothing found', url: '', details: '' }];
	return jsonText(entries.length > 0 ? entries : passed);
}
