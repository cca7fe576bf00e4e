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
	// What nothing else catches ends neither the server nor the requests after it.
	const survive = (error: unknown) => {
		// Nobody is left to be served.
		if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(0);
		connection.console.error(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	};
	// The command line ends with an error; a server goes on.
	process.removeAllListeners('uncaughtException').on('uncaughtException', survive).on('unhandledRejection', survive);
	serve(connection, nodeHost(), version);
	connection.listen();
}
