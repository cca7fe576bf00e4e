/** Open documents and their reviews: a review belongs to one version of one text, and newer text makes it worthless. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type SourceFile, SyntaxMemory } from '../kernel-c/source-file.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import { isCFile, isKconfig } from '../kernel-tree/file-kinds.ts';
import { type ReviewInput, reviewCode, reviewKconfig } from '../review/document.ts';
import type { Finding, Note } from '../review/finding.ts';
import type { TreeSetup } from '../review/tree-setup.ts';
import { nameOf, relativeTo, shownName } from './host/uris.ts';
import type { Trees } from './trees.ts';

/** A reviewed version of a document. */
export interface ReviewedDocument {
	readonly uri: string;
	/** How findings name it: relative to its tree, as the command line does. */
	readonly file: string;
	/** The root of its tree, a URI. */
	readonly root: string | null;
	readonly version: number;
	readonly text: string;
	readonly setup: TreeSetup;
	readonly findings: readonly Finding[];
	readonly notes: readonly Note[];
	/** Null for Kconfig. */
	readonly source: SourceFile | null;
	readonly milliseconds: number;
}

interface Kept {
	readonly memory: SyntaxMemory;
	review: ReviewedDocument | null;
}

/** Reviews of the open documents. */
export class Documents {
	readonly #parser: Promise<TextParser>;
	readonly #trees: Trees;
	readonly #find: (uri: string) => TextDocument | undefined;
	readonly #kept = new Map<string, Kept>();

	constructor(find: (uri: string) => TextDocument | undefined, trees: Trees, parser: Promise<TextParser>) {
		this.#find = find;
		this.#trees = trees;
		this.#parser = parser;
	}

	/** The review of a document's newest text, or null if it is not open or no file that is reviewed. */
	async review(uri: string): Promise<ReviewedDocument | null> {
		const parser = await this.#parser;
		const root = await this.#trees.rootOf(uri);
		const setup = await this.#trees.setupOf(root, uri);
		const document = this.#find(uri);
		if (document === undefined || !isReviewed(document)) return null;
		const kept = this.#kept.get(uri) ?? { memory: new SyntaxMemory(), review: null };
		this.#kept.set(uri, kept);
		if (kept.review !== null && kept.review.version === document.version && kept.review.setup === setup) return kept.review;
		const text = document.getText();
		const started = performance.now();
		const file = fileName(uri, root);
		const input: ReviewInput = { file, text, tree: setup.profile, settings: setup.settings };
		const review = isKconfigUri(uri) ? { ...reviewKconfig(input), source: null } : reviewCode(input, parser, kept.memory);
		kept.review = {
			uri,
			file,
			root,
			version: document.version,
			text,
			setup,
			findings: review.findings,
			notes: review.notes,
			source: review.source,
			milliseconds: performance.now() - started,
		};
		return kept.review;
	}

	/** The parser, for what reviews no document. */
	get parser(): Promise<TextParser> {
		return this.#parser;
	}

	/** Forgets a document that was closed. */
	close(uri: string): void {
		this.#kept.delete(uri);
	}
}

/** How findings name a document: relative to its tree, as the command line does. */
export function fileName(uri: string, root: string | null): string {
	return (root === null ? null : relativeTo(root, uri)) ?? shownName(uri);
}

/** Whether a document is Kconfig. */
export function isKconfigUri(uri: string): boolean {
	return isKconfig(nameOf(uri));
}

function isReviewed(document: TextDocument): boolean {
	const name = nameOf(document.uri);
	return document.languageId === 'c' || isCFile(name) || isKconfig(name);
}
