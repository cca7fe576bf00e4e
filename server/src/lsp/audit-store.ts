/** The results of the last audit of each tree, as diagnostics of files that are not open. */
import { join } from 'node:path';
import { type Diagnostic, DocumentDiagnosticReportKind, type PreviousResultId, type WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver/node';
import type { Finding } from '../review/finding.ts';
import { diagnosticOf } from './finding-view.ts';
import { uriOf } from './paths.ts';

/** Audit results by tree. */
export class AuditStore {
	/** Whether a document is open; its own review counts then, not the audit's. */
	readonly isOpen: (uri: string) => boolean;
	readonly #byRoot = new Map<string, ReadonlyMap<string, readonly Diagnostic[]>>();
	#generation = 0;

	constructor(isOpen: (uri: string) => boolean) {
		this.isOpen = isOpen;
	}

	/** Replaces the results of a tree; returns the files whose diagnostics changed, with what they have now. */
	replace(root: string, findings: readonly Finding[]): ReadonlyMap<string, readonly Diagnostic[]> {
		const now = new Map<string, Diagnostic[]>();
		for (const finding of findings) {
			const uri = uriOf(join(root, finding.file));
			const list = now.get(uri) ?? [];
			list.push(diagnosticOf(finding, uri));
			now.set(uri, list);
		}
		const changed = new Map<string, readonly Diagnostic[]>();
		for (const uri of this.#byRoot.get(root)?.keys() ?? []) if (!now.has(uri)) changed.set(uri, []);
		for (const [uri, diagnostics] of now) changed.set(uri, diagnostics);
		this.#byRoot.set(root, now);
		this.#generation++;
		return changed;
	}

	/** What the last audit found in a file. */
	diagnosticsOf(uri: string): readonly Diagnostic[] {
		for (const files of this.#byRoot.values()) {
			const found = files.get(uri);
			if (found !== undefined) return found;
		}
		return [];
	}

	/** The answer to a request for the diagnostics of the workspace: files that are open are asked for on their own. */
	workspaceReports(previous: readonly PreviousResultId[]): WorkspaceDocumentDiagnosticReport[] {
		const resultId = String(this.#generation);
		const known = new Map(previous.map((each) => [each.uri, each.value]));
		const reports: WorkspaceDocumentDiagnosticReport[] = [];
		const seen = new Set<string>();
		for (const files of this.#byRoot.values()) {
			for (const [uri, items] of files) {
				if (this.isOpen(uri)) continue;
				seen.add(uri);
				if (known.get(uri) === resultId) reports.push({ kind: DocumentDiagnosticReportKind.Unchanged, uri, version: null, resultId });
				else reports.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items: [...items] });
			}
		}
		for (const uri of known.keys())
			if (!seen.has(uri) && !this.isOpen(uri)) reports.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
		return reports;
	}
}
