/** Open patches and mails, and their reviews: on the kernel tree of the workspace where there is one. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextParser } from '../kernel-c/syntax.ts';
import { readMails } from '../patch/mail/read-mails.ts';
import { type Patch, seriesOf } from '../patch/series.ts';
import type { Finding, Note } from '../review/finding.ts';
import { type ReviewedPatch, reviewSeries, type SeriesBase } from '../review/patches/review-series.ts';
import type { TreeSetup } from '../review/tree-setup.ts';
import type { Host } from './host/host.ts';
import { nameOf, shownName } from './host/uris.ts';
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
		/\.(?:patch|diff|mbox|eml)$/.test(nameOf(document.uri))
	);
}

/** Reviews of the open patches. */
export class PatchDocuments {
	readonly #find: (uri: string) => TextDocument | undefined;
	readonly #trees: Trees;
	readonly #host: Host;
	readonly #kept = new Map<string, ReviewedPatches>();

	constructor(find: (uri: string) => TextDocument | undefined, trees: Trees, host: Host) {
		this.#find = find;
		this.#trees = trees;
		this.#host = host;
	}

	/** The review of a document's newest text, or null if it is not open or holds no patches. */
	async review(uri: string): Promise<ReviewedPatches | null> {
		const document = this.#find(uri);
		if (document === undefined || !isPatchDocument(document)) return null;
		// A patch need not lie in the tree that it changes.
		const root = (await this.#trees.rootOf(uri)) ?? (await this.#trees.workspaceRoots())[0] ?? null;
		const setup = await this.#trees.setupOf(root, root ?? uri);
		const kept = this.#kept.get(uri);
		if (kept !== undefined && kept.version === document.version && kept.setup === setup) return kept;
		const started = performance.now();
		const text = document.getText();
		// While somebody types the tree is not searched: that takes seconds.
		const base = async (patches: readonly Patch[]) => (root === null ? null : this.#host.baseOf({ setup, patches, isSearched: false }));
		const input = { name: shownName(uri), bytes: new TextEncoder().encode(text), base, setup };
		const found = await reviewText(input, await this.#host.parser);
		const review = { uri, version: document.version, text, setup, ...found, milliseconds: performance.now() - started };
		const now = this.#find(uri);
		if (now === undefined) return null;
		// Newer text makes this worthless.
		if (now.version !== document.version) return this.review(uri);
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
	base(patches: readonly Patch[]): Promise<SeriesBase | null>;
	/** Of the tree that the patches are for. */
	readonly setup: TreeSetup;
	readonly signal?: AbortSignal | undefined;
}

/** Reviews a text that holds patches. */
export async function reviewText(
	{ name, bytes, base, setup, signal }: PatchText,
	parser: TextParser,
): Promise<Pick<ReviewedPatches, 'patches' | 'reviewed' | 'findings' | 'notes'>> {
	const series = seriesOf(await readMails(name, bytes));
	const request = {
		patches: series.patches,
		base: await base(series.patches),
		overrides: setup.overrides,
		signal,
		settings: setup.settings,
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
