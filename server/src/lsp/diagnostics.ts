/** Findings as diagnostics, sent or asked for. */
import {
	CodeLensRefreshRequest,
	ConnectionError,
	type Diagnostic,
	DiagnosticSeverity,
	DocumentDiagnosticReportKind,
	type Range,
} from 'vscode-languageserver/node';
import { rulePageUrl } from '../report/rule-pages.ts';
import type { Finding, ReportRange } from '../review/finding.ts';
import type { ReviewedDocument } from './documents.ts';
import { uriOf } from './paths.ts';
import { rulePageFile } from './rule-page-file.ts';
import type { Session } from './session.ts';

const severities = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information } as const;

/** From the numbers of the report to LSP's. */
export function lspRange(range: ReportRange): Range {
	return {
		start: { line: range.start.line - 1, character: range.start.column - 1 },
		end: { line: range.end.line - 1, character: range.end.column - 1 },
	};
}

/** A finding as a diagnostic of the document `uri`. */
export function diagnosticOf(finding: Finding, uri: string): Diagnostic {
	const page = rulePageFile(finding.rule);
	return {
		range: lspRange(finding.range),
		severity: severities[finding.severity],
		source: 'mm-review',
		code: finding.rule,
		codeDescription: { href: page === null ? rulePageUrl(finding.rule) : uriOf(page) },
		message: finding.message,
		...(finding.steps.length === 0
			? {}
			: { relatedInformation: finding.steps.map((step) => ({ location: { uri, range: lspRange(step.range) }, message: step.message })) }),
		data: { fingerprint: finding.fingerprint },
	};
}

/** The diagnostics of a reviewed document. */
export function diagnosticsOf(review: ReviewedDocument): Diagnostic[] {
	return review.findings.map((finding) => diagnosticOf(finding, review.uri));
}

/** Answers requests for diagnostics, and sends them to clients that do not ask. */
export function handleDiagnostics(
	session: () => Session,
	openUris: () => readonly string[],
): { changed(uri: string): void; closed(uri: string): void; refresh(): void } {
	const timers = new Map<string, NodeJS.Timeout>();
	const durations = new Map<string, number>();

	async function push(uri: string): Promise<void> {
		const { connection, documents, abilities } = session();
		try {
			const review = await documents.review(uri);
			if (review === null || session().isOver()) return;
			const isFirst = !durations.has(uri);
			durations.set(uri, review.milliseconds);
			// A client may have asked for lenses before it had sent the text.
			if (isFirst && abilities.refreshesLenses) await connection.sendRequest(CodeLensRefreshRequest.type);
			if (!abilities.pulls) await connection.sendDiagnostics({ uri, version: review.version, diagnostics: diagnosticsOf(review) });
			await tellStatus(session(), review);
		} catch (error) {
			const isGone = session().isOver() || error instanceof ConnectionError;
			if (!isGone) connection.console.error(`review of ${uri} failed: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	return {
		changed(uri) {
			clearTimeout(timers.get(uri));
			// A slow file waits longer, so that typing never queues behind reviews.
			const delay = durations.has(uri) ? Math.min(500, 50 + 3 * (durations.get(uri) ?? 0)) : 0;
			if (session().abilities.pulls && !session().abilities.showsStatus) return;
			timers.set(
				uri,
				setTimeout(() => void push(uri), delay),
			);
		},
		closed(uri) {
			clearTimeout(timers.get(uri));
			timers.delete(uri);
			durations.delete(uri);
			const { connection, abilities, documents } = session();
			documents.close(uri);
			if (!abilities.pulls) void connection.sendDiagnostics({ uri, diagnostics: [] });
		},
		refresh() {
			const { connection, abilities } = session();
			if (abilities.pulls) {
				if (abilities.refreshesPulls) connection.languages.diagnostics.refresh();
			}
			for (const uri of openUris()) void push(uri);
		},
	};
}

/** Registers the pull requests. */
export function handlePullDiagnostics(session: () => Session): void {
	const { connection } = session();
	connection.languages.diagnostics.on(async (params) => {
		const review = await session().documents.review(params.textDocument.uri);
		if (review === null) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
		return { kind: DocumentDiagnosticReportKind.Full, items: diagnosticsOf(review) };
	});
	connection.languages.diagnostics.onWorkspace(async (params) => ({ items: session().audits.workspaceReports(params.previousResultIds) }));
}

/** Tells the client what tree the document is in and how long the review took. */
async function tellStatus(session: Session, review: ReviewedDocument): Promise<void> {
	if (!session.abilities.showsStatus) return;
	const { profile, root } = review.setup;
	await session.connection.sendNotification('mmReview/status', {
		uri: review.uri,
		root,
		version: profile.version,
		scheme: profile.scheme,
		milliseconds: review.milliseconds,
	});
}
