/** Findings as diagnostics, sent or asked for. */

import { CodeLensRefreshRequest, ConnectionError, type Diagnostic, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { FileFindings } from './audit-store.ts';
import { unlessCancelled } from './cancellation.ts';
import type { ReviewedDocument } from './documents.ts';
import { diagnosticOf } from './finding-view.ts';
import { relativeTo } from './host/uris.ts';
import type { ReviewedPatches } from './patch-documents.ts';
import { patchDiagnostics } from './patch-features.ts';
import type { Session } from './session.ts';
import type { AuditNews } from './tree-commands.ts';

/** The diagnostics of a reviewed document, or of the patches in one. */
function itemsOf(review: ReviewedDocument | ReviewedPatches, { rulePage }: Session): Diagnostic[] {
	return 'patches' in review ? patchDiagnostics(review, rulePage) : review.findings.map((finding) => diagnosticOf(finding, review.uri, rulePage));
}

const told = new WeakSet<ReviewedDocument | ReviewedPatches>();

/** Writes what was left out of a review into the client's log, once for each review. */
function tellNotes(review: ReviewedDocument | ReviewedPatches, { connection }: Session): void {
	if (told.has(review)) return;
	told.add(review);
	for (const { level, message } of review.notes) if (level !== 'info') connection.console.warn(message);
}

/** So many milliseconds the client has to ask for the rest of what it shows of a document that was opened. */
const COMPLETION_DELAY = 50;

/** What the document events do to diagnostics. */
export interface DiagnosticsHandler {
	changed(uri: string): void;
	closed(uri: string): void;
	/** Everything is told anew. */
	refresh(): void;
	/** A document was told of in part: the rest follows. */
	complete(uri: string): void;
}

/** Answers requests for diagnostics, and sends them to clients that do not ask. */
export function handleDiagnostics(session: () => Session, openUris: () => readonly string[]): DiagnosticsHandler {
	const timers = new Map<string, ReturnType<typeof setTimeout>>();
	const completions = new Map<string, ReturnType<typeof setTimeout>>();
	const durations = new Map<string, number>();

	async function push(uri: string, isFirst: boolean): Promise<void> {
		const { connection, documents, patches, abilities } = session();
		try {
			const shown = await patches.review(uri);
			// Who is sent diagnostics takes the first of a version for all there are.
			const isInTwo = isFirst && abilities.pulls && abilities.refreshesPulls;
			const review = shown ?? (await (isInTwo ? documents.first(uri) : documents.review(uri)));
			if (review === null || session().isOver()) return;
			tellNotes(review, session());
			if ('source' in review && review.isPartial) complete(uri);
			const hasLenses = !durations.has(uri) || !isFirst;
			durations.set(uri, review.milliseconds);
			if (hasLenses) refreshLenses(session());
			if (!abilities.pulls) await connection.sendDiagnostics({ uri, version: review.version, diagnostics: itemsOf(review, session()) });
			await tellStatus(session(), review);
			if ('source' in review && !review.isPartial) tellAudit(session(), review.root, [review]);
		} catch (error) {
			const isGone = session().isOver() || error instanceof ConnectionError;
			if (!isGone) connection.console.error(`review of ${uri} failed: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	/** Reviews what was reviewed in part, once the client has what it asked for. */
	function complete(uri: string): void {
		clearTimeout(completions.get(uri));
		const run = async () => {
			await push(uri, false);
			if (!session().isOver()) refreshPulls(session());
		};
		completions.set(
			uri,
			setTimeout(() => void run(), COMPLETION_DELAY),
		);
	}

	return {
		complete,
		changed(uri) {
			clearTimeout(timers.get(uri));
			// A slow file waits longer, so that typing never queues behind reviews.
			const delay = durations.has(uri) ? Math.min(500, 50 + 3 * (durations.get(uri) ?? 0)) : 0;
			if (session().abilities.pulls && !session().abilities.showsStatus) return;
			timers.set(
				uri,
				setTimeout(() => void push(uri, true), delay),
			);
		},
		closed(uri) {
			clearTimeout(timers.get(uri));
			timers.delete(uri);
			clearTimeout(completions.get(uri));
			completions.delete(uri);
			durations.delete(uri);
			const { connection, abilities, documents, patches } = session();
			documents.close(uri);
			patches.close(uri);
			if (!abilities.pulls) void connection.sendDiagnostics({ uri, diagnostics: [] });
			tellSaved(session(), uri).catch((error: unknown) => connection.console.warn(`${uri}: ${error instanceof Error ? error.message : String(error)}`));
		},
		refresh() {
			const { connection, abilities } = session();
			refreshPulls(session());
			refreshLenses(session());
			if (abilities.refreshesHints) connection.languages.inlayHint.refresh().catch(() => {});
			for (const uri of openUris()) void push(uri, true);
		},
	};
}

/** Registers the pull requests. `complete` is called where an answer was given in part. */
export function handlePullDiagnostics(session: () => Session, complete: (uri: string) => void): void {
	const { connection } = session();
	connection.languages.diagnostics.on(
		unlessCancelled(async (params) => {
			const { uri } = params.textDocument;
			const { patches, documents, abilities } = session();
			// Who is not told to ask again is told all at once.
			const review = (await patches.review(uri)) ?? (await (abilities.refreshesPulls ? documents.first(uri) : documents.review(uri)));
			if (review !== null) tellNotes(review, session());
			if (review !== null && 'source' in review && review.isPartial) complete(uri);
			return { kind: DocumentDiagnosticReportKind.Full, items: review === null ? [] : itemsOf(review, session()) };
		}),
	);
	connection.languages.diagnostics.onWorkspace(async (params) => ({ items: session().audits.workspaceReports(params.previousResultIds) }));
}

/** What the server tells its own extension after a review (`mmReview/status`). */
export interface StatusNews {
	readonly uri: string;
	/** A path, or a URI where there is no disk; null: in no tree. */
	readonly root: string | null;
	readonly version: string;
	readonly scheme: string;
	readonly insertApi: string;
	readonly milliseconds: number;
}

/** A client that shows an audit is told what files that are open have now. */
function tellAudit({ audits, abilities, connection }: Session, root: string | null, files: readonly FileFindings[]): void {
	if (root === null || !abilities.showsAudits || !audits.has(root)) return;
	const plain = files.map(({ file, findings }) => ({ file, findings }));
	void connection.sendNotification('mmReview/audit', { rootUri: root, version: '', scheme: '', state: 'document', files: plain } satisfies AuditNews);
}

/** A document that is closed has what its file has on disk. */
async function tellSaved(session: Session, uri: string): Promise<void> {
	const { audits, abilities, connection, documents, trees } = session;
	const root = await trees.rootOf(uri);
	const file = root === null ? null : relativeTo(root, uri);
	if (root === null || file === null || !audits.has(root)) return;
	// The file may have changed since the audit.
	const saved = await documents.reviewAny(uri);
	if (saved === null) return;
	audits.put(root, [saved]);
	tellAudit(session, root, [saved]);
	if (!abilities.pulls && !audits.isOpen(uri)) await connection.sendDiagnostics({ uri, diagnostics: audits.diagnosticsOf(root, file) });
}

/** Lets the client ask for diagnostics again. Who says no is let be. */
function refreshPulls({ abilities, connection }: Session): void {
	if (abilities.pulls && abilities.refreshesPulls) connection.languages.diagnostics.refresh().catch(() => {});
}

/** A client may have asked for lenses before it had sent the text, or before the paths were known. Who says no is let be. */
function refreshLenses({ abilities, connection }: Session): void {
	if (abilities.refreshesLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
}

/** Tells the client what tree the document is in and how long the review took. */
async function tellStatus(session: Session, review: ReviewedDocument | ReviewedPatches): Promise<void> {
	if (!session.abilities.showsStatus) return;
	const { profile, root } = review.setup;
	await session.connection.sendNotification('mmReview/status', {
		uri: review.uri,
		root,
		version: profile.version,
		scheme: profile.scheme,
		insertApi: profile.insertApi,
		milliseconds: review.milliseconds,
	} satisfies StatusNews);
}
