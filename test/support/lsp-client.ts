/** A client of the language server over stdio: the real server, as it is shipped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
	type CodeAction,
	createProtocolConnection,
	type Diagnostic,
	type Hover,
	type InitializeResult,
	type PublishDiagnosticsParams,
	type Range,
	StreamMessageReader,
	StreamMessageWriter,
} from 'vscode-languageserver/node';
import { bundle } from './run.ts';

/** How a client presents itself. */
export interface ClientOptions {
	readonly folders: readonly string[];
	readonly capabilities?: object;
	readonly initializationOptions?: unknown;
	/** For the process of the server. */
	readonly nodeOptions?: readonly string[];
	/** What the client answers when it is asked for settings. */
	readonly settings?: () => unknown;
}

/** A running server with its client. */
export class LspClient {
	readonly process: ChildProcess;
	readonly connection: ReturnType<typeof createProtocolConnection>;
	readonly published = new Map<string, PublishDiagnosticsParams>();
	readonly messages: string[] = [];
	readonly progress: { token: unknown; value: { kind: string; percentage?: number } }[] = [];
	readonly statuses: { scheme: string; version: string }[] = [];
	initialized!: InitializeResult;
	#waiting: (() => void)[] = [];
	#version = 1;

	private constructor(nodeOptions: readonly string[]) {
		this.process = spawn(process.execPath, [...nodeOptions, bundle, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
		if (this.process.stdout === null || this.process.stdin === null) throw new Error('no pipes');
		this.connection = createProtocolConnection(new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin));
	}

	/** Starts a server and initialises it. */
	static async start(options: ClientOptions): Promise<LspClient> {
		const client = new LspClient(options.nodeOptions ?? []);
		const { connection } = client;
		connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
			client.published.set(params.uri, params);
			client.#wake();
		});
		connection.onNotification('window/showMessage', (params: { message: string }) => {
			client.messages.push(params.message);
		});
		connection.onNotification('$/progress', (params: { token: unknown; value: { kind: string } }) => {
			client.progress.push(params);
			client.#wake();
		});
		connection.onNotification('mmReview/status', (params: { scheme: string; version: string }) => {
			client.statuses.push(params);
			client.#wake();
		});
		connection.onRequest('client/registerCapability', () => null);
		connection.onRequest('window/workDoneProgress/create', () => null);
		connection.onRequest('workspace/diagnostic/refresh', () => null);
		connection.onRequest('workspace/configuration', (params: { items: unknown[] }) => params.items.map(() => options.settings?.() ?? null));
		connection.onRequest('workspace/workspaceFolders', () => null);
		connection.listen();
		client.initialized = await connection.sendRequest('initialize', {
			processId: process.pid,
			rootUri: null,
			capabilities: options.capabilities ?? {},
			workspaceFolders: options.folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })),
			initializationOptions: options.initializationOptions,
		});
		await connection.sendNotification('initialized', {});
		return client;
	}

	#wake(): void {
		for (const wake of this.#waiting.splice(0)) wake();
	}

	/** Waits until a condition holds; looks again after every message. */
	async until(what: string, holds: () => boolean, milliseconds = 10_000): Promise<void> {
		const deadline = Date.now() + milliseconds;
		while (!holds()) {
			if (Date.now() > deadline) throw new Error(`waited ${milliseconds} ms for ${what}`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, 50);
				this.#waiting.push(() => {
					clearTimeout(timer);
					resolve();
				});
			});
		}
	}

	/** Opens a document. */
	async open(path: string, text: string, languageId = 'c'): Promise<string> {
		const uri = pathToFileURL(path).href;
		await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
		return uri;
	}

	/** Changes a range of a document. */
	async change(uri: string, range: Range, text: string): Promise<number> {
		const version = ++this.#version;
		await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text }] });
		return version;
	}

	/** The diagnostics that were sent for a version or a later one. */
	async diagnostics(uri: string, version = 1): Promise<Diagnostic[]> {
		await this.until(`diagnostics of ${uri}`, () => (this.published.get(uri)?.version ?? 0) >= version);
		return this.published.get(uri)?.diagnostics ?? [];
	}

	hover(uri: string, line: number, character: number): Promise<Hover | null> {
		return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character } });
	}

	codeActions(uri: string, range: Range, only?: string[]): Promise<CodeAction[]> {
		return this.connection.sendRequest('textDocument/codeAction', {
			textDocument: { uri },
			range,
			context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
		});
	}

	/** Ends as a client should; resolves with the server's exit code. */
	async stop(): Promise<number | null> {
		const ended = this.ended();
		await this.connection.sendRequest('shutdown');
		await this.connection.sendNotification('exit');
		return ended;
	}

	/** Resolves with the exit code when the server ends. */
	ended(): Promise<number | null> {
		return new Promise((resolve) => {
			if (this.process.exitCode !== null) resolve(this.process.exitCode);
			else this.process.once('exit', (code) => resolve(code));
		});
	}
}

/** A range on one line. */
export function onLine(line: number, from: number, to: number): Range {
	return { start: { line, character: from }, end: { line, character: to } };
}
