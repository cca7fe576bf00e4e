/** Commands on patches: review a series, write the reply. */
import { env, ProgressLocation, type Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** What the server answers for a series. */
interface PatchAnswer {
	readonly patches: readonly { readonly index: number }[];
	readonly findings: readonly { readonly severity: string }[];
	readonly notes: readonly { readonly message: string }[];
	readonly text: string;
	readonly replies: readonly { readonly subject: string; readonly text: string }[];
}

/** What a review is of, as the server takes it. */
type Source = string | { readonly text: string } | { readonly git: string };

/** Asks what to review and shows the report. */
export async function reviewPatchSeries(client: BaseLanguageClient): Promise<void> {
	const source = await chooseSource('Review Patch Series');
	const answer = source === undefined ? undefined : await ask(client, 'mmReview.reviewPatch', source);
	if (answer === undefined) return;
	const notes = answer.notes.map(({ message }) => `note: ${message}\n`).join('');
	await show(`${answer.text}${notes}${count(answer.findings.length, 'finding')} in ${count(answer.patches.length, 'patch', 'patches')}\n`, 'plaintext');
}

/** Asks what to answer and opens each reply, to be edited and sent. */
export async function composeReviewReply(client: BaseLanguageClient): Promise<void> {
	const source = await chooseSource('Compose Review Reply');
	const answer = source === undefined ? undefined : await ask(client, 'mmReview.composeReply', source);
	if (answer === undefined) return;
	if (answer.replies.length === 0) void window.showInformationMessage('mm-review: there is nothing to say about these patches');
	for (const reply of answer.replies) await show(reply.text, 'kernel-patch-mail');
}

function count(number: number, one: string, many = `${one}s`): string {
	return number === 1 ? `1 ${one}` : `${number === 0 ? 'no' : number} ${many}`;
}

async function show(content: string, language: string): Promise<void> {
	await window.showTextDocument(await workspace.openTextDocument({ language, content }), { preview: false });
}

async function chooseSource(title: string): Promise<Source | undefined> {
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
			return editor === undefined ? undefined : { text: editor.document.getText() };
		case 'file': {
			const files: readonly Uri[] | undefined = await window.showOpenDialog({
				title,
				filters: { 'Patches and mails': ['patch', 'diff', 'mbox', 'eml', 'txt'], 'All files': ['*'] },
			});
			return files?.[0]?.toString();
		}
		case 'clipboard':
			return { text: await env.clipboard.readText() };
		case 'git': {
			const range = await window.showInputBox({ title, prompt: 'A range of commits', placeHolder: 'HEAD~3..' });
			return range === undefined || range === '' ? undefined : { git: range };
		}
		default:
			return undefined;
	}
}

/** Sends a command with a progress that can be cancelled; undefined when it was, or failed and was told. */
async function ask(client: BaseLanguageClient, command: string, source: Source): Promise<PatchAnswer | undefined> {
	try {
		return await window.withProgress(
			{ location: ProgressLocation.Notification, title: 'mm-review: reviewing patches', cancellable: true },
			(_progress, token) => client.sendRequest<PatchAnswer>('workspace/executeCommand', { command, arguments: [source] }, token),
		);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		if (!/cancel/i.test(message)) void window.showErrorMessage(`mm-review: ${message}`);
		return undefined;
	}
}
