/** Commands: audit a tree, list the uses of its APIs, open a rule's page, show a function's paths. */
import { availableParallelism } from 'node:os';
import { ErrorCodes, ExecuteCommandRequest, LSPErrorCodes, type ProgressToken, ResponseError, type WorkDoneProgressReporter } from 'vscode-languageserver/node';
import { findTree } from '../kernel-tree/find-tree.ts';
import { rulePageUrl } from '../report/rule-pages.ts';
import { audit } from '../review/audit.ts';
import type { AuditJob, FileResult } from '../review/audit-messages.ts';
import type { Finding, Stats } from '../review/finding.ts';
import type { InventoryUse } from '../review/inventory.ts';
import { showPaths, showPathsCommand } from './code-lens.ts';
import { openRuleCommand } from './finding-view.ts';
import { composeReplyCommand, reviewPatch, reviewPatchCommand } from './patch-commands.ts';
import { pathOf, uriOf } from './paths.ts';
import { rulePageFile } from './rule-page-file.ts';
import type { Session } from './session.ts';

/** Audits the kernel trees of the workspace, or the one that the argument, a URI or path, names. */
export const auditCommand = 'mmReview.audit';

/** Lists the uses of the APIs that rules know; same argument. */
export const inventoryCommand = 'mmReview.inventory';

/** Every command of the server. */
export const commands: readonly string[] = [auditCommand, inventoryCommand, openRuleCommand, showPathsCommand, reviewPatchCommand, composeReplyCommand];

/** What a command on a tree gives back. */
export interface TreeAnswer {
	readonly root: string;
	readonly version: string;
	readonly scheme: string;
	readonly findings: readonly Finding[];
	readonly inventory: readonly InventoryUse[];
	readonly stats: Stats;
}

/** Registers the commands. `refresh` is called when an audit has new results. */
export function handleCommands(session: () => Session, refresh: () => void): void {
	const { connection } = session();
	connection.onRequest(ExecuteCommandRequest.type, async (params, cancellation) => {
		const argument: unknown = params.arguments?.[0];
		switch (params.command) {
			case auditCommand:
			case inventoryCommand: {
				const abort = new AbortController();
				cancellation.onCancellationRequested(() => abort.abort());
				const reporter = await progressFor(session(), params.workDoneToken, abort);
				try {
					return await onTrees(session(), argument, params.command === auditCommand ? 'review' : 'inventory', abort, reporter, refresh);
				} finally {
					reporter?.done();
				}
			}
			case reviewPatchCommand:
			case composeReplyCommand: {
				const abort = new AbortController();
				cancellation.onCancellationRequested(() => abort.abort());
				const answer = await reviewPatch(session(), argument, abort.signal);
				return params.command === reviewPatchCommand ? answer : { replies: answer.replies, notes: answer.notes };
			}
			case openRuleCommand:
				return openRule(session(), String(argument));
			case showPathsCommand:
				return showPaths(session(), argument, params.arguments?.[1]);
			default:
				throw new ResponseError(ErrorCodes.InvalidParams, `mm-review has no command ${params.command}`);
		}
	});
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

const title = 'mm-review: reading the kernel tree';

async function onTrees(
	session: Session,
	argument: unknown,
	job: AuditJob,
	abort: AbortController,
	reporter: WorkDoneProgressReporter | null,
	refresh: () => void,
): Promise<TreeAnswer[]> {
	const roots = rootsFor(session, argument);
	if (roots.length === 0) {
		throw new ResponseError(
			LSPErrorCodes.RequestFailed,
			'no kernel tree is open: there is no Makefile with a kernel version beside include/linux in the workspace',
		);
	}
	const answers: TreeAnswer[] = [];
	for (const root of roots) {
		answers.push(await onTree(session, root, job, abort, reporter));
		if (abort.signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
	}
	if (job === 'review') refresh();
	return answers;
}

function rootsFor(session: Session, argument: unknown): string[] {
	if (typeof argument !== 'string' || argument === '') return session.trees.workspaceRoots();
	const root = findTree(pathOf(argument) ?? argument);
	return root === null ? [] : [root];
}

async function onTree(session: Session, root: string, job: AuditJob, abort: AbortController, reporter: WorkDoneProgressReporter | null): Promise<TreeAnswer> {
	const setup = await session.trees.setupOf(root, uriOf(root));
	const findings: Finding[] = [];
	const inventory: InventoryUse[] = [];
	let readsHelpers = false;
	const summary = await audit({
		root,
		tree: setup.profile,
		// Read anew: files may have changed outside of the editor.
		settings: { ...setup.settings, helpers: [] },
		job,
		paths: [],
		exclude: setup.exclude,
		workers: availableParallelism(),
		parser: 'auto',
		signal: abort.signal,
		onResult(result: FileResult) {
			findings.push(...result.findings);
			inventory.push(...result.inventory);
		},
		onProgress(done, total, step) {
			readsHelpers ||= step === 'index';
			const share = done / total;
			// Reading helpers is about a third of the work.
			const percent = step === 'index' ? 33 * share : readsHelpers ? 33 + 67 * share : 100 * share;
			reporter?.report(Math.round(percent), `${step === 'index' ? 'reading helpers: ' : ''}${done} of ${total} files`);
		},
	});
	for (const note of summary.notes) session.connection.console.warn(note.message);
	if (job === 'review' && !summary.interrupted) {
		session.trees.helpers.take(setup, summary.helpers);
		publish(session, root, findings);
	}
	return { root, version: setup.profile.version, scheme: setup.profile.scheme, findings, inventory, stats: summary.stats };
}

/** Clients that do not ask for diagnostics get those of every file that is not open. */
function publish(session: Session, root: string, findings: readonly Finding[]): void {
	const changed = session.audits.replace(root, findings);
	if (session.abilities.pulls) return;
	for (const [uri, diagnostics] of changed) {
		if (!session.audits.isOpen(uri)) void session.connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
	}
}

async function openRule(session: Session, id: string): Promise<string> {
	const file = rulePageFile(id);
	const uri = file === null ? rulePageUrl(id) : uriOf(file);
	if (session.abilities.showsDocuments) await session.connection.window.showDocument({ uri, external: file === null, takeFocus: true });
	return uri;
}
