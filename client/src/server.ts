/** Talks to the server: commands with a progress that can be cancelled, failures told in one line. */
import { type Progress, ProgressLocation, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { WorkDoneProgress } from 'vscode-languageclient';

/** How a command that takes long is shown. */
export interface ProgressOptions {
	readonly title: string;
	/** Called with what the server says of how far it is. */
	onReport?(message: string): void;
}

/** The commands of the server. */
export class Server {
	readonly client: BaseLanguageClient;
	#token = 0;

	constructor(client: BaseLanguageClient) {
		this.client = client;
	}

	/** Runs a command. Rejects with the server's reason. */
	run<Answer>(command: string, args: readonly unknown[]): Promise<Answer> {
		return this.client.sendRequest<Answer>('workspace/executeCommand', { command, arguments: args });
	}

	/** Runs a command; undefined when it failed, which was told. */
	async ask<Answer>(command: string, ...args: readonly unknown[]): Promise<Answer | undefined> {
		try {
			return await this.run<Answer>(command, args);
		} catch (error) {
			this.tell(error);
			return undefined;
		}
	}

	/** The same for what takes long; undefined also when it was cancelled. */
	async askLong<Answer>(command: string, args: readonly unknown[], options: ProgressOptions): Promise<Answer | undefined> {
		return window.withProgress({ location: ProgressLocation.Notification, title: options.title, cancellable: true }, async (progress, token) => {
			const workDoneToken = `${command} ${++this.#token}`;
			const listening = this.client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
				if (value.kind === 'report') report(progress, value.message ?? '', options);
			});
			try {
				return await this.client.sendRequest<Answer>('workspace/executeCommand', { command, arguments: args, workDoneToken }, token);
			} catch (error) {
				if (!token.isCancellationRequested) this.tell(error);
				return undefined;
			} finally {
				listening.dispose();
			}
		});
	}

	/** Shows what went wrong, and keeps it in the log. */
	tell(error: unknown): void {
		const message = error instanceof Error ? error.message : String(error);
		this.client.outputChannel.error(message);
		void window.showErrorMessage(`mm-review: ${message}`);
	}
}

function report(progress: Progress<{ message?: string }>, message: string, options: ProgressOptions): void {
	progress.report({ message });
	options.onReport?.(message);
}
