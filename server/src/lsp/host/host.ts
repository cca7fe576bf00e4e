/**
 * The machine that the server runs on, as far as features need it: Node beside the tree's disk, or a browser, where only the client can
 * read files. Everything is named by URIs.
 */

import type { FunctionSummary } from '../../contracts/summary-index.ts';
import type { TextParser } from '../../kernel-c/syntax.ts';
import type { Patch } from '../../patch/series.ts';
import type { AuditStep, AuditSummary } from '../../review/audit.ts';
import type { AuditJob, FileResult } from '../../review/audit-messages.ts';
import type { Config } from '../../review/config.ts';
import type { SeriesBase } from '../../review/patches/review-series.ts';
import type { TreeSetup } from '../../review/tree-setup.ts';

/** An audit of a tree. */
export interface HostAudit {
	readonly setup: TreeSetup;
	readonly job: AuditJob;
	/** Files, by their paths in the tree, that are done already. */
	readonly done: ReadonlySet<string>;
	readonly signal: AbortSignal;
	onResult(result: FileResult): void;
	onProgress(done: number, total: number, step: AuditStep): void;
	onDone(files: readonly string[]): void;
}

/** What a series is applied to. */
export interface HostBase {
	readonly setup: TreeSetup;
	/** What will be read, where it has to be fetched first. */
	readonly patches: readonly Patch[];
	/** Whether the tree is searched for users of what patches change: some seconds. */
	readonly isSearched: boolean;
	readonly commits?: Commits | undefined;
	readonly signal?: AbortSignal | undefined;
}

/** Commits of a repository. */
export interface Commits {
	/** As mails. */
	readonly mails: Uint8Array;
	/** A file as it is before the first of them; null where it is not there. */
	read(path: string): string | null;
}

/** What features ask of the machine. */
export interface Host {
	readonly parser: Promise<TextParser>;
	/** Called once, with what the client says when it starts. */
	initialize(options: unknown): void;
	/** The root of the kernel tree that a URI lies in, or null. */
	findTree(uri: string): Promise<string | null>;
	/** The configuration and the probes of a tree; `root` null: of no tree. `ignoresTree`: its own configuration file is left alone. */
	setUp(root: string | null, over: Config, ignoresTree: boolean): Promise<TreeSetup>;
	/** Rejects where it cannot be done at all. */
	audit(audit: HostAudit): Promise<AuditSummary>;
	/** What functions do that other files call; null where that is not read here, or was stopped. */
	readHelpers(setup: TreeSetup, signal: AbortSignal): Promise<readonly FunctionSummary[] | null>;
	baseOf(base: HostBase): Promise<SeriesBase>;
	/** Rejects with a reason for users. A path is taken too, where there is a disk. */
	read(uri: string): Promise<Uint8Array>;
	/** The URI of what a client names by URI or path. */
	uriOf(place: string): string;
	/** Rejects with a reason for users where there are none, or no git. */
	commits(root: string | null, range: string): Promise<Commits>;
	/** The URI of a rule's page that an editor can open, or null. */
	rulePage(id: string): string | null;
}
