/** Wires the protocol to the features; each has a file of its own. */

import {
	type Connection,
	DidChangeConfigurationNotification,
	DidChangeWatchedFilesNotification,
	type InitializeParams,
	type InitializeResult,
	TextDocumentSyncKind,
	TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { probedFiles } from '../kernel-tree/probe.ts';
import { rulePageUrl } from '../report/rule-pages.ts';
import { configFileName } from '../review/settings.ts';
import { AuditStore } from './audit-store.ts';
import { unlessCancelled } from './cancellation.ts';
import { fixAllKind, handleCodeActions } from './code-actions.ts';
import { handleCodeLenses } from './code-lens.ts';
import { commands, handleCommands } from './commands.ts';
import { handleDiagnostics, handlePullDiagnostics } from './diagnostics.ts';
import { Documents } from './documents.ts';
import type { Host } from './host/host.ts';
import { decoded, shownName } from './host/uris.ts';
import { handleHover } from './hover.ts';
import { handleInlayHints } from './inlay-hints.ts';
import { PatchDocuments } from './patch-documents.ts';
import { patchSymbols } from './patch-features.ts';
import { PatchReviews } from './patch-reviews.ts';
import { abilitiesOf, type Session } from './session.ts';
import { Trees } from './trees.ts';
import { Trust, trustedNotification } from './trust.ts';

/** Serves a client on a machine. */
export function serve(connection: Connection, host: Host, version: string): void {
	const texts = new TextDocuments(TextDocument);
	let session: Session | null = null;
	let isOver = false;
	const current = (): Session => {
		if (session === null) throw new Error('the client sent a request before initialize');
		return session;
	};

	connection.onShutdown(() => {
		isOver = true;
		session?.trees.helpers.stop();
	});
	connection.onInitialize((params) => {
		host.initialize(params.initializationOptions);
		session = startSession(
			connection,
			host,
			params,
			texts,
			version,
			() => isOver,
			() => refresh(),
		);
		register();
		return initializeResult(session, version);
	});

	let refresh = () => {};
	function register(): void {
		const diagnostics = handleDiagnostics(current, () => texts.keys());
		refresh = () => diagnostics.refresh();
		handlePullDiagnostics(current, (uri) => diagnostics.complete(uri));
		handleHover(current);
		handleCodeActions(current);
		connection.onDocumentSymbol(
			unlessCancelled(async ({ textDocument }) => {
				const patches = await current().patches.review(textDocument.uri);
				return patches === null ? null : patchSymbols(patches);
			}),
		);
		handleInlayHints(current);
		handleCodeLenses(current);
		handleCommands(current, refresh);
		const anew = () => {
			current().trees.forget();
			diagnostics.refresh();
		};
		texts.onDidChangeContent((event) => diagnostics.changed(event.document.uri));
		texts.onDidClose((event) => diagnostics.closed(event.document.uri));
		texts.onDidSave((event) => {
			if (isAboutTree(event.document.uri)) anew();
			else void readAnew(current(), event.document);
		});
		connection.onDidChangeWatchedFiles(anew);
		connection.onNotification(trustedNotification, () => {
			current().trust.grant();
			current().trees.isTrusted = true;
			anew();
		});
		connection.onDidChangeConfiguration((change) => {
			if (current().abilities.configuration) anew();
			else {
				current().trees.push(sectionOf(change.settings));
				diagnostics.refresh();
			}
		});
		connection.onInitialized(async () => {
			const { abilities, trees } = current();
			if (abilities.configuration) await connection.client.register(DidChangeConfigurationNotification.type, { section: 'mmReview' });
			if (abilities.watchesFiles) {
				const watchers = [configFileName, ...probedFiles].map((file) => ({ globPattern: `**/${file}` }));
				await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
			}
			if (!abilities.changesFolders) return;
			connection.workspace.onDidChangeWorkspaceFolders(async () => {
				trees.folders = (await connection.workspace.getWorkspaceFolders()) ?? [];
				diagnostics.refresh();
			});
		});
	}

	texts.listen(connection);
}

function startSession(
	connection: Connection,
	host: Host,
	params: InitializeParams,
	texts: TextDocuments<TextDocument>,
	version: string,
	isOver: () => boolean,
	onNewSetup: () => void,
): Session {
	const abilities = abilitiesOf(params.capabilities, params.initializationOptions);
	const folders = params.workspaceFolders ?? (params.rootUri === null || params.rootUri === undefined ? [] : [{ uri: params.rootUri, name: 'root' }]);
	const trees = new Trees(connection, host, abilities.configuration, folders, sectionOf(params.initializationOptions), onNewSetup);
	const trust = new Trust(connection, params.initializationOptions);
	trees.isTrusted = trust.readsConfiguration;
	// Clients write the same URI in different ways.
	const find = (uri: string) => texts.get(uri) ?? texts.all().find((document) => decoded(document.uri) === decoded(uri));
	const rulePage = (id: string) => host.rulePage(id) ?? rulePageUrl(id);
	return {
		connection,
		host,
		abilities,
		version,
		rulePage,
		trees,
		trust,
		documents: new Documents(find, trees, host),
		patches: new PatchDocuments(find, trees, host),
		patchReviews: new PatchReviews(),
		audits: new AuditStore((uri) => find(uri) !== undefined, rulePage),
		isOver,
	};
}

/** What other files call in a file that was saved may do something else now. */
async function readAnew({ trees, documents, audits }: Session, document: TextDocument): Promise<void> {
	const review = await documents.review(document.uri);
	if (review === null || review.root === null) return;
	// What is on disk now is what the audit would find.
	audits.put(review.root, [review]);
	trees.helpers.saved(review.root, review.setup, review.file, review.text, await documents.parser);
}

function initializeResult(session: Session, version: string): InitializeResult {
	return {
		serverInfo: { name: 'mm-review', version },
		capabilities: {
			textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
			hoverProvider: true,
			documentSymbolProvider: true,
			codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind] },
			inlayHintProvider: true,
			codeLensProvider: {},
			executeCommandProvider: { commands: [...commands], workDoneProgress: true },
			...(session.abilities.pulls ? { diagnosticProvider: { identifier: 'mm-review', interFileDependencies: false, workspaceDiagnostics: true } } : {}),
			workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
		},
	};
}

/** Settings as some clients send them: under the section's name, or bare. */
function sectionOf(settings: unknown): unknown {
	if (typeof settings !== 'object' || settings === null) return {};
	return 'mmReview' in settings ? settings.mmReview : settings;
}

function isAboutTree(uri: string): boolean {
	return [configFileName, ...probedFiles].some((file) => shownName(uri).endsWith(`/${file}`));
}
