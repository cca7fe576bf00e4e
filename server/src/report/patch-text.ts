/** A review for people at a terminal: each patch, its findings, and the lines of the mail that they are about. */
import type { ReviewedPatch } from '../review/patches/review-series.ts';
import { oneLine, visible } from './foreign-text.ts';
import { quoteOf } from './quoted-hunk.ts';
import type { Report } from './report.ts';
import { paint, stepText, type TextStyle } from './text.ts';

/** One patch; '' where there is nothing to say of it. */
export function patchText(reviewed: ReviewedPatch, style: TextStyle): string {
	const { patch, findings } = reviewed;
	if (findings.length === 0) return '';
	const lines = [paint(style, 'bold', oneLine(patch.subject))];
	for (const finding of findings) {
		const { start } = finding.range;
		const origin = finding.origin === undefined || finding.origin === 'introduced' ? '' : ` (${finding.origin})`;
		const quote = quoteOf(finding, patch, 3, 1);
		lines.push('');
		lines.push(
			`${oneLine(finding.file)}:${start.line}:${start.column}: ${paint(style, finding.severity, finding.severity)}: ${oneLine(finding.message)} [${finding.rule}]${origin}`,
		);
		const place = `${oneLine(finding.patch?.mail ?? '')}:${finding.patch?.mailRange.start.line}`;
		lines.push(paint(style, 'dim', `  ${place}${quote.header === '' ? '' : `  ${oneLine(quote.header)}`}`));
		for (const [at, text] of quote.lines.entries()) lines.push(`${at === quote.at ? '> ' : '  '}${visible(text)}`);
		for (const step of finding.steps) lines.push(stepText(step));
		if (finding.fix !== undefined) lines.push(paint(style, 'dim', `  fix: ${oneLine(finding.fix.title)}`));
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
			: `on linux ${oneLine(report.tree.profile.version)}, ${hunks - failed} of ${hunks} hunks applied`;
	const count = (number: number, what: string) => `${number === 0 ? 'no' : number} ${what}${number === 1 ? '' : 's'}`;
	return `${count(report.findings.length, 'finding')} in ${count(patches.length, 'patch').replace(/patchs$/, 'patches')} (${base}, ${(report.stats.milliseconds / 1000).toFixed(1)} s)\n`;
}
