/** Patch review in the editor: the commands, the list, the report and the replies. */
import { commands, type Disposable, env, window, workspace } from 'vscode';
import type { Finding, PatchAnswer } from '../../../server/src/lsp/protocol.ts';
import { reviewComment } from '../audit/audit-comment.ts';
import { count } from '../finding-place.ts';
import type { Server } from '../server.ts';
import { type PatchedFile, PatchImageDocuments } from './patch-images.ts';
import { type ChosenSource, choosePatchSource } from './patch-source.ts';
import { type PatchNode, PatchTree } from './patch-view.ts';

/** Registers the view and its commands. */
export function registerPatches(server: Server): Disposable[] {
	const tree = new PatchTree();
	const images = new PatchImageDocuments(server);
	const view = window.createTreeView('mmReview.patchView', { treeDataProvider: tree, showCollapseAll: true });
	const review = async () => {
		const chosen = await choosePatchSource('Review Patch Series');
		const answer = chosen === undefined ? undefined : await ask(server, 'mmReview.reviewPatch', chosen);
		if (chosen === undefined || answer === undefined) return;
		images.clear();
		tree.show({ chosen, answer });
		const { patches, findings, notes } = answer;
		view.description = chosen.name;
		view.message =
			patches.length === 0 ? 'There are no patches in it.' : `${count(findings.length, 'finding')} in ${count(patches.length, 'patch', 'patches')}`;
		view.badge = findings.length === 0 ? undefined : { value: findings.length, tooltip: count(findings.length, 'finding') };
		for (const { message } of notes) server.client.outputChannel.info(message);
		void commands.executeCommand('setContext', 'mmReview.hasSeries', patches.length > 0);
		await commands.executeCommand('mmReview.patchView.focus');
	};
	return [
		view,
		images,
		commands.registerCommand('mmReview.reviewPatchSeries', review),
		commands.registerCommand('mmReview.composeReviewReply', () => composeReplies(server)),
		commands.registerCommand('mmReview.composeReplyToPatch', (node?: PatchNode) =>
			node?.kind === 'patch' ? showReplies((tree.series?.answer.replies ?? []).filter(({ index }) => index === node.patch.index)) : undefined,
		),
		commands.registerCommand('mmReview.showPatchReport', () => showReport(tree)),
		commands.registerCommand('mmReview.copyReply', copyReply),
		commands.registerCommand('mmReview.openPatchedFile', (file: PatchedFile, finding?: Finding) => images.open(file, finding)),
		commands.registerCommand('mmReview.explainPatchFinding', (node?: PatchNode) =>
			node?.kind === 'finding' ? commands.executeCommand('mmReview.explainRule', node.finding.rule) : undefined,
		),
		commands.registerCommand('mmReview.copyPatchComment', (node?: PatchNode) =>
			node?.kind === 'finding' ? env.clipboard.writeText(reviewComment(node.finding)) : undefined,
		),
	];
}

/** Opens the report of the series as text. */
async function showReport(tree: PatchTree): Promise<void> {
	const answer = tree.series?.answer;
	if (answer === undefined) return;
	const notes = answer.notes.map(({ message }) => `note: ${message}\n`).join('');
	const total = `${count(answer.findings.length, 'finding')} in ${count(answer.patches.length, 'patch', 'patches')}\n`;
	await show(`${answer.text}${notes}${total}`, 'plaintext');
}

/** Asks what to answer and opens each reply, to be edited and sent. */
async function composeReplies(server: Server): Promise<void> {
	const chosen = await choosePatchSource('Compose Review Reply');
	const answer = chosen === undefined ? undefined : await ask(server, 'mmReview.composeReply', chosen);
	if (answer !== undefined) await showReplies(answer.replies);
}

async function showReplies(replies: PatchAnswer['replies']): Promise<void> {
	if (replies.length === 0) void window.showInformationMessage('mm-review: there is nothing to say about these patches');
	for (const reply of replies) await show(reply.text, 'kernel-patch-mail');
}

/** Copies the mail in the editor. */
async function copyReply(): Promise<void> {
	const document = window.activeTextEditor?.document;
	if (document === undefined) return;
	await env.clipboard.writeText(document.getText());
	void window.setStatusBarMessage('mm-review: the reply is in the clipboard', 3000);
}

async function show(content: string, language: string): Promise<void> {
	await window.showTextDocument(await workspace.openTextDocument({ language, content }), { preview: false });
}

function ask(server: Server, command: string, { source }: ChosenSource): Promise<PatchAnswer | undefined> {
	return server.askLong<PatchAnswer>(command, [source], { title: 'mm-review: reviewing patches' });
}
