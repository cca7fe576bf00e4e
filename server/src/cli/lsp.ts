/** `mm-review lsp --stdio`: the language server. */
import type { Command } from 'commander';
import { version } from '../version.ts';

/** Adds the command. */
export function addLsp(program: Command): void {
	program
		.command('lsp')
		.description('start the language server')
		// Clients add options of their own, such as --clientProcessId.
		.allowUnknownOption()
		.allowExcessArguments()
		.option('--stdio', 'speak over standard input and output (the only way there is)')
		.action(async () => {
			const { startServer } = await import('../lsp/start.ts');
			await startServer(version);
		});
}
