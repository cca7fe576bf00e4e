/** Where the report of a review goes, and in which form. */
import { b4Report } from '../report/b4.ts';
import { jsonReport } from '../report/json.ts';
import { mailReplies } from '../report/mail-reply.ts';
import { patchText, summaryOfReview } from '../report/patch-text.ts';
import type { Report } from '../report/report.ts';
import type { ReviewedPatch } from '../review/patches/review-series.ts';
import type { PatchReviewOptions } from './options.ts';
import { openOutput, openText } from './output.ts';

/** Takes a review patch by patch. */
export interface ReviewOutput {
	patch(patch: ReviewedPatch): void;
	end(report: Report): void;
}

/** Opens the output that the options ask for. */
export function openReviewOutput(options: PatchReviewOptions): ReviewOutput {
	const { format } = options;
	if (format === 'text') {
		const text = openText(options);
		return {
			patch: (patch) => text.write(patchText(patch, text.style)),
			end(report) {
				text.notes(report.notes);
				if (options.quiet !== true) text.summary(summaryOfReview(report));
				text.close();
			},
		};
	}
	if (format === 'mail' || format === 'b4' || format === 'json') {
		const text = openText(options);
		return {
			patch: () => {},
			end(report) {
				if (format === 'json') text.data(jsonReport(report));
				else if (format === 'b4') text.data(b4Report(report));
				else {
					text.write(mailReplies(report));
					if (withoutAddresses(report) > 0)
						text.notes([
							{
								level: 'info',
								message: `${withoutAddresses(report)} of the mails have no Message-ID, as pages of an archive: their replies have to be addressed and threaded by hand`,
							},
						]);
					text.notes(report.notes);
				}
				text.close();
			},
		};
	}
	const output = openOutput({ ...options, format }, () => null);
	return {
		patch: ({ findings }) => {
			for (const finding of findings) output.finding(finding);
		},
		end: (report) => output.end(report),
	};
}

/** Mails that are answered and whose reply cannot say what it answers. */
function withoutAddresses({ patches = [] }: Report): number {
	return patches.filter(({ findings, patch }) => findings.length > 0 && patch.mail.messageId === '').length;
}
