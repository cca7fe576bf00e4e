/** How a tree was probed, and what to do where the probes are wrong. */
import { ConfigurationTarget, commands, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import type { ProbedTree } from '../../server/src/lsp/protocol.ts';
import { fileIn } from './finding-place.ts';
import type { Server } from './server.ts';
import type { Status } from './status.ts';

interface Choice extends QuickPickItem {
	readonly run?: () => unknown;
}

/** Shows the probes of the tree that was reviewed last. */
export async function showProbes(server: Server, status: Status): Promise<void> {
	const trees = await server.ask<ProbedTree[]>('mmReview.probes', status.uri);
	if (trees === undefined) return;
	const [tree] = trees;
	if (tree === undefined) {
		void window.showInformationMessage('mm-review: this file lies in no kernel tree: there is no Makefile with a kernel version beside include/linux');
		return;
	}
	const chosen = await window.showQuickPick<Choice>(choicesOf(tree), {
		title: `linux ${tree.version}: ${tree.schemeText}`,
		placeHolder: 'How the tree was probed',
		matchOnDescription: true,
		matchOnDetail: true,
	});
	await chosen?.run?.();
}

function choicesOf(tree: ProbedTree): Choice[] {
	return [
		{ label: '$(settings-gear) Override the scheme…', description: tree.scheme, run: () => override(tree, 'scheme', ['auto', 'devmap', 'normal']) },
		{
			label: '$(settings-gear) Override the insert API…',
			description: tree.insertApi,
			run: () => override(tree, 'insertApi', ['auto', 'dax_insert_pfn', 'mainline']),
		},
		{ label: '$(search) Audit this tree', run: () => commands.executeCommand('mmReview.auditTree') },
		{ label: 'what the tree was asked', kind: QuickPickItemKind.Separator },
		...tree.probes.map(({ fact, why, files, found }) => ({
			label: `${found === null ? '$(circle-slash)' : '$(check)'} ${fact}`,
			description: found === null ? 'not there' : found,
			detail: `${why} (${files.join(', ')})`,
			run: () => openFirst(tree.rootUri, files, found),
		})),
	];
}

/** Sets a setting for the folder of the tree, or takes it away. */
async function override(tree: ProbedTree, setting: 'scheme' | 'insertApi', values: readonly string[]): Promise<void> {
	const uri = Uri.parse(tree.rootUri);
	const chosen = await window.showQuickPick(values, { title: `mmReview.${setting}`, placeHolder: 'auto: what the probes say' });
	if (chosen === undefined) return;
	const folder = workspace.getWorkspaceFolder(uri);
	const several = (workspace.workspaceFolders?.length ?? 0) > 1;
	const target = folder === undefined ? ConfigurationTarget.Global : several ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Workspace;
	await workspace.getConfiguration('mmReview', uri).update(setting, chosen === 'auto' ? undefined : chosen, target);
}

/** Opens the first of the files that is there, at what was found. */
async function openFirst(rootUri: string, files: readonly string[], found: string | null): Promise<void> {
	for (const file of files) {
		const document = await workspace.openTextDocument(fileIn(rootUri, file)).then(
			(opened) => opened,
			() => null,
		);
		const [first = ''] = found?.split(' ') ?? [];
		const name = found?.match(/[A-Za-z_]\w*(?=\s*\()/)?.[0] ?? first;
		const at = document === null || name === '' ? -1 : document.getText().indexOf(name);
		if (document === null || (found !== null && at < 0)) continue;
		const position = document.positionAt(Math.max(0, at));
		await window.showTextDocument(document, { selection: document.validateRange(document.lineAt(position).range) });
		return;
	}
	void window.showInformationMessage(`mm-review: the tree has none of ${files.join(', ')}`);
}
