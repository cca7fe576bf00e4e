/** The command line. */
import { CommanderError } from 'commander';
import { WriteError } from '../kernel-tree/write-file.ts';
import { oneLine, visible } from '../report/foreign-text.ts';
import { createProgram } from './program.ts';
import { exitCodes, UsageError } from './usage-error.ts';

/** So many milliseconds something that still runs after an error has to end. */
const LONGEST_END = 8000;

/** Says what went wrong, in a line, and gives the exit code. */
function failed(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.nothingFound : exitCodes.inputError;
	const isExpected = error instanceof UsageError || error instanceof WriteError;
	const message = error instanceof Error ? error.message : String(error);
	const trace = process.env['MM_REVIEW_TRACE'] === undefined || !(error instanceof Error) ? '' : `${visible(error.stack ?? '')}\n`;
	try {
		process.stderr.write(`mm-review: ${isExpected ? '' : 'internal error: '}${oneLine(message)}\n${trace}`);
	} catch {
		// There is nobody left to be told; the exit code is.
	}
	return exitCodes.inputError;
}

process.on('uncaughtException', (error) => process.exit(failed(error)));
try {
	await createProgram().parseAsync();
} catch (error) {
	process.exitCode = failed(error);
	setTimeout(() => process.exit(), LONGEST_END).unref();
}
