/** The JSON report, format version 1. */

import { pathOf } from '../patch/diff/change.ts';
import type { ReviewedPatch } from '../review/patches/review-series.ts';
import { jsonText } from './foreign-text.ts';
import type { Report } from './report.ts';

/** The report as text. */
export function jsonReport(report: Report): string {
	const { tree } = report;
	const value = {
		formatVersion: 1,
		tool: { name: 'mm-review', version: report.version },
		tree:
			tree === null
				? null
				: { root: tree.root, version: tree.profile.version, scheme: tree.profile.scheme, insertApi: tree.profile.insertApi, facts: tree.profile.facts },
		findings: report.findings,
		...(report.patches === undefined ? {} : { patches: report.patches.map(patchEntry) }),
		...(report.inventory === null ? {} : { inventory: report.inventory }),
		notes: report.notes,
		stats: { ...report.stats, milliseconds: Math.round(report.stats.milliseconds) },
	};
	return jsonText(value);
}

function patchEntry({ patch, applied }: ReviewedPatch) {
	return { index: patch.index, subject: patch.subject, messageId: patch.mail.messageId, files: patch.diff.changes.map(pathOf), applied };
}
