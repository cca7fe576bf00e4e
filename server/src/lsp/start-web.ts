/** The language server in a web worker: messages instead of streams. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { version } from '../version.ts';
import { webHost } from './host/web-host.ts';
import { serve } from './server.ts';

const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(ProposedFeatures.all, new BrowserMessageReader(scope), new BrowserMessageWriter(scope));
serve(connection, webHost(connection), version);
connection.listen();
