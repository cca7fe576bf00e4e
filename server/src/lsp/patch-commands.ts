/** Commands on patches: review a file, a text or commits with the tree searched, and write the reply. */
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { pathOf } from '../patch/diff/change.ts';
import type { Patch } from '../patch/series.ts';
import { replyTo } from '../report/mail-reply.ts';
import { patchText } from '../report/patch-text.ts';
import type { Finding, Note } from '../review/finding.ts';
import { type FileImages, seriesImagesAt } from '../review/patches/patch-images.ts';
import type { SeriesBase } from '../review/patches/review-series.ts';
import { shownName } from './host/uris.ts';
import { reviewText } from './patch-documents.ts';
import type { Session } from './session.ts';

/** Reviews a series: its argument is a URI or path, `{ text }`, or `{ git: RANGE }` in the first tree of the workspace. */
export const reviewPatchCommand = 'mmReview.reviewPatch';

/** Writes the replies to a series; same argument. */
export const composeReplyCommand = 'mmReview.composeReply';

/** Gives a file as it is before and after a patch; arguments are the number of a review, the place of the patch in it, and the file. */
export const patchImagesCommand = 'mmReview.patchImages';

/** Every command of this file. */
export const patchCommands = [reviewPatchCommand, composeReplyCommand, patchImagesCommand] as const;

/** What a review is of. */
export type PatchSource = string | { readonly text: string } | { readonly git: string };

/** A patch of a review. */
export interface ReviewedPatchAnswer {
	readonly index: number;
	readonly subject: string;
	readonly messageId: string;
	readonly applied: string;
	readonly hunks: number;
	/** Hunks that did not apply; they are reviewed from their own lines. */
	readonly failed: number;
	readonly files: readonly string[];
	readonly findings: readonly Finding[];
}

/** What a review of a series gives back. */
export interface PatchAnswer {
	/** For {@link patchImagesCommand}, as long as the server remembers the review: it does the last few. */
	readonly review: number;
	readonly patches: readonly ReviewedPatchAnswer[];
	readonly findings: readonly Finding[];
	readonly notes: readonly Note[];
	/** The report for people. */
	readonly text: string;
	/** The reply to each patch that has findings. */
	readonly replies: readonly { readonly index: number; readonly subject: string; readonly text: string }[];
}

/** Reviews what the argument names. Rejects with a reason for users. */
export async function reviewPatch(session: Session, argument: unknown, signal: AbortSignal): Promise<PatchAnswer> {
	const { host, trees } = session;
	const root = (await trees.workspaceRoots())[0] ?? null;
	const setup = await trees.setupOf(root, root ?? (typeof argument === 'string' ? argument : ''));
	if (isGit(argument) && !(await session.trust.allowsGit(root ?? '.')))
		throw new ResponseError(LSPErrorCodes.RequestFailed, 'commits are read with git, which runs in repositories that are trusted only');
	const commits = isGit(argument) ? await host.commits(root, argument.git) : undefined;
	const { name, bytes } = commits === undefined ? await inputOf(session, argument) : { name: 'git', bytes: commits.mails };
	let seriesBase: SeriesBase | null = null;
	const base = async (patches: readonly Patch[]) => {
		seriesBase = root === null ? null : await host.baseOf({ setup, patches, isSearched: true, commits, signal });
		return seriesBase;
	};
	const found = await reviewText({ name, bytes, base, setup, signal }, await host.parser);
	if (signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
	return {
		review: session.patchReviews.remember({ patches: found.patches, base: seriesBase }),
		patches: found.reviewed.map(({ patch, applied, hunks, failed, findings }) => ({
			index: patch.index,
			subject: patch.subject,
			messageId: patch.mail.messageId,
			applied,
			hunks,
			failed,
			files: patch.diff.changes.map(pathOf),
			findings,
		})),
		findings: found.findings,
		notes: found.notes,
		text: found.reviewed.map((patch) => patchText(patch, { colour: false })).join(''),
		replies: found.reviewed
			.filter(({ findings }) => findings.length > 0)
			.map((patch) => ({ index: patch.patch.index, subject: patch.patch.subject, text: replyTo(patch) })),
	};
}

/** Runs {@link patchImagesCommand}. */
export async function patchImages(session: Session, [number, place, path]: readonly unknown[]): Promise<FileImages> {
	const review = session.patchReviews.of(Number(number));
	if (review === undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, 'this review is no longer remembered: review the series again');
	const images = seriesImagesAt(review.patches, Number(place), String(path), review.base, await session.host.parser);
	if (images === null) throw new ResponseError(ErrorCodes.InvalidParams, `the patch does not change ${String(path)}`);
	return images;
}

function isGit(argument: unknown): argument is { readonly git: string } {
	return typeof argument === 'object' && argument !== null && 'git' in argument && typeof argument.git === 'string';
}

async function inputOf({ host }: Session, argument: unknown): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
	if (typeof argument === 'object' && argument !== null && 'text' in argument) return { name: 'text', bytes: new TextEncoder().encode(String(argument.text)) };
	if (typeof argument !== 'string' || argument === '') throw new ResponseError(LSPErrorCodes.RequestFailed, 'name a patch or a mail to review');
	return { name: shownName(host.uriOf(argument)), bytes: await host.read(argument) };
}
