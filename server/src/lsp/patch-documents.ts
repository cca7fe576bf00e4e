/** Open patches and mails, and their reviews: on the kernel tree of the workspace where there is one. */
import { basename } from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextParser } from '../kernel-c/syntax.ts';
import { readMails } from '../patch/mail/read-mails.ts';
import { type Patch, seriesOf } from '../patch/series.ts';
import type { Finding, Note } from '../review/finding.ts';
import { type ReviewedPatch, reviewSeries, type SeriesBase } from '../review/patches/review-series.ts';
import { treeBase } from '../review/patches/tree-base.ts';
import type { ReviewSettings } from '../review/settings.ts';
import type { TreeSetup } from '../review/tree-setup.ts';
import { pathOf } from './paths.ts';
import type { Trees } from './trees.ts';

/** A reviewed version of a document that holds patches. */
export interface ReviewedPatches {
	readonly uri: string;
	readonly version: number;
	readonly text: string;
	readonly setup: TreeSetup;
	readonly patches: readonly Patch[];
	readonly reviewed: readonly ReviewedPatch[];
	readonly findings: readonly Finding[];
	readonly notes: readonly Note[];
	readonly milliseconds: number;
}

/** Languages and file names of patches. */
export function isPatchDocument(document: { readonly uri: string; readonly languageId: string }): boolean {
	return (
		document.languageId === 'diff' ||
		document.languageId === 'mail' ||
		document.languageId === 'kernel-patch-mail' ||
		/\.(?:patch|diff|mbox|eml)$/.test(basename(pathOf(document.uri) ?? document.uri))
	);
}

/** Reviews of the open patches. */
export class PatchDocuments {
	readonly #find: (uri: string) => TextDocument | undefined;
	readonly #trees: Trees;
	readonly #parser: Promise<TextParser>;
	readonly #kept = new Map<string, ReviewedPatches>();

	constructor(find: (uri: string) => TextDocument | undefined, trees: Trees, parser: Promise<TextParser>) {
		this.#find = find;
		this.#trees = trees;
		this.#parser = parser;
	}

	/** The review of a document's newest text, or null if it is not open or holds no patches. */
	async review(uri: string): Promise<ReviewedPatches | null> {
		const document = this.#find(uri);
		if (document === undefined || !isPatchDocument(document)) return null;
		// A patch need not lie in the tree that it changes.
		const root = this.#trees.rootOf(uri) ?? this.#trees.workspaceRoots()[0] ?? null;
		const setup = await this.#trees.setupOf(root, uri);
		const kept = this.#kept.get(uri);
		if (kept !== undefined && kept.version === document.version && kept.setup === setup) return kept;
		const started = performance.now();
		const text = document.getText();
		// While somebody types the tree is not searched: that takes seconds.
		const base = root === null ? null : treeBase(root, setup.profile, { isSearched: false, parser: 'auto' });
		const found = await reviewText({ name: pathOf(uri) ?? uri, bytes: new TextEncoder().encode(text), base, settings: setup.settings }, await this.#parser);
		const review = { uri, version: document.version, text, setup, ...found, milliseconds: performance.now() - started };
		this.#kept.set(uri, review);
		return review;
	}

	/** Forgets a document that was closed. */
	close(uri: string): void {
		this.#kept.delete(uri);
	}
}

/** What is reviewed: the text of a document, or what a command is given. */
export interface PatchText {
	/** How findings name it. */
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly base: SeriesBase | null;
	readonly settings: ReviewSettings;
	readonly signal?: AbortSignal | undefined;
}

/** Reviews a text that holds patches. */
export async function reviewText(
	{ name, bytes, base, settings, signal }: PatchText,
	parser: TextParser,
): Promise<Pick<ReviewedPatches, 'patches' | 'reviewed' | 'findings' | 'notes'>> {
	const series = seriesOf(await readMails(name, bytes));
	const request = {
		patches: series.patches,
		base,
		overrides: {},
		signal,
		settings,
		parser,
		all: false,
		backwards: false,
	};
	const reviewed: ReviewedPatch[] = [];
	for await (const patch of reviewSeries(request)) reviewed.push(patch);
	const notes = series.notes.map(
		({ mail, message }): Note => ({ level: 'info', message: `${mail.input}:${mail.firstLine + 1}: ${message}`, file: mail.input }),
	);
	return {
		patches: series.patches,
		reviewed,
		findings: reviewed.flatMap(({ findings }) => findings),
		notes: [...notes, ...reviewed.flatMap((patch) => patch.notes)],
	};
}
