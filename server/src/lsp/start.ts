/** The language server over standard input and output. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeHost } from './host/node-host.ts';
import { serve } from './server.ts';

/** Starts the server; resolves when it listens. It ends with its client. */
export async function startServer(version: string): Promise<void> {
	// Given streams, the library ends the process when the client's end closes.
	const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
	// What libraries print must not get between the messages.
	console.log = (...values: unknown[]) => connection.console.log(values.map(String).join(' '));
	serve(connection, nodeHost(), version);
	connection.listen();
}
