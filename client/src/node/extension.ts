/** The desktop entry: the server is a process beside the extension host, on the machine that has the tree. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { setUpClient } from '../extension.ts';

let client: LanguageClient | undefined;

/** Called by VS Code when a C file, a Kconfig file, a patch or a kernel tree is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
	const began = performance.now();
	const module = context.asAbsolutePath('dist/mm-review.js');
	const run = { module, args: ['lsp'], transport: TransportKind.stdio };
	// Where the extension is debugged, so is the server: .vscode/launch.json attaches to it.
	const serverOptions: ServerOptions = { run, debug: { ...run, options: { execArgv: ['--inspect=6009'] } } };
	const setup = setUpClient(context);
	client = new LanguageClient('mmReview', 'mm-review', serverOptions, setup.options);
	context.subscriptions.push(...setup.finish(client));
	await client.start();
	setup.log.info(`the server is ready after ${Math.round(performance.now() - began)} ms`);
}

/** Called by VS Code when it closes. */
export async function deactivate(): Promise<void> {
	await client?.stop();
}
