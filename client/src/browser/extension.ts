/** The web entry: the server runs in a web worker and asks this side for files, which VS Code reads wherever they are. */
import { type ExtensionContext, FileSystemError, FileType, Uri, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import type { FolderContent, WebOptions } from '../../../server/src/lsp/protocol.ts';
import { setUpClient } from '../extension.ts';

let client: LanguageClient | undefined;

/** Called by VS Code when a C file, a Kconfig file, a patch or a kernel tree is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
	const file = (name: string) => workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'dist', name));
	const [script, parserRuntime, grammar] = await Promise.all([file('web-server.js'), file('web-tree-sitter.wasm'), file('tree-sitter-c.wasm')]);
	// A worker from the extension's own URI does not start where the extension comes from a remote.
	const source = URL.createObjectURL(new Blob([script as Uint8Array<ArrayBuffer>], { type: 'application/javascript' }));
	const worker = new Worker(source);
	const rulePages = Uri.joinPath(context.extensionUri, 'docs', 'rules').toString();
	const setup = setUpClient(context, { parserRuntime, grammar, rulePages } satisfies WebOptions);
	client = new LanguageClient('mmReview', 'mm-review', worker, setup.options);
	context.subscriptions.push(
		client.onRequest('mmReview/readFile', ({ uri }: { uri: string }) => orNull(workspace.fs.readFile(Uri.parse(uri)))),
		client.onRequest('mmReview/readFolder', ({ uri }: { uri: string }) => orNull(folderContent(Uri.parse(uri)))),
		...setup.finish(client),
		{ dispose: () => worker.terminate() },
	);
	await client.start();
	URL.revokeObjectURL(source);
}

/** Called by VS Code when it closes. */
export async function deactivate(): Promise<void> {
	await client?.stop();
}

async function folderContent(uri: Uri): Promise<FolderContent> {
	const entries = await workspace.fs.readDirectory(uri);
	const named = (type: FileType) => entries.filter((entry) => entry[1] === type).map(([name]) => name);
	return { files: named(FileType.File), folders: named(FileType.Directory) };
}

const missing: ReadonlySet<string> = new Set(['FileNotFound', 'EntryNotFound', 'FileNotADirectory']);

/** What is not there is null: the server asks for files that a tree may have. */
async function orNull<Content>(content: Thenable<Content>): Promise<Content | null> {
	try {
		return await content;
	} catch (error) {
		if (error instanceof FileSystemError && missing.has(error.code)) return null;
		throw error;
	}
}
