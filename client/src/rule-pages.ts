/** Shows rules: their pages, and the rule under the cursor. */
import { commands, type ExtensionContext, languages, type Position, Uri, window, workspace } from 'vscode';

/** Shows a rule's page; asks which where none is given, the one under the cursor first. */
export async function explainRule(context: ExtensionContext, id?: string): Promise<void> {
	const folder = Uri.joinPath(context.extensionUri, 'docs', 'rules');
	const chosen = id ?? (await chooseRule(folder));
	if (chosen === undefined) return;
	await commands.executeCommand('markdown.showPreview', Uri.joinPath(folder, `${chosen}.md`));
}

async function chooseRule(folder: Uri): Promise<string | undefined> {
	const pages = (await workspace.fs.readDirectory(folder)).map(([name]) => name.replace(/\.md$/, '')).sort();
	const editor = window.activeTextEditor;
	const here = editor === undefined ? undefined : findingAt(editor.document.uri, editor.selection.active)?.rule;
	return window.showQuickPick(here === undefined ? pages : [here, ...pages.filter((page) => page !== here)], {
		title: 'Explain Rule',
		placeHolder: 'A rule of mm-review',
	});
}

/** A finding that the editor shows. */
export interface ShownFinding {
	readonly rule: string;
	readonly fingerprint: string;
}

/** The finding at a place of a document. */
export function findingAt(uri: Uri, position: Position): ShownFinding | undefined {
	const found = languages.getDiagnostics(uri).find(({ source, range }) => source === 'mm-review' && range.contains(position));
	if (found === undefined) return undefined;
	const { code } = found;
	// The client of the protocol keeps what the server said besides.
	const data = (found as { readonly data?: { readonly fingerprint?: string } }).data;
	return { rule: String(typeof code === 'object' ? code.value : code), fingerprint: data?.fingerprint ?? '' };
}
