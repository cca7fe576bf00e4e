/** "Report a False Alarm": a case that stands on its own, in the clipboard and before the eyes. */
import { env, window, workspace } from 'vscode';
import { findingAt } from './rule-pages.ts';
import type { Server } from './server.ts';

/** Reports the finding that is named, or the one under the cursor. */
export async function reportFalseAlarm(server: Server, uri?: string, fingerprint?: string): Promise<void> {
	const editor = window.activeTextEditor;
	const here = editor === undefined ? undefined : findingAt(editor.document.uri, editor.selection.active);
	const place = uri ?? editor?.document.uri.toString();
	const finding = fingerprint ?? here?.fingerprint;
	if (place === undefined || finding === undefined || finding === '') {
		void window.showInformationMessage('mm-review: put the cursor on the finding that is wrong');
		return;
	}
	const text = await server.ask<string | null>('mmReview.reportFalseAlarm', place, finding);
	if (text === undefined) return;
	if (text === null) {
		void window.showInformationMessage('mm-review: this finding is not there any more');
		return;
	}
	await env.clipboard.writeText(text);
	await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content: text }), { preview: true });
	void window.showInformationMessage('mm-review: the case is in the clipboard. Say why it is wrong, and send it.');
}
