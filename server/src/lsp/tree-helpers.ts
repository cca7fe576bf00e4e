/**
 * What functions of a tree's other files do to counts: read in the background when the first file of the tree is reviewed, and anew for a
 * file that is saved. What is changed on disk otherwise is seen by the next audit.
 */

import { sharedSummariesOf } from '../analysis/summaries/shared-summaries.ts';
import type { FunctionSummary } from '../contracts/summary-index.ts';
import { readSource } from '../kernel-c/source-file.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import { isCFile, isKernelCode } from '../kernel-tree/file-kinds.ts';
import { followsReferences, knownContracts } from '../review/settings.ts';
import type { TreeSetup } from '../review/tree-setup.ts';
import type { Host } from './host/host.ts';

/** The first diagnostics and the first keystrokes come before it. In milliseconds. */
const DELAY = 1500;

/** The helpers of the trees that are open. */
export class TreeHelpers {
	readonly #known = new Map<string, readonly FunctionSummary[]>();
	readonly #reading = new Set<string>();
	readonly #timers = new Set<ReturnType<typeof setTimeout>>();
	readonly #stop = new AbortController();
	readonly #host: Host;
	readonly #onRead: (root: string) => void;
	readonly #onFailure: (message: string) => void;

	/** `onRead` is called when the helpers of a tree are other than before. */
	constructor(host: Host, onRead: (root: string) => void, onFailure: (message: string) => void) {
		this.#host = host;
		this.#onRead = onRead;
		this.#onFailure = onFailure;
	}

	/** A set-up with what is known by now. */
	with(setup: TreeSetup): TreeSetup {
		const helpers = this.#known.get(keyOf(setup));
		return helpers === undefined ? setup : { ...setup, settings: { ...setup.settings, helpers } };
	}

	/** Reads the helpers of the tree at `root`, a URI, once. */
	want(root: string | null, setup: TreeSetup): void {
		const { settings } = setup;
		const key = keyOf(setup);
		if (root === null || !followsReferences(settings) || this.#known.has(key) || this.#reading.has(key)) return;
		this.#reading.add(key);
		const read = async () => {
			try {
				const helpers = await this.#host.readHelpers(setup, this.#stop.signal);
				if (helpers !== null) this.take(root, setup, helpers);
			} catch (error) {
				this.#onFailure(`what functions of other files do is not known: ${error instanceof Error ? error.message : String(error)}`);
			} finally {
				this.#reading.delete(key);
			}
		};
		this.#timers.add(setTimeout(() => void read(), DELAY));
	}

	/** Takes over what an audit has read. */
	take(root: string | null, setup: TreeSetup, helpers: readonly FunctionSummary[]): void {
		this.#known.set(keyOf(setup), helpers);
		if (root !== null) this.#onRead(root);
	}

	/** A file of a tree, by its path in it, has a new text. */
	saved(root: string, setup: TreeSetup, file: string, text: string, parser: TextParser): void {
		const known = this.#known.get(keyOf(setup));
		if (known === undefined || !isCFile(file) || !isKernelCode(file)) return;
		const before = known.filter((helper) => helper.file === file);
		const after = sharedSummariesOf(readSource(text, parser), file, knownContracts(setup.settings));
		if (JSON.stringify(before) !== JSON.stringify(after)) this.take(root, setup, [...known.filter((helper) => helper.file !== file), ...after]);
	}

	/** Stops what is being read. */
	stop(): void {
		this.#stop.abort();
		for (const timer of this.#timers) clearTimeout(timer);
	}
}

/** What helpers do is told in the terms of the effects that are asked for. */
function keyOf({ root, settings }: TreeSetup): string {
	return JSON.stringify([root, settings.effects, settings.ownContracts, settings.ownKinds]);
}
