/** Audits in the editor: the commands, and what the list in the side bar needs to know. */
import { commands, type Disposable, type ExtensionContext, env, RelativePattern, type TreeView, Uri, window, workspace } from 'vscode';
import type { AuditNews, EditsAnswer, PatchAnswer, TreeAnswer } from '../../../server/src/lsp/protocol.ts';
import { count, fileIn } from '../finding-place.ts';
import type { Server } from '../server.ts';
import type { Status } from '../status.ts';
import { reviewComment } from './audit-comment.ts';
import { AuditList, everything, type Grouping, type ListedFinding, withoutNumber } from './audit-list.ts';
import { type AuditNode, AuditTree } from './audit-view.ts';

const knownKey = 'mmReview.knownFindings';

/** Registers the view and its commands. */
export function registerAudits(server: Server, context: ExtensionContext, status: Status): Disposable[] {
	const audits = new Audits(server, context, status);
	const on = (command: string, run: (node: AuditNode) => unknown) => commands.registerCommand(command, run);
	const onFinding = (command: string, run: (listed: ListedFinding) => unknown) =>
		on(command, (node?: AuditNode) => (node?.kind === 'finding' ? run(node) : undefined));
	return [
		audits,
		commands.registerCommand('mmReview.auditTree', () => audits.audit('mmReview.audit')),
		commands.registerCommand('mmReview.resumeAuditTree', () => audits.audit('mmReview.resumeAudit')),
		commands.registerCommand('mmReview.auditByRule', () => audits.groupBy('rule')),
		commands.registerCommand('mmReview.auditByFile', () => audits.groupBy('file')),
		commands.registerCommand('mmReview.auditByFunction', () => audits.groupBy('function')),
		commands.registerCommand('mmReview.filterAudit', () => audits.filter()),
		commands.registerCommand('mmReview.onlyIntroduced', () => audits.onlyIntroduced()),
		commands.registerCommand('mmReview.showAllFindings', () => audits.showAll()),
		commands.registerCommand('mmReview.markKnown', () => audits.markKnown()),
		commands.registerCommand('mmReview.clearAuditTree', () => audits.clear()),
		onFinding('mmReview.fixFinding', (listed) => audits.edit('mmReview.fix', listed)),
		onFinding('mmReview.suppressFinding', (listed) => audits.edit('mmReview.suppress', listed)),
		onFinding('mmReview.copyComment', ({ finding }) => env.clipboard.writeText(reviewComment(finding))),
		onFinding('mmReview.explainFinding', ({ finding }) => commands.executeCommand('mmReview.explainRule', finding.rule)),
		onFinding('mmReview.reportFinding', ({ rootUri, finding }) =>
			commands.executeCommand('mmReview.reportFalseAlarmHere', fileIn(rootUri, finding.file).toString(), finding.fingerprint),
		),
		on('mmReview.fixAllOfRule', (node) => (node?.kind === 'group' ? audits.fixRule(node.rootUri, node.name) : undefined)),
		on('mmReview.explainGroup', (node) => (node?.kind === 'group' ? commands.executeCommand('mmReview.explainRule', node.name) : undefined)),
	];
}

class Audits implements Disposable {
	readonly #server: Server;
	readonly #context: ExtensionContext;
	readonly #status: Status;
	readonly #list = new AuditList();
	readonly #tree = new AuditTree(this.#list);
	readonly #view: TreeView<AuditNode>;
	readonly #disposables: Disposable[];
	readonly #watched = new Map<string, Disposable>();
	#isRunning = false;
	/** How far the audit is, in the server's words. */
	#progress = '';
	#introduced = '';
	#refreshing: ReturnType<typeof setTimeout> | null = null;

	constructor(server: Server, context: ExtensionContext, status: Status) {
		this.#server = server;
		this.#context = context;
		this.#status = status;
		this.#tree.filter = { ...this.#tree.filter, known: new Set(context.workspaceState.get<string[]>(knownKey, [])) };
		this.#view = window.createTreeView('mmReview.auditView', { treeDataProvider: this.#tree, showCollapseAll: true });
		this.#disposables = [
			this.#view,
			server.client.onNotification('mmReview/audit', (news: AuditNews) => this.#take(news)),
			workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
				if (contentChanges.length > 0) this.#changed(document.uri);
			}),
		];
		this.#filtered();
	}

	dispose(): void {
		if (this.#refreshing !== null) clearTimeout(this.#refreshing);
		for (const each of [...this.#disposables, ...this.#watched.values()]) each.dispose();
	}

	async audit(command: string): Promise<void> {
		if (this.#isRunning) return;
		this.#isRunning = true;
		void commands.executeCommand('mmReview.auditView.focus', { preserveFocus: true });
		const answers = await this.#server.askLong<TreeAnswer[]>(command, [], {
			title: 'mm-review: auditing the kernel tree',
			onReport: (message) => {
				this.#progress = message;
				this.#refresh();
			},
		});
		this.#isRunning = false;
		if (answers !== undefined) this.#finished(answers);
		this.#refresh();
	}

	#finished(answers: readonly TreeAnswer[]): void {
		for (const answer of answers) {
			this.#status.show({ ...answer, uri: answer.rootUri, insertApi: '', milliseconds: answer.stats.milliseconds });
			const time = `${(answer.stats.milliseconds / 1000).toFixed(1)} s`;
			const message = `mm-review: ${count(answer.findings.length, 'finding')} in ${answer.stats.files} files of linux ${answer.version} (${answer.scheme} scheme, ${time})`;
			this.#server.client.outputChannel.info(message);
			void window.showInformationMessage(message, 'Show Problems').then((chosen) => {
				if (chosen !== undefined) void commands.executeCommand('workbench.actions.view.problems');
			});
		}
	}

	#take(news: AuditNews): void {
		this.#list.take(news);
		if (news.state === 'began' || news.state === 'resumed') {
			this.#watch(news.rootUri);
			this.#progress = 'listing files';
		}
		this.#refresh();
	}

	/** Findings come by the batch. The editor draws a view once nothing has changed for 200 ms: more often would be never. */
	#refresh(): void {
		const wait = this.#isRunning ? 500 : 100;
		this.#refreshing ??= setTimeout(() => {
			this.#refreshing = null;
			this.#draw();
		}, wait);
	}

	#draw(): void {
		const isCancelled = this.#list.states.some(({ state }) => state === 'cancelled');
		void commands.executeCommand('setContext', 'mmReview.canResume', isCancelled && !this.#isRunning);
		void commands.executeCommand('setContext', 'mmReview.hasAudit', this.#list.roots.length > 0);
		const { shown } = this.#tree;
		this.#view.badge = shown === 0 ? undefined : { value: shown, tooltip: count(shown, 'finding') };
		this.#view.description = this.#filterText();
		this.#view.message = this.#messageOf(shown, isCancelled);
		this.#tree.refresh();
	}

	#messageOf(shown: number, isCancelled: boolean): string {
		if (this.#isRunning) return `Auditing: ${this.#progress}`;
		if (isCancelled) return 'Cancelled: what was found so far is kept. Resume goes on where it stopped.';
		if (shown > 0 || this.#list.roots.length === 0) return '';
		const all = this.#list.roots.reduce((sum, rootUri) => sum + this.#list.shown(rootUri, everything).length, 0);
		return all === 0 ? 'No findings.' : `All ${count(all, 'finding')} are hidden: Show All Findings brings them back.`;
	}

	#filterText(): string {
		const { text, only, known } = this.#tree.filter;
		return [text === '' ? '' : `"${text}"`, only === null ? '' : `introduced by ${this.#introduced}`, known.size === 0 ? '' : `${known.size} known hidden`]
			.filter((part) => part !== '')
			.join(', ');
	}

	#watch(rootUri: string): void {
		if (this.#watched.has(rootUri)) return;
		const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.parse(rootUri), '**/{*.c,*.h,Kconfig*}'));
		watcher.onDidChange((uri) => this.#changed(uri));
		watcher.onDidDelete((uri) => this.#at(uri, (root, file) => this.#list.remove(root, file)));
		this.#watched.set(rootUri, watcher);
	}

	#changed(uri: Uri): void {
		// A document that is open is reviewed anew, and the server tells.
		this.#at(uri, (root, file) => this.#list.markStale(root, file));
	}

	#at(uri: Uri, run: (rootUri: string, file: string) => boolean): void {
		for (const rootUri of this.#list.roots) {
			const { path, scheme } = Uri.parse(rootUri);
			if (uri.scheme === scheme && uri.path.startsWith(`${path}/`) && run(rootUri, uri.path.slice(path.length + 1))) this.#refresh();
		}
	}

	groupBy(grouping: Grouping): void {
		this.#tree.grouping = grouping;
		void commands.executeCommand('setContext', 'mmReview.grouping', grouping);
		this.#tree.refresh();
	}

	async filter(): Promise<void> {
		const text = await window.showInputBox({
			title: 'Filter Findings',
			prompt: 'Words that must stand in the rule, severity, file, function or message; nothing shows all',
			value: this.#tree.filter.text,
		});
		if (text === undefined) return;
		this.#tree.filter = { ...this.#tree.filter, text };
		this.#filtered();
	}

	#filtered(): void {
		const { text, only, known } = this.#tree.filter;
		void commands.executeCommand('setContext', 'mmReview.isFiltered', text !== '' || only !== null || known.size > 0);
		this.#refresh();
	}

	/** Shows only what commits bring in. */
	async onlyIntroduced(): Promise<void> {
		if (!workspace.isTrusted) {
			void window.showWarningMessage('mm-review: commits are read with git, which runs in trusted workspaces only');
			return;
		}
		const git = await window.showInputBox({ title: 'Only Introduced', prompt: 'Show only what these commits brought in', placeHolder: 'HEAD~3..' });
		if (git === undefined || git === '') return;
		const answer = await this.#server.askLong<PatchAnswer>('mmReview.reviewPatch', [{ git }], { title: 'mm-review: reviewing commits' });
		if (answer === undefined) return;
		this.#introduced = git;
		this.#tree.filter = { ...this.#tree.filter, only: new Set(answer.findings.map(({ fingerprint }) => withoutNumber(fingerprint))) };
		this.#filtered();
	}

	/** Hides what is shown now, from now on: what comes later is new. */
	async markKnown(): Promise<void> {
		const shown = this.#list.roots.flatMap((rootUri) => this.#list.shown(rootUri, this.#tree.filter));
		const known = new Set([...this.#tree.filter.known, ...shown.map(({ finding }) => withoutNumber(finding.fingerprint))]);
		this.#tree.filter = { ...this.#tree.filter, known };
		await this.#context.workspaceState.update(knownKey, [...known]);
		this.#filtered();
	}

	async showAll(): Promise<void> {
		this.#tree.filter = everything;
		await this.#context.workspaceState.update(knownKey, []);
		this.#filtered();
	}

	/** Forgets the results, also those in Problems. */
	async clear(): Promise<void> {
		if (this.#isRunning) {
			void window.showInformationMessage('mm-review: an audit is running: cancel it first');
			return;
		}
		for (const watcher of this.#watched.values()) watcher.dispose();
		this.#watched.clear();
		this.#list.clear();
		await this.#server.ask('mmReview.clearAudit');
		this.#refresh();
	}

	async edit(command: string, { rootUri, finding }: ListedFinding): Promise<void> {
		const answer = await this.#server.ask<EditsAnswer | null>(command, fileIn(rootUri, finding.file).toString(), finding.fingerprint);
		if (answer === null) void window.showInformationMessage('mm-review: this finding is not there any more: audit again');
		if (answer === undefined || answer === null) return;
		if (!(await this.#apply(answer))) return;
		await window.showTextDocument(fileIn(rootUri, finding.file), { preview: true });
	}

	async fixRule(rootUri: string, rule: string): Promise<void> {
		const needsReview = this.#list.fixable(rootUri, rule).some(({ fix }) => fix?.safety !== 'safe');
		if (needsReview) {
			const title = 'Fix, to Be Reviewed';
			const detail = 'Some of these fixes have to be looked at: their titles say what for. The files are changed and not saved.';
			if ((await window.showWarningMessage(`Fix all of ${rule}?`, { modal: true, detail }, title)) !== title) return;
		}
		const answer = await this.#server.ask<EditsAnswer>('mmReview.fixRule', rootUri, rule);
		if (answer === undefined || !(await this.#apply(answer))) return;
		const files = Object.keys(answer.edit.changes ?? {}).length;
		void window.showInformationMessage(`mm-review: ${count(answer.fixes, 'fix', 'fixes')} of ${rule} in ${count(files, 'file')}, not saved`);
	}

	/** Whether the editor took it; it says itself why not. */
	async #apply(answer: EditsAnswer): Promise<boolean> {
		return workspace.applyEdit(await this.#server.client.protocol2CodeConverter.asWorkspaceEdit(answer.edit));
	}
}
