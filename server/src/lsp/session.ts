/** What handlers share: the connection, what the client can do, the open documents and the trees they lie in. */
import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import type { AuditStore } from './audit-store.ts';
import type { Documents } from './documents.ts';
import type { Host } from './host/host.ts';
import type { PatchDocuments } from './patch-documents.ts';
import type { PatchReviews } from './patch-reviews.ts';
import type { Trees } from './trees.ts';
import type { Trust } from './trust.ts';

/** What a client can do, as far as it matters here. */
export interface ClientAbilities {
	/** It asks for diagnostics; else they are sent. */
	readonly pulls: boolean;
	readonly refreshesPulls: boolean;
	/** It asks for code lenses again when it is told to. */
	readonly refreshesLenses: boolean;
	/** The same of inlay hints. */
	readonly refreshesHints: boolean;
	readonly configuration: boolean;
	readonly watchesFiles: boolean;
	readonly progress: boolean;
	readonly showsDocuments: boolean;
	readonly changesFolders: boolean;
	/** It takes the notification `mmReview/status`. */
	readonly showsStatus: boolean;
	/** It takes the notifications `mmReview/audit`. */
	readonly showsAudits: boolean;
}

/** A running server. */
export interface Session {
	readonly connection: Connection;
	readonly host: Host;
	readonly abilities: ClientAbilities;
	readonly documents: Documents;
	readonly patches: PatchDocuments;
	readonly patchReviews: PatchReviews;
	readonly trees: Trees;
	readonly trust: Trust;
	readonly audits: AuditStore;
	/** Of the server: `0.1.0`. */
	readonly version: string;
	/** The URI of a rule's page: on disk where it is shipped beside the server, else on the web. */
	rulePage(id: string): string;
	/** Whether the client has said good-bye: nothing is sent any more. */
	isOver(): boolean;
}

/** Reads a client's capabilities. */
export function abilitiesOf(capabilities: ClientCapabilities, options: unknown): ClientAbilities {
	return {
		pulls: capabilities.textDocument?.diagnostic !== undefined,
		refreshesPulls: capabilities.workspace?.diagnostics?.refreshSupport === true,
		refreshesLenses: capabilities.workspace?.codeLens?.refreshSupport === true,
		refreshesHints: capabilities.workspace?.inlayHint?.refreshSupport === true,
		configuration: capabilities.workspace?.configuration === true,
		watchesFiles: capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
		progress: capabilities.window?.workDoneProgress === true,
		changesFolders: capabilities.workspace?.workspaceFolders === true,
		showsDocuments: capabilities.window?.showDocument?.support === true,
		showsStatus: isOn(options, 'status'),
		showsAudits: isOn(options, 'audits'),
	};
}

function isOn(options: unknown, name: string): boolean {
	return typeof options === 'object' && options !== null && (options as Record<string, unknown>)[name] === true;
}
