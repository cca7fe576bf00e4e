/** The desktop extension: starts the bundled server and offers its commands. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { registerCommands, showingPaths } from '../commands.ts';
import { createStatus } from '../status.ts';

let client: LanguageClient | undefined;

/** Called by VS Code when a C file, a Kconfig file or a kernel tree is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
	const module = context.asAbsolutePath('dist/mm-review.js');
	const run = { module, args: ['lsp'], transport: TransportKind.stdio };
	const serverOptions: ServerOptions = { run, debug: run };
	const clientOptions: LanguageClientOptions = {
		documentSelector: [
			{ language: 'c' },
			{ scheme: 'file', pattern: '**/*.h' },
			{ scheme: 'file', pattern: '**/Kconfig*' },
			{ language: 'diff' },
			{ language: 'kernel-patch-mail' },
		],
		initializationOptions: { status: true },
		synchronize: { configurationSection: 'mmReview' },
		middleware: { executeCommand: showingPaths },
		diagnosticPullOptions: { onChange: true, onTabs: false, onSave: false },
		outputChannelName: 'mm-review',
	};
	client = new LanguageClient('mmReview', 'mm-review', serverOptions, clientOptions);
	const status = createStatus();
	context.subscriptions.push(
		status,
		client.onNotification('mmReview/status', (update) => status.show(update)),
		...registerCommands(client, context, status),
	);
	await client.start();
}

/** Called by VS Code when it closes. */
export async function deactivate(): Promise<void> {
	await client?.stop();
}
