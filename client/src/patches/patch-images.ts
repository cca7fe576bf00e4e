/** Files before and after a patch as read-only documents, with the findings on the second. */
import {
	commands,
	type Diagnostic,
	DiagnosticSeverity,
	type Disposable,
	Diagnostic as EditorDiagnostic,
	languages,
	type TextDocument,
	Uri,
	workspace,
} from 'vscode';
import type { Finding, PatchImages } from '../../../server/src/lsp/protocol.ts';
import { editorRange } from '../finding-place.ts';
import type { Server } from '../server.ts';

/** The scheme of their URIs: `mm-review-patch:/PATH?REVIEW PLACE SIDE`. What is not the path is in the query, so that people read the path. */
const scheme = 'mm-review-patch';

/** A file of a patch of a review. */
export interface PatchedFile {
	/** The number of the review, on the server. */
	readonly review: number;
	/** The place of the patch in it. */
	readonly place: number;
	readonly subject: string;
	readonly path: string;
	/** What is found in the file. */
	readonly findings: readonly Finding[];
}

type Side = 'before' | 'after';

/** Serves the documents. */
export class PatchImageDocuments implements Disposable {
	readonly #server: Server;
	readonly #images = new Map<string, Promise<PatchImages>>();
	readonly #findings = new Map<string, readonly Finding[]>();
	readonly #diagnostics = languages.createDiagnosticCollection('mm-review patches');
	readonly #disposables: Disposable[];

	constructor(server: Server) {
		this.#server = server;
		this.#disposables = [
			this.#diagnostics,
			workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: (uri) => this.#textOf(uri) }),
			workspace.onDidOpenTextDocument((document) => this.#opened(document)),
			workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
		];
	}

	dispose(): void {
		for (const each of this.#disposables) each.dispose();
	}

	/** Forgets what was shown of another series. */
	clear(): void {
		this.#images.clear();
		this.#findings.clear();
	}

	/** Opens both sides beside each other, at a finding where one is given. */
	async open(file: PatchedFile, finding?: Finding): Promise<void> {
		const [before, after] = [uriOf(file, 'before'), uriOf(file, 'after')];
		this.#findings.set(after.toString(), file.findings);
		try {
			await this.#imagesOf(before);
		} catch (error) {
			this.#server.tell(error);
			return;
		}
		const title = `${file.path.split('/').at(-1)}: ${file.subject}`;
		const place = finding ?? file.findings[0];
		await commands.executeCommand('vscode.diff', before, after, title, place === undefined ? {} : { selection: editorRange(place.range) });
		const document = workspace.textDocuments.find(({ uri }) => uri.toString() === after.toString());
		if (document !== undefined) this.#opened(document);
	}

	async #textOf(uri: Uri): Promise<string> {
		const images = await this.#imagesOf(uri);
		return images[sideOf(uri)];
	}

	#imagesOf(uri: Uri): Promise<PatchImages> {
		const [review, place] = uri.query.split(' ');
		const path = uri.path.slice(1);
		const key = `${review} ${place} ${path}`;
		const known = this.#images.get(key) ?? this.#server.run<PatchImages>('mmReview.patchImages', [Number(review), Number(place), path]);
		this.#images.set(key, known);
		known.catch(() => this.#images.delete(key));
		return known;
	}

	#opened({ uri }: TextDocument): void {
		if (uri.scheme !== scheme || sideOf(uri) !== 'after') return;
		this.#diagnostics.set(uri, (this.#findings.get(uri.toString()) ?? []).map(diagnosticOf));
	}
}

function uriOf({ review, place, path }: PatchedFile, side: Side): Uri {
	return Uri.from({ scheme, path: `/${path}`, query: `${review} ${place} ${side}` });
}

function sideOf(uri: Uri): Side {
	return uri.query.endsWith(' before') ? 'before' : 'after';
}

const severities = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information } as const;

function diagnosticOf(finding: Finding): Diagnostic {
	const diagnostic = new EditorDiagnostic(editorRange(finding.range), finding.message, severities[finding.severity]);
	diagnostic.source = 'mm-review';
	diagnostic.code = finding.rule;
	return diagnostic;
}
