/** What the user trusts: a workspace as a whole, where the client tells; else each repository, where they are asked. */
import type { Connection, MessageActionItem } from 'vscode-languageserver';
import { oneLine } from '../report/foreign-text.ts';

/** A client's notification that the workspace is trusted now. */
export const trustedNotification = 'mmReview/trusted';

/** The answer that lets git run. */
const runGit: MessageActionItem = { title: 'Run git' };

/** Decides whether programs may be run for a tree. */
export class Trust {
	readonly #connection: Connection;
	readonly #allowed = new Set<string>();
	/** Whether the workspace is trusted; null where the client says nothing of it. */
	#workspace: boolean | null;

	/** `options`: what the client sent with `initialize`; `trusted` there says whether the workspace is. */
	constructor(connection: Connection, options: unknown) {
		this.#connection = connection;
		const said = typeof options === 'object' && options !== null ? (options as Record<string, unknown>)['trusted'] : undefined;
		this.#workspace = typeof said === 'boolean' ? said : null;
	}

	/** Whether files of the tree may say how it is reviewed. Clients that know no trust have none to withhold. */
	get readsConfiguration(): boolean {
		return this.#workspace !== false;
	}

	/** The user trusts the workspace from now on. */
	grant(): void {
		this.#workspace = true;
	}

	/** Whether git may be run in a repository: what it does there is configured by whoever made the repository. */
	async allowsGit(root: string): Promise<boolean> {
		if (this.#workspace !== null) return this.#workspace;
		if (this.#allowed.has(root)) return true;
		const message = `mm-review: read commits of ${oneLine(root)} with git? Say yes only where you trust the repository.`;
		const answer = await this.#connection.window.showWarningMessage(message, runGit, { title: 'Cancel' });
		if (answer?.title !== runGit.title) return false;
		this.#allowed.add(root);
		return true;
	}
}
