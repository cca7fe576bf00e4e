/** A review for people at a terminal: each patch, its findings, and the lines of the mail that they are about. */
import type { ReviewedPatch } from '../review/patches/review-series.ts';
import { quoteOf } from './quoted-hunk.ts';
import type { Report } from './report.ts';
import { paint, type TextStyle } from './text.ts';

/** One patch; '' where there is nothing to say of it. */
export function patchText(reviewed: ReviewedPatch, style: TextStyle): string {
	const { patch, findings } = reviewed;
	if (findings.length === 0) return '';
	const lines = [paint(style, 'bold', patch.subject)];
	for (const finding of findings) {
		const { start } = finding.range;
		const origin = finding.origin === undefined || finding.origin === 'introduced' ? '' : ` (${finding.origin})`;
		const quote = quoteOf(finding, patch, 3, 1);
		lines.push('');
		lines.push(
			`${finding.file}:${start.line}:${start.column}: ${paint(style, finding.severity, finding.severity)}: ${finding.message} [${finding.rule}]${origin}`,
		);
		const place = `${finding.patch?.mail}:${finding.patch?.mailRange.start.line}`;
		lines.push(paint(style, 'dim', `  ${place}${quote.header === '' ? '' : `  ${quote.header}`}`));
		for (const [at, text] of quote.lines.entries()) lines.push(`${at === quote.at ? '> ' : '  '}${text}`);
		for (const step of finding.steps) lines.push(`  ${step.file}:${step.range.start.line}:${step.range.start.column}: ${step.message}`);
		if (finding.fix !== undefined) lines.push(paint(style, 'dim', `  fix: ${finding.fix.title}`));
	}
	return `${lines.join('\n')}\n\n`;
}

/** The last line: how many patches, how they applied, what came of it. */
export function summaryOfReview(report: Report): string {
	const patches = report.patches ?? [];
	const hunks = patches.reduce((sum, patch) => sum + patch.hunks, 0);
	const failed = patches.reduce((sum, patch) => sum + patch.failed, 0);
	const base =
		report.tree === null
			? 'without a tree, each hunk from its own lines'
			: `on linux ${report.tree.profile.version}, ${hunks - failed} of ${hunks} hunks applied`;
	const count = (number: number, what: string) => `${number === 0 ? 'no' : number} ${what}${number === 1 ? '' : 's'}`;
	return `${count(report.findings.length, 'finding')} in ${count(patches.length, 'patch').replace(/patchs$/, 'patches')} (${base}, ${(report.stats.milliseconds / 1000).toFixed(1)} s)\n`;
}
