/** The results of the audits of each tree: what the files of the tree on disk have. Trees are named by the URIs of their roots. */
import { type Diagnostic, DocumentDiagnosticReportKind, type PreviousResultId, type WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver';
import type { FunctionSummary } from '../contracts/summary-index.ts';
import type { Finding } from '../review/finding.ts';
import { diagnosticOf } from './finding-view.ts';
import { decoded, insideOf } from './host/uris.ts';

/** A file of a tree, by its path in it, with what is found in it; empty: nothing any more. */
export interface FileFindings {
	readonly file: string;
	readonly findings: readonly Finding[];
}

/** Where an audit was interrupted. */
export interface Interruption {
	/** The tree and the settings that it was made with. */
	readonly key: string;
	readonly done: ReadonlySet<string>;
	/** What it had read of helpers by then. */
	readonly helpers: readonly FunctionSummary[];
}

interface Kept {
	readonly findings: readonly Finding[];
	/** Grows with every change, so that a client is told only what is new to it. */
	readonly generation: number;
}

/** Audit results by tree. */
export class AuditStore {
	/** Whether a document is open; its own review counts then, not the audit's. */
	readonly isOpen: (uri: string) => boolean;
	readonly interrupted = new Map<string, Interruption>();
	readonly #rulePage: (id: string) => string;
	readonly #trees = new Map<string, Map<string, Kept>>();
	#generation = 0;

	constructor(isOpen: (uri: string) => boolean, rulePage: (id: string) => string) {
		this.isOpen = isOpen;
		this.#rulePage = rulePage;
	}

	/** Forgets all results. */
	clear(): void {
		this.#trees.clear();
		this.interrupted.clear();
	}

	/** The trees that were audited. */
	get roots(): readonly string[] {
		return [...this.#trees.keys()];
	}

	/** Whether a tree was audited. */
	has(root: string): boolean {
		return this.#trees.has(root);
	}

	/** From now on there are results of a tree, be it none. */
	begin(root: string): void {
		if (!this.has(root)) this.#trees.set(root, new Map());
	}

	/** Takes what is found in files now; returns those for which that is another. */
	put(root: string, files: readonly FileFindings[]): FileFindings[] {
		const tree = this.#trees.get(root);
		if (tree === undefined) return [];
		return files.filter(({ file, findings }) => {
			const before = tree.get(file)?.findings ?? [];
			if (JSON.stringify(before) === JSON.stringify(findings)) return false;
			if (findings.length === 0) tree.delete(file);
			else tree.set(file, { findings, generation: ++this.#generation });
			return true;
		});
	}

	/** Everything that is known of a tree. */
	filesOf(root: string): FileFindings[] {
		return [...(this.#trees.get(root) ?? [])].map(([file, { findings }]) => ({ file, findings }));
	}

	/** What is known of a file. */
	findingsOf(root: string, file: string): readonly Finding[] {
		return this.#trees.get(root)?.get(file)?.findings ?? [];
	}

	/** The diagnostics of a file of a tree. */
	diagnosticsOf(root: string, file: string): Diagnostic[] {
		const uri = insideOf(root, file);
		return this.findingsOf(root, file).map((finding) => diagnosticOf(finding, uri, this.#rulePage));
	}

	/** The answer to a request for the diagnostics of the workspace: files that are open are asked for on their own. */
	workspaceReports(previous: readonly PreviousResultId[]): WorkspaceDocumentDiagnosticReport[] {
		const known = new Map(previous.map(({ uri, value }) => [decoded(uri), { uri, value }]));
		const reports: WorkspaceDocumentDiagnosticReport[] = [];
		const seen = new Set<string>();
		for (const [root, files] of this.#trees) {
			for (const [file, { generation }] of files) {
				const own = insideOf(root, file);
				const before = known.get(decoded(own));
				const uri = before?.uri ?? own;
				if (this.isOpen(uri)) continue;
				seen.add(decoded(uri));
				const resultId = String(generation);
				if (before?.value === resultId) reports.push({ kind: DocumentDiagnosticReportKind.Unchanged, uri, version: null, resultId });
				else reports.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items: this.diagnosticsOf(root, file) });
			}
		}
		for (const [key, { uri }] of known)
			if (!seen.has(key) && !this.isOpen(uri)) reports.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
		return reports;
	}
}
