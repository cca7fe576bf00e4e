/** The command line. */
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { exitCodes, UsageError } from './usage-error.ts';

try {
	await createProgram().parseAsync();
} catch (error) {
	process.exitCode = exitCodes.inputError;
	if (error instanceof CommanderError) {
		if (error.exitCode === 0) process.exitCode = 0;
	} else if (error instanceof UsageError) process.stderr.write(`mm-review: ${error.message}\n`);
	else process.stderr.write(`mm-review: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
