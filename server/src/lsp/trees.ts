/** The kernel trees that documents lie in, with their configuration and the editor's settings on top. */
import { type Connection, MessageType, ShowMessageNotification, type WorkspaceFolder } from 'vscode-languageserver';
import { type Config, validate } from '../review/config.ts';
import type { TreeSetup } from '../review/tree-setup.ts';
import type { Host } from './host/host.ts';
import { folderOf } from './host/uris.ts';
import { TreeHelpers } from './tree-helpers.ts';

/** Trees by root, a URI. Forgotten as a whole when settings or a file that they were made from change. */
export class Trees {
	readonly #connection: Connection;
	readonly #host: Host;
	readonly #asksClient: boolean;
	readonly #setups = new Map<string, Promise<TreeSetup>>();
	readonly #roots = new Map<string, Promise<string | null>>();
	readonly #displays = new Map<string, Promise<DisplaySettings>>();
	readonly #told = new Set<string>();
	readonly #helpers: TreeHelpers;
	#pushed: unknown = {};
	#isTrusted = true;
	/** Grows whenever everything is forgotten. */
	#generation = 0;
	#folders: readonly WorkspaceFolder[];

	/** `onNewSetup` is called when a tree's set-up is another, for what was read of it in the background. */
	constructor(connection: Connection, host: Host, asksClient: boolean, folders: readonly WorkspaceFolder[], initial: unknown, onNewSetup: () => void) {
		const renew = (root: string) => {
			const old = this.#setups.get(root);
			if (old !== undefined)
				this.#setups.set(
					root,
					old.then((setup) => this.#helpers.with(setup)),
				);
			onNewSetup();
		};
		this.#helpers = new TreeHelpers(host, renew, (message) => this.#tell(message));
		this.#connection = connection;
		this.#host = host;
		this.#asksClient = asksClient;
		this.#folders = folders;
		this.#pushed = initial;
	}

	/** Whether the trees' own configuration files are read. */
	set isTrusted(isTrusted: boolean) {
		this.#isTrusted = isTrusted;
		this.forget();
	}

	/** Settings that a client sent instead of answering for them. */
	push(settings: unknown): void {
		this.#pushed = settings;
		this.forget();
	}

	/** Everything is asked anew. */
	forget(): void {
		this.#generation++;
		this.#setups.clear();
		this.#displays.clear();
		this.#roots.clear();
	}

	set folders(folders: readonly WorkspaceFolder[]) {
		this.#folders = folders;
		this.forget();
	}

	/** The roots of the kernel trees in the workspace. */
	async workspaceRoots(): Promise<string[]> {
		const roots = await Promise.all(this.#folders.map((folder) => this.#treeAround(folder.uri)));
		return [...new Set(roots.filter((root) => root !== null))];
	}

	/** The root of the tree around a document, or null. */
	rootOf(uri: string): Promise<string | null> {
		const folder = folderOf(uri);
		return folder === null ? Promise.resolve(null) : this.#treeAround(folder);
	}

	#treeAround(folder: string): Promise<string | null> {
		const known = this.#roots.get(folder);
		if (known !== undefined) return known;
		const asked = this.#host.findTree(folder);
		this.#roots.set(folder, asked);
		// What failed is asked again.
		asked.catch(() => this.#roots.delete(folder));
		return asked;
	}

	/** The tree around a document, as it is now: what became another while it was asked is asked again. */
	async newest(uri: string): Promise<{ readonly root: string | null; readonly setup: TreeSetup }> {
		for (;;) {
			const generation = this.#generation;
			const root = await this.rootOf(uri);
			const setup = await this.setupOf(root, uri);
			if (generation === this.#generation) return { root, setup };
		}
	}

	/** The set-up of a tree; `uri`: the resource whose settings count. */
	setupOf(root: string | null, uri: string): Promise<TreeSetup> {
		const key = root ?? '';
		const known = this.#setups.get(key);
		if (known !== undefined) return known;
		const made = this.#make(root, uri);
		this.#setups.set(key, made);
		made.catch(() => this.#setups.delete(key));
		return made;
	}

	async #make(root: string | null, uri: string): Promise<TreeSetup> {
		const over = await this.#settings(uri);
		const setup = await this.#host.setUp(root, over, !this.#isTrusted);
		for (const note of setup.notes) this.#tell(note.message);
		if ((await this.display(uri)).treeHelpers) this.#helpers.want(root, setup);
		return this.#helpers.with(setup);
	}

	/** What functions of the trees' other files do. */
	get helpers(): TreeHelpers {
		return this.#helpers;
	}

	/** What an editor shows besides findings; all of it where nothing is said. */
	async display(uri: string): Promise<DisplaySettings> {
		const key = (await this.rootOf(uri)) ?? '';
		const known = this.#displays.get(key) ?? this.#asked(uri).then(displaySettings);
		this.#displays.set(key, known);
		return known;
	}

	/** The editor's settings for a document, as they come. */
	async #asked(uri: string): Promise<unknown> {
		return this.#asksClient ? await this.#connection.workspace.getConfiguration({ scopeUri: uri, section: 'mmReview' }) : this.#pushed;
	}

	async #settings(uri: string): Promise<Config> {
		const known = knownSettings(await this.#asked(uri));
		const { config, problems } = validate(known);
		for (const problem of problems) this.#tell(`settings: ${problem.message}`);
		return config;
	}

	#tell(message: string): void {
		if (this.#told.has(message)) return;
		this.#told.add(message);
		// A notification: nobody waits for an answer, and not every client gives one.
		void this.#connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: `mm-review: ${message}` });
	}
}

const ownSettings = ['rules', 'scheme', 'insertApi', 'exclude', 'baseline', 'effects', 'kinds'];

/** What an editor's settings say besides what a configuration says. */
export interface DisplaySettings {
	readonly inlayHints: boolean;
	readonly codeLens: boolean;
	/** Whether it is read in the background what functions of other files do. */
	readonly treeHelpers: boolean;
}

function displaySettings(value: unknown): DisplaySettings {
	const isOn = (name: string) => typeof value !== 'object' || value === null || (value as Record<string, unknown>)[name] !== false;
	return { inlayHints: isOn('inlayHints'), codeLens: isOn('codeLens'), treeHelpers: isOn('treeHelpers') };
}

/** The settings that are about reviews. An editor sends its defaults too: these say nothing, and must not win over the tree's own file. */
function knownSettings(value: unknown): Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return {};
	return Object.fromEntries(
		Object.entries(value).filter(
			([key, setting]) =>
				ownSettings.includes(key) && setting !== null && setting !== '' && setting !== 'auto' && !(Array.isArray(setting) && setting.length === 0),
		),
	);
}
