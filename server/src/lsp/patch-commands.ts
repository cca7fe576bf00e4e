/** Commands on patches: review a file, a text or commits with the tree searched, and write the reply. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Patch } from '../patch/series.ts';
import { replyTo } from '../report/mail-reply.ts';
import { patchText } from '../report/patch-text.ts';
import type { Finding, Note } from '../review/finding.ts';
import { shownName } from './host/uris.ts';
import { reviewText } from './patch-documents.ts';
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

/** Reviews what the argument names. Rejects with a reason for users. */
export async function reviewPatch(session: Session, argument: unknown, signal: AbortSignal): Promise<PatchAnswer> {
	const { host, trees } = session;
	const root = (await trees.workspaceRoots())[0] ?? null;
	const setup = await trees.setupOf(root, typeof argument === 'string' ? argument : '');
	const commits = isGit(argument) ? await host.commits(root, argument.git) : undefined;
	const { name, bytes } = commits === undefined ? await inputOf(session, argument) : { name: 'git', bytes: commits.mails };
	const base = async (patches: readonly Patch[]) => (root === null ? null : host.baseOf({ setup, patches, isSearched: true, commits, signal }));
	const found = await reviewText({ name, bytes, base, settings: setup.settings, signal }, await host.parser);
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
}

function isGit(argument: unknown): argument is { readonly git: string } {
	return typeof argument === 'object' && argument !== null && 'git' in argument && typeof argument.git === 'string';
}

async function inputOf({ host }: Session, argument: unknown): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
	if (typeof argument === 'object' && argument !== null && 'text' in argument) return { name: 'text', bytes: new TextEncoder().encode(String(argument.text)) };
	if (typeof argument !== 'string' || argument === '') throw new ResponseError(LSPErrorCodes.RequestFailed, 'name a patch or a mail to review');
	return { name: shownName(host.uriOf(argument)), bytes: await host.read(argument) };
}
