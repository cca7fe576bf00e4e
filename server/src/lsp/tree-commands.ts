/** Commands on whole trees: audit one, list the uses of its APIs. */
import { LSPErrorCodes, type ProgressToken, ResponseError, type WorkDoneProgressReporter } from 'vscode-languageserver';
import type { FunctionSummary } from '../contracts/summary-index.ts';
import type { AuditJob, FileResult } from '../review/audit-messages.ts';
import { compareFindings, type Finding, type Note, type Stats } from '../review/finding.ts';
import type { InventoryUse } from '../review/inventory.ts';
import type { TreeSetup } from '../review/tree-setup.ts';
import type { FileFindings } from './audit-store.ts';
import { insideOf } from './host/uris.ts';
import type { Session } from './session.ts';

/** Audits the kernel trees of the workspace, or the one that the argument, a URI or path, names. */
export const auditCommand = 'mmReview.audit';

/** Goes on with an audit that was cancelled; same argument. A tree whose audit was not is audited from the beginning. */
export const resumeAuditCommand = 'mmReview.resumeAudit';

/** Forgets the results of all audits. */
export const clearAuditCommand = 'mmReview.clearAudit';

/** Lists the uses of the APIs that rules know; same argument. */
export const inventoryCommand = 'mmReview.inventory';

/** Every command of this file. */
export const treeCommands = [auditCommand, resumeAuditCommand, clearAuditCommand, inventoryCommand] as const;

/** What a command on a tree gives back. */
export interface TreeAnswer {
	/** A path, or a URI where there is no disk. */
	readonly root: string;
	readonly rootUri: string;
	readonly version: string;
	readonly scheme: string;
	readonly findings: readonly Finding[];
	readonly inventory: readonly InventoryUse[];
	readonly notes: readonly Note[];
	readonly stats: Stats;
}

/** What is sent to clients that show audits (`mmReview/audit`), as it is found. */
export interface AuditNews {
	readonly rootUri: string;
	readonly version: string;
	readonly scheme: string;
	/** Files with what is found in them now. */
	readonly files: readonly FileFindings[];
	/** `running`: more comes. `document`: an open document was reviewed, no audit runs. */
	readonly state: 'began' | 'resumed' | 'running' | 'done' | 'cancelled' | 'document';
}

/** So many milliseconds pass between two reports: nobody reads faster. */
const REPORT_EVERY = 100;

const title = 'mm-review: reading the kernel tree';

/** Runs one of {@link treeCommands}. `refresh` is called when there are new results. */
export async function runTreeCommand(
	session: Session,
	command: string,
	argument: unknown,
	token: ProgressToken | undefined,
	abort: AbortController,
	refresh: () => void,
): Promise<TreeAnswer[]> {
	const roots = await rootsFor(session, argument);
	if (roots.length === 0) {
		throw new ResponseError(
			LSPErrorCodes.RequestFailed,
			'no kernel tree is open: there is no Makefile with a kernel version beside include/linux in the workspace',
		);
	}
	const reporter = await progressFor(session, token, abort);
	const answers: TreeAnswer[] = [];
	try {
		for (const root of roots) {
			const run = new TreeRun(session, root, await session.trees.setupOf(root, root), abort.signal, reporter);
			answers.push(command === inventoryCommand ? await run.inventory() : await run.auditOrTell(command === resumeAuditCommand));
			if (abort.signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
		}
		return answers;
	} finally {
		if (command !== inventoryCommand) refresh();
		reporter?.done();
	}
}

/** Runs {@link clearAuditCommand}. */
export function clearAudits({ audits, abilities, connection }: Session, refresh: () => void): void {
	const files = audits.roots.flatMap((root) => audits.filesOf(root).map(({ file }) => insideOf(root, file)));
	audits.clear();
	if (!abilities.pulls) for (const uri of files) if (!audits.isOpen(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
	refresh();
}

/** The client's progress if it sent a token, else one that it can show and cancel, else none. */
async function progressFor(session: Session, token: ProgressToken | undefined, abort: AbortController): Promise<WorkDoneProgressReporter | null> {
	if (token !== undefined) {
		const given = session.connection.window.attachWorkDoneProgress(token);
		given.begin(title, 0, '', true);
		return given;
	}
	if (!session.abilities.progress) return null;
	const made = await session.connection.window.createWorkDoneProgress();
	made.begin(title, 0, '', true);
	made.token.onCancellationRequested(() => abort.abort());
	return made;
}

async function rootsFor(session: Session, argument: unknown): Promise<string[]> {
	if (typeof argument !== 'string' || argument === '') return session.trees.workspaceRoots();
	const root = await session.host.findTree(session.host.uriOf(argument));
	return root === null ? [] : [root];
}

/** One command on one tree. */
class TreeRun {
	readonly #session: Session;
	readonly #root: string;
	readonly #setup: TreeSetup;
	readonly #signal: AbortSignal;
	readonly #reporter: WorkDoneProgressReporter | null;
	#findings = 0;

	constructor(session: Session, root: string, setup: TreeSetup, signal: AbortSignal, reporter: WorkDoneProgressReporter | null) {
		this.#session = session;
		this.#root = root;
		this.#setup = setup;
		this.#signal = signal;
		this.#reporter = reporter;
	}

	async inventory(): Promise<TreeAnswer> {
		const inventory: InventoryUse[] = [];
		const { summary } = await this.#run(
			'inventory',
			new Set(),
			[],
			(result) => {
				for (const use of result.inventory) inventory.push(use);
			},
			() => {},
		);
		return this.#answer([], inventory, summary.notes, summary.stats);
	}

	/** Audits; where that fails, who shows audits is told that it is over. */
	async auditOrTell(isResumed: boolean): Promise<TreeAnswer> {
		try {
			return await this.#audit(isResumed);
		} catch (error) {
			this.#tell('cancelled', []);
			throw error;
		}
	}

	async #audit(isResumed: boolean): Promise<TreeAnswer> {
		const { audits, trees, abilities } = this.#session;
		const key = JSON.stringify([
			this.#setup.profile,
			{ ...this.#setup.settings, helpers: [], baseline: [...this.#setup.settings.baseline] },
			this.#setup.exclude,
		]);
		const last = isResumed ? audits.interrupted.get(this.#root) : undefined;
		// With other settings all of it is another audit.
		const before = last?.key === key ? last : undefined;
		audits.interrupted.delete(this.#root);
		audits.begin(this.#root);
		this.#tell(before === undefined ? 'began' : 'resumed', []);
		this.#findings = audits.filesOf(this.#root).reduce((sum, { file, findings }) => sum + (before?.done.has(file) === true ? findings.length : 0), 0);
		const changed = new Set<string>();
		const put = (files: readonly FileFindings[]) => {
			// The results may have been forgotten meanwhile.
			if (!audits.has(this.#root)) return;
			const news = audits.put(this.#root, files);
			for (const { file } of news) changed.add(file);
			// Also what is as it was: a client may have marked it as old.
			this.#tell(
				'running',
				files.filter(({ findings, file }) => findings.length > 0 || changed.has(file)),
			);
		};
		let found: FileFindings[] = [];
		const done = new Set(before?.done);
		const { summary, helpers } = await this.#run(
			'review',
			before?.done ?? new Set(),
			before?.helpers ?? [],
			({ file, findings }) => {
				found.push({ file, findings });
				this.#findings += findings.length;
			},
			(files) => {
				const withFindings = new Set(found.map(({ file }) => file));
				put([...found, ...files.filter((file) => !withFindings.has(file)).map((file) => ({ file, findings: [] }))]);
				for (const file of files) done.add(file);
				found = [];
			},
		);
		put(found);
		if (summary.interrupted) audits.interrupted.set(this.#root, { key, done, helpers });
		else {
			trees.helpers.take(this.#root, this.#setup, summary.helpers);
			put(audits.filesOf(this.#root).flatMap(({ file }) => (done.has(file) ? [] : [{ file, findings: [] }])));
		}
		this.#tell(summary.interrupted ? 'cancelled' : 'done', []);
		if (!abilities.pulls) for (const file of changed) this.#publish(file);
		const findings = audits.filesOf(this.#root).flatMap((file) => file.findings);
		// Of an audit that went on, also the files from before.
		return this.#answer(findings.sort(compareFindings), [], summary.notes, { ...summary.stats, files: done.size });
	}

	async #run(
		job: AuditJob,
		done: ReadonlySet<string>,
		known: readonly FunctionSummary[],
		onResult: (result: FileResult) => void,
		onDone: (files: readonly string[]) => void,
	) {
		let readsHelpers = false;
		let helpers: readonly FunctionSummary[] = known;
		let reported = 0;
		const summary = await this.#session.host.audit({
			// Read anew: files may have changed outside of the editor.
			setup: { ...this.#setup, settings: { ...this.#setup.settings, helpers: known } },
			job,
			done,
			signal: this.#signal,
			onResult,
			onDone,
			onProgress: (read, total, step) => {
				readsHelpers ||= step === 'index';
				if (performance.now() - reported < REPORT_EVERY) return;
				reported = performance.now();
				const share = total === 0 ? 1 : read / total;
				// Reading helpers is about a third of the work.
				const percent = step === 'index' ? 33 * share : readsHelpers ? 33 + 67 * share : 100 * share;
				const found = step === 'review' ? `, ${this.#findings} finding${this.#findings === 1 ? '' : 's'} so far` : '';
				this.#reporter?.report(Math.round(percent), `${step === 'index' ? 'reading helpers: ' : ''}${read} of ${total} files${found}`);
			},
		});
		for (const note of summary.notes) this.#session.connection.console.warn(note.message);
		helpers = summary.helpers.length > 0 ? summary.helpers : helpers;
		return { summary, helpers };
	}

	#tell(state: AuditNews['state'], files: readonly FileFindings[]): void {
		const { abilities, connection } = this.#session;
		if (!abilities.showsAudits || (state === 'running' && files.length === 0)) return;
		const { version, scheme } = this.#setup.profile;
		void connection.sendNotification('mmReview/audit', { rootUri: this.#root, version, scheme, state, files } satisfies AuditNews);
	}

	/** Clients that do not ask for diagnostics get those of every file that is not open. */
	#publish(file: string): void {
		const { audits, connection } = this.#session;
		const uri = insideOf(this.#root, file);
		if (!audits.isOpen(uri)) void connection.sendDiagnostics({ uri, diagnostics: audits.diagnosticsOf(this.#root, file) });
	}

	#answer(findings: readonly Finding[], inventory: readonly InventoryUse[], notes: readonly Note[], stats: Stats): TreeAnswer {
		const { version, scheme } = this.#setup.profile;
		return { root: this.#setup.root ?? '', rootUri: this.#root, version, scheme, findings, inventory, notes, stats };
	}
}
