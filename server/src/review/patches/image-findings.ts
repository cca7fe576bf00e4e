/** Findings in one changed file: what rules find on both sides of it, and where the mail shows that. */

import type { TreeProfile } from '../../contracts/tree-profile.ts';
import { isCFile, isKconfigPath } from '../../kernel-tree/file-kinds.ts';
import { unnamedFunction } from '../../patch/fragment.ts';
import type { Patch } from '../../patch/series.ts';
import type { PatchDraft } from '../../rules/drafts/patch-context.ts';
import type { Rule } from '../../rules/rule.ts';
import { decide, type Silenced } from '../decide.ts';
import { reviewKconfig, reviewSource } from '../document.ts';
import { addStats, type Finding, type Note, noStats, type ReportRange, type Stats } from '../finding.ts';
import type { RuleFinding } from '../run-rules.ts';
import type { ReviewSettings } from '../settings.ts';
import { findSuppressions, suppressionRule } from '../suppressions.ts';
import type { ChangedImage, ImageSide } from './changed-image.ts';

/** A finding and what it is known by on the other side. */
export interface PlacedFinding {
	readonly finding: Finding;
	/** Rule and lines: the same in another function where it was moved. A line that is changed otherwise is one that the patch answers for. */
	readonly what: string;
}

/** What was found in one side of a file. */
export interface SideFindings {
	readonly findings: readonly PlacedFinding[];
	readonly silenced: readonly Silenced[];
	readonly notes: readonly Note[];
	readonly stats: Stats;
}

const nothing: SideFindings = { findings: [], silenced: [], notes: [], stats: noStats };

/** What is fixed for the review of a patch. */
export interface PatchReviewInput {
	readonly patch: Patch;
	readonly tree: TreeProfile;
	readonly settings: ReviewSettings;
}

/** Reviews one side of a changed file, in what the patch touches. */
export function findingsOn(image: ChangedImage, which: 'before' | 'after', input: PatchReviewInput): SideFindings {
	const side = image[which];
	const isForKconfig = isKconfigPath(image.path);
	if (side === null || !(isCFile(image.path) || isForKconfig)) return nothing;
	const request = { file: image.path, text: side.text, tree: input.tree, settings: input.settings };
	if (isForKconfig && !image.isWhole) return nothing;
	const review = isForKconfig
		? reviewKconfig(request)
		: reviewSource(request, side.source, { extentOf: (item) => side.extentOf(item), hasFile: image.isWhole });
	return {
		findings: review.findings.filter(({ range }) => image.isWhole || isOwn(side, range)).map((finding) => placed(finding, side, input.patch)),
		silenced: review.silenced,
		notes: review.notes,
		stats: addStats(noStats, review.stats),
	};
}

/** What rules of patches find, decided as everything is. */
export function decideDrafts(
	found: readonly { readonly rule: Rule; readonly draft: PatchDraft }[],
	images: readonly ChangedImage[],
	input: PatchReviewInput,
): SideFindings {
	const findings: PlacedFinding[] = [];
	const silenced: Silenced[] = [];
	const byImage = new Map<unknown, (typeof found)[number][]>();
	for (const each of found) byImage.set(each.draft.changed, [...(byImage.get(each.draft.changed) ?? []), each]);
	for (const image of images) {
		for (const which of ['before', 'after'] as const) {
			const side = image[which];
			const here = (byImage.get(image) ?? []).filter(({ draft }) => draft.side === which);
			if (side === null || here.length === 0) continue;
			const drafts = here.map(({ rule, draft }): RuleFinding => ({ rule, draft, function: draft.name }));
			const suppressions = findSuppressions(side.text, side.source.tokens.comments, side.lines);
			const decision = decide(drafts, { file: image.path, text: side.text, lines: side.lines }, suppressions, input.tree, input.settings, []);
			for (const each of decision.findings.filter(({ rule }) => rule !== suppressionRule).map((finding) => placed(finding, side, input.patch)))
				findings.push(each);
			for (const each of decision.silenced) silenced.push(each);
		}
	}
	return { findings, silenced, notes: [], stats: noStats };
}

/** Whether a range stands on the hunk's own lines. */
function isOwn(side: ImageSide, range: ReportRange): boolean {
	return side.isShown(range.start.line - 1) && side.isShown(range.end.line - 1);
}

function placed(finding: Finding, side: ImageSide, patch: Patch): PlacedFinding {
	const { fix, ...rest } = finding;
	const name = finding.function === unnamedFunction ? '' : finding.function;
	const canFix = fix?.edits.every(({ range }) => side.isOwn(range.start.line - 1) && side.isOwn(range.end.line - 1)) === true;
	return {
		what: `${finding.rule} ${linesOf(finding.range, side)}`,
		finding: {
			...rest,
			function: name,
			range: inFile(finding.range, side),
			steps: finding.steps.map((step) => inBoth(step, side, patch)),
			...(fix === undefined || !canFix ? {} : { fix: { ...fix, edits: fix.edits.map((edit) => inBoth(edit, side, patch)) } }),
			patch: {
				index: patch.index,
				subject: patch.subject,
				messageId: patch.mail.messageId,
				mail: patch.mail.input,
				mailRange: inMail(finding.range, side, patch),
			},
		},
	};
}

/** A step or an edit with its place in the file and, where it is shown, in the mail. */
function inBoth<Part extends { readonly range: ReportRange }>(part: Part, side: ImageSide, patch: Patch): Part & { readonly mailRange?: ReportRange } {
	const isShown = Array.from({ length: part.range.end.line - part.range.start.line + 1 }, (_, at) => part.range.start.line - 1 + at).every((line) =>
		side.isShown(line),
	);
	return { ...part, range: inFile(part.range, side), ...(isShown ? { mailRange: inMail(part.range, side, patch) } : {}) };
}

/** The lines of a range, in one spelling. */
function linesOf({ start, end }: ReportRange, { text, lines }: ImageSide): string {
	return text
		.slice(lines.lineStart(start.line - 1), lines.lineEnd(end.line - 1))
		.replace(/\s+/g, ' ')
		.trim();
}

function inFile({ start, end }: ReportRange, side: ImageSide): ReportRange {
	return {
		start: { line: side.fileLine(start.line - 1), column: start.column },
		end: { line: Math.max(side.fileLine(start.line - 1), side.fileLine(end.line - 1)), column: end.column },
	};
}

/** Where the mail shows a range: after the sign of the line, or the nearest line that is shown. */
function inMail({ start, end }: ReportRange, side: ImageSide, patch: Patch): ReportRange {
	const lineOf = (line: number) => {
		const at = patch.mail.lines[side.mailLine(line - 1)]?.at ?? -1;
		return (at < 0 ? patch.mail.firstLine : at) + 1;
	};
	// What stands before the text of a line in the mail: its sign, and where the patch is quoted the quotation marks.
	const signs = (line: number) => {
		const { text: shown, before = 0 } = patch.mail.lines[side.mailLine(line - 1)] ?? { text: '' };
		const own = side.text.slice(side.lines.lineStart(line - 1), side.lines.lineEnd(line - 1));
		return before + (shown.endsWith(own) ? shown.length - own.length : 1);
	};
	const isExact = side.isShown(start.line - 1) && side.isShown(end.line - 1);
	const from = { line: lineOf(start.line), column: isExact ? start.column + signs(start.line) : 1 };
	return { start: from, end: isExact ? { line: Math.max(from.line, lineOf(end.line)), column: end.column + signs(end.line) } : from };
}
