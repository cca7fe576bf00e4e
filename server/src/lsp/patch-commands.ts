/** Commands on patches: review a file, a text or commits with the tree searched, and write the reply. */
import { readFileSync } from 'node:fs';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { GitError, gitRange } from '../kernel-tree/git-range.ts';
import { replyTo } from '../report/mail-reply.ts';
import { patchText } from '../report/patch-text.ts';
import type { Finding, Note } from '../review/finding.ts';
import { treeBase } from '../review/patches/tree-base.ts';
import { reviewText } from './patch-documents.ts';
import { pathOf } from './paths.ts';
import type { Session } from './session.ts';

/** Reviews a series: its argument is a URI or path, `{ text }`, or `{ git: RANGE }` in the first tree of the workspace. */
export const reviewPatchCommand = 'mmReview.reviewPatch';

/** Writes the replies to a series; same argument. */
export const composeReplyCommand = 'mmReview.composeReply';

/** What a review of a series gives back. */
export interface PatchAnswer {
	readonly patches: readonly { readonly index: number; readonly subject: string; readonly applied: string; readonly files: readonly string[] }[];
	readonly findings: readonly Finding[];
	readonly notes: readonly Note[];
	/** The report for people. */
	readonly text: string;
	/** The reply to each patch that has findings. */
	readonly replies: readonly { readonly subject: string; readonly text: string }[];
}

/** Reviews what the argument names. */
export async function reviewPatch(session: Session, argument: unknown, signal: AbortSignal): Promise<PatchAnswer> {
	const root = session.trees.workspaceRoots()[0] ?? null;
	const setup = await session.trees.setupOf(root, typeof argument === 'string' ? argument : '');
	try {
		const range = isGit(argument) ? gitRange(root ?? '.', argument.git) : null;
		const { name, bytes } = range === null ? inputOf(argument) : { name: 'git', bytes: range.mails };
		const base = root === null ? null : treeBase(root, setup.profile, { isSearched: true, parser: 'auto', range, signal });
		const found = await reviewText({ name, bytes, base, settings: setup.settings, signal }, await session.documents.parser);
		if (signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
		return {
			patches: found.reviewed.map(({ patch, applied }) => ({
				index: patch.index,
				subject: patch.subject,
				applied,
				files: patch.diff.changes.map(({ newPath, oldPath }) => newPath || oldPath),
			})),
			findings: found.findings,
			notes: found.notes,
			text: found.reviewed.map((patch) => patchText(patch, { colour: false })).join(''),
			replies: found.reviewed.filter(({ findings }) => findings.length > 0).map((patch) => ({ subject: patch.patch.subject, text: replyTo(patch) })),
		};
	} catch (error) {
		if (error instanceof GitError) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
		throw error;
	}
}

function isGit(argument: unknown): argument is { readonly git: string } {
	return typeof argument === 'object' && argument !== null && 'git' in argument && typeof argument.git === 'string';
}

function inputOf(argument: unknown): { readonly name: string; readonly bytes: Uint8Array } {
	if (typeof argument === 'object' && argument !== null && 'text' in argument) return { name: 'text', bytes: new TextEncoder().encode(String(argument.text)) };
	if (typeof argument !== 'string' || argument === '') throw new ResponseError(LSPErrorCodes.RequestFailed, 'name a patch or a mail to review');
	const path = pathOf(argument) ?? argument;
	try {
		return { name: path, bytes: readFileSync(path) };
	} catch (error) {
		throw new ResponseError(LSPErrorCodes.RequestFailed, `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}
}
