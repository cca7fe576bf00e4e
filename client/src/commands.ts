/** The commands of the palette. */
import { commands, type Disposable, type ExtensionContext, languages, ProgressLocation, Uri, ViewColumn, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { composeReviewReply, reviewPatchSeries } from './patches.ts';
import type { Status } from './status.ts';

/** What the server answers for a tree. */
interface TreeAnswer {
	readonly root: string;
	readonly version: string;
	readonly scheme: string;
	readonly findings: readonly { readonly severity: string }[];
	readonly inventory: readonly {
		readonly name: string;
		readonly kind: string;
		readonly file: string;
		readonly range: { readonly start: { readonly line: number; readonly column: number } };
		readonly function: string;
	}[];
	readonly stats: { readonly files: number; readonly milliseconds: number };
}

/** Registers the commands. */
export function registerCommands(client: BaseLanguageClient, context: ExtensionContext, status: Status): Disposable[] {
	return [
		commands.registerCommand('mmReview.auditTree', () => auditTree(client, status)),
		commands.registerCommand('mmReview.showInventory', () => showInventory(client)),
		commands.registerCommand('mmReview.reviewPatchSeries', () => reviewPatchSeries(client)),
		commands.registerCommand('mmReview.composeReviewReply', () => composeReviewReply(client)),
		commands.registerCommand('mmReview.explainRule', (id?: string) => explainRule(context, id)),
	];
}

/** Opens what the code lens over a function asks for: its paths, as text. */
export async function showingPaths(command: string, args: unknown[], next: (command: string, args: unknown[]) => unknown): Promise<unknown> {
	const answer = await next(command, args);
	if (command !== 'mmReview.showPaths' || typeof answer !== 'object' || answer === null || !('text' in answer)) return answer;
	const document = await workspace.openTextDocument({ language: 'plaintext', content: String(answer.text) });
	await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true });
	return answer;
}

/** Sends a command with a progress that can be cancelled; undefined when it was, or failed and was told. */
async function onTrees(client: BaseLanguageClient, command: string, title: string): Promise<TreeAnswer[] | undefined> {
	try {
		return await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_progress, token) =>
			client.sendRequest<TreeAnswer[]>('workspace/executeCommand', { command, arguments: [] }, token),
		);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		if (!/cancel/i.test(message)) void window.showErrorMessage(`mm-review: ${message}`);
		return undefined;
	}
}

async function auditTree(client: BaseLanguageClient, status: Status): Promise<void> {
	const answers = await onTrees(client, 'mmReview.audit', 'mm-review: auditing the kernel tree');
	for (const answer of answers ?? []) {
		status.show({ ...answer, milliseconds: answer.stats.milliseconds });
		const count = answer.findings.length === 1 ? '1 finding' : `${answer.findings.length} findings`;
		const message = `mm-review: ${count} in ${answer.stats.files} files of linux ${answer.version} (${answer.scheme} scheme, ${(answer.stats.milliseconds / 1000).toFixed(1)} s)`;
		void window.showInformationMessage(message, 'Show Problems').then((chosen) => {
			if (chosen !== undefined) void commands.executeCommand('workbench.actions.view.problems');
		});
	}
}

async function showInventory(client: BaseLanguageClient): Promise<void> {
	const answers = await onTrees(client, 'mmReview.inventory', 'mm-review: listing the uses of page APIs');
	if (answers === undefined) return;
	const lines = answers.flatMap((answer) => [
		`Uses of page and DAX APIs in linux ${answer.version}, ${answer.root}`,
		...answer.inventory.map(
			(use) => `${use.file}:${use.range.start.line}:${use.range.start.column}: ${use.name}: ${use.kind}${use.function === '' ? '' : ` in ${use.function}`}`,
		),
	]);
	const document = await workspace.openTextDocument({ language: 'plaintext', content: `${lines.join('\n')}\n` });
	await window.showTextDocument(document);
}

/** Shows a rule's page; asks which where none is given, the one under the cursor first. */
async function explainRule(context: ExtensionContext, id?: string): Promise<void> {
	const folder = Uri.joinPath(context.extensionUri, 'docs', 'rules');
	const chosen = id ?? (await chooseRule(folder));
	if (chosen === undefined) return;
	await commands.executeCommand('markdown.showPreview', Uri.joinPath(folder, `${chosen}.md`));
}

async function chooseRule(folder: Uri): Promise<string | undefined> {
	const pages = (await workspace.fs.readDirectory(folder)).map(([name]) => name.replace(/\.md$/, '')).sort();
	const here = ruleUnderCursor();
	return window.showQuickPick(here === undefined ? pages : [here, ...pages.filter((page) => page !== here)], {
		title: 'Explain Rule',
		placeHolder: 'A rule of mm-review',
	});
}

function ruleUnderCursor(): string | undefined {
	const editor = window.activeTextEditor;
	if (editor === undefined) return undefined;
	const found = languages
		.getDiagnostics(editor.document.uri)
		.find((diagnostic) => diagnostic.source === 'mm-review' && diagnostic.range.contains(editor.selection.active));
	const code = found?.code;
	return typeof code === 'object' ? String(code.value) : code === undefined ? undefined : String(code);
}
