/** Open documents and their reviews: a review belongs to one version of one text, and newer text makes it worthless. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type SourceFile, SyntaxMemory } from '../kernel-c/source-file.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import { decode } from '../kernel-tree/decode.ts';
import { isCFile, isKconfig } from '../kernel-tree/file-kinds.ts';
import { failedReview, type ReviewInput, reviewCode, reviewKconfig } from '../review/document.ts';
import type { Finding, Note } from '../review/finding.ts';
import { withoutPaths } from '../review/settings.ts';
import type { TreeSetup } from '../review/tree-setup.ts';
import type { Host } from './host/host.ts';
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
	/** Whether rules that walk paths are still to come. */
	readonly isPartial: boolean;
}

interface Kept {
	readonly memory: SyntaxMemory;
	review: ReviewedDocument | null;
	/** What was said before the first review was done. */
	partial: ReviewedDocument | null;
}

/** Shorter documents are reviewed at once. In UTF-16 code units. */
const LONG = 40_000;

/** Reviews of the open documents. */
export class Documents {
	readonly #host: Host;
	readonly #trees: Trees;
	readonly #find: (uri: string) => TextDocument | undefined;
	readonly #kept = new Map<string, Kept>();

	constructor(find: (uri: string) => TextDocument | undefined, trees: Trees, host: Host) {
		this.#find = find;
		this.#trees = trees;
		this.#host = host;
	}

	/** The review of a document's newest text, or null if it is not open or no file that is reviewed. */
	review(uri: string): Promise<ReviewedDocument | null> {
		return this.#review(uri, false);
	}

	/**
	 * The same, but of a long document that was never reviewed what can be said at once: the first walk over its paths takes a second, in a
	 * process that has just begun.
	 */
	first(uri: string): Promise<ReviewedDocument | null> {
		return this.#review(uri, true);
	}

	async #review(uri: string, isFirst: boolean): Promise<ReviewedDocument | null> {
		const parser = await this.parser;
		const { root, setup } = await this.#trees.newest(uri);
		const document = this.#find(uri);
		if (document === undefined || !isReviewed(document)) return null;
		const kept = this.#kept.get(uri) ?? { memory: new SyntaxMemory(), review: null, partial: null };
		this.#kept.set(uri, kept);
		const isCurrent = (review: ReviewedDocument | null) => review !== null && review.version === document.version && review.setup === setup;
		if (isCurrent(kept.review)) return kept.review;
		const text = { uri: document.uri, version: document.version, text: document.getText(), root, setup };
		if (isFirst && kept.review === null && text.text.length > LONG) {
			if (!isCurrent(kept.partial)) kept.partial = reviewed(text, parser, kept.memory, true);
			return kept.partial;
		}
		kept.review = reviewed(text, parser, kept.memory);
		kept.partial = null;
		return kept.review;
	}

	/** The review of a file that need not be open; null where there is none that is reviewed. */
	async reviewAny(uri: string): Promise<ReviewedDocument | null> {
		const open = await this.review(uri);
		if (open !== null) return open;
		const name = nameOf(uri);
		const read = isCFile(name) || isKconfig(name) ? decode(await this.#host.read(uri)) : null;
		if (read === null || !read.ok) return null;
		const { root, setup } = await this.#trees.newest(uri);
		return reviewed({ uri, version: 0, text: read.text, root, setup }, await this.parser, new SyntaxMemory());
	}

	/** The parser, for what reviews no document. */
	get parser(): Promise<TextParser> {
		return this.#host.parser;
	}

	/** Forgets a document that was closed. */
	close(uri: string): void {
		this.#kept.delete(uri);
	}
}

type Text = Pick<ReviewedDocument, 'uri' | 'version' | 'text' | 'root' | 'setup'>;

function reviewed(document: Text, parser: TextParser, memory: SyntaxMemory, isPartial = false): ReviewedDocument {
	const { uri, text, root, setup } = document;
	const started = performance.now();
	const file = fileName(uri, root);
	const input: ReviewInput = { file, text, tree: setup.profile, settings: isPartial ? withoutPaths(setup.settings) : setup.settings };
	const { findings, notes, source } = reviewedText(input, isKconfigUri(uri), parser, memory);
	return { ...document, file, findings, notes, source, isPartial, milliseconds: performance.now() - started };
}

/** The review of a text; one that fails is a note, so that every request about the document has an answer. */
function reviewedText(
	input: ReviewInput,
	isForKconfig: boolean,
	parser: TextParser,
	memory: SyntaxMemory,
): Pick<ReviewedDocument, 'findings' | 'notes' | 'source'> {
	try {
		return isForKconfig ? { ...reviewKconfig(input), source: null } : reviewCode(input, parser, memory);
	} catch (error) {
		return { ...failedReview(input.file, error), source: null };
	}
}

/** How findings name a document: relative to its tree, as the command line does. */
function fileName(uri: string, root: string | null): string {
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
