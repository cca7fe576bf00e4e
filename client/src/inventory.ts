/** The inventory: every use of the APIs that the rules know, as text. */
import { window, workspace } from 'vscode';
import type { TreeAnswer } from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';

/** Opens the inventory of the trees of the workspace. */
export async function showInventory(server: Server): Promise<void> {
	const answers = await server.askLong<TreeAnswer[]>('mmReview.inventory', [], { title: 'mm-review: listing the uses of page APIs' });
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
