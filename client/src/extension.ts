/** The extension, whatever it runs on: the two entries make the client, this adds what people see. */
import { commands, type Disposable, type ExtensionContext, type LogOutputChannel, type Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { StatusNews } from '../../server/src/lsp/protocol.ts';
import { registerAudits } from './audit/audits.ts';
import { reportFalseAlarm } from './false-alarm.ts';
import { showInventory } from './inventory.ts';
import { registerPatches } from './patches/patches.ts';
import { PathsPanel } from './paths/paths-panel.ts';
import { showProbes } from './probes.ts';
import { explainRule } from './rule-pages.ts';
import { Server } from './server.ts';
import { createStatus } from './status.ts';

/** What a client is made with, and how its commands reach {@link PathsPanel} once that is there. */
export interface ClientSetup {
	readonly options: LanguageClientOptions;
	readonly log: LogOutputChannel;
	/** Called with the client before it starts. */
	finish(client: BaseLanguageClient): Disposable[];
}

/** Makes the options of the client. `more` goes to the server with `initialize`. */
export function setUpClient(context: ExtensionContext, more: object = {}): ClientSetup {
	const activated = performance.now();
	const log = window.createOutputChannel('mm-review', { log: true });
	let isFirst = true;
	let paths: PathsPanel | null = null;
	const options: LanguageClientOptions = {
		documentSelector: documentSelector(),
		// Asked at each start: trust may have been given since the last.
		initializationOptions: () => ({ status: true, audits: true, trusted: workspace.isTrusted, ...more }),
		synchronize: { configurationSection: 'mmReview' },
		middleware: {
			// The lens asks the server for text; here there is a picture.
			executeCommand: (command, args, next) =>
				command === 'mmReview.showPaths' && paths !== null ? paths.show(String(args[0]), String(args[1])) : next(command, args),
		},
		diagnosticPullOptions: { onChange: true, onTabs: false, onSave: false },
		outputChannel: log,
	};
	return {
		options,
		log,
		finish(client) {
			const server = new Server(client);
			const status = createStatus();
			const panel = new PathsPanel(server, context.extensionUri);
			paths = panel;
			return [
				log,
				status,
				panel,
				client.onNotification('mmReview/status', (news: StatusNews) => {
					if (isFirst)
						log.info(
							`first review ${Math.round(performance.now() - activated)} ms after the activation began, ${Math.round(news.milliseconds)} ms of it for the review`,
						);
					isFirst = false;
					status.show(news);
					// The walkthrough's first step is done.
					if (news.root !== null) void commands.executeCommand('setContext', 'mmReview.hasTree', true);
					panel.reviewed(news.uri);
				}),
				workspace.onDidGrantWorkspaceTrust(() => void client.sendNotification('mmReview/trusted')),
				...registerAudits(server, context, status),
				...registerPatches(server),
				commands.registerCommand('mmReview.showInventory', () => showInventory(server)),
				commands.registerCommand('mmReview.showProbes', () => showProbes(server, status)),
				commands.registerCommand('mmReview.showPathsHere', () => panel.showHere()),
				commands.registerCommand('mmReview.explainRule', (id?: string) => explainRule(context, id)),
				commands.registerCommand('mmReview.reportFalseAlarmHere', (uri?: string, fingerprint?: string) => reportFalseAlarm(server, uri, fingerprint)),
				commands.registerCommand('mmReview.showLog', () => log.show()),
			];
		},
	};
}

/** The documents that are reviewed: those of the workspace, wherever it lies, and new ones; not those that the extension shows itself. */
function documentSelector(): { language?: string; scheme: string; pattern?: string }[] {
	const schemes = new Set(['file', 'untitled', ...(workspace.workspaceFolders ?? []).map(({ uri }: { uri: Uri }) => uri.scheme)]);
	return [...schemes].flatMap((scheme) => [
		{ scheme, language: 'c' },
		{ scheme, pattern: '**/*.h' },
		{ scheme, pattern: '**/Kconfig*' },
		{ scheme, language: 'diff' },
		{ scheme, language: 'kernel-patch-mail' },
	]);
}
