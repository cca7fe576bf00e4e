/** Asks which patches are meant. */
import { env, type Uri, window, workspace } from 'vscode';
import type { PatchSource } from '../../../server/src/lsp/protocol.ts';

/** What is to be reviewed, and what people call it. */
export interface ChosenSource {
	readonly name: string;
	readonly source: PatchSource;
}

/** Asks; undefined where nothing was chosen. */
export async function choosePatchSource(title: string): Promise<ChosenSource | undefined> {
	const editor = window.activeTextEditor;
	const choices = [
		...(editor === undefined ? [] : [{ label: 'The patch in the editor', source: 'editor' }]),
		{ label: 'A file…', source: 'file' },
		{ label: 'The clipboard', source: 'clipboard' },
		// Git runs what a repository configures: only where the user trusts it.
		...(workspace.isTrusted ? [{ label: 'Commits…', description: 'a range of the first kernel tree of the workspace', source: 'git' }] : []),
	];
	const chosen = await window.showQuickPick(choices, { title, placeHolder: 'What to review' });
	switch (chosen?.source) {
		case 'editor':
			return editor === undefined ? undefined : { name: nameOf(editor.document.uri), source: { text: editor.document.getText() } };
		case 'file': {
			const files: readonly Uri[] | undefined = await window.showOpenDialog({
				title,
				filters: { 'Patches and mails': ['patch', 'diff', 'mbox', 'eml', 'txt'], 'All files': ['*'] },
			});
			return files?.[0] === undefined ? undefined : { name: nameOf(files[0]), source: files[0].toString() };
		}
		case 'clipboard':
			return { name: 'clipboard', source: { text: await env.clipboard.readText() } };
		case 'git': {
			const range = await window.showInputBox({ title, prompt: 'A range of commits', placeHolder: 'HEAD~3..' });
			return range === undefined || range === '' ? undefined : { name: range, source: { git: range } };
		}
		default:
			return undefined;
	}
}

function nameOf(uri: Uri): string {
	return uri.path.split('/').at(-1) ?? uri.path;
}
