/** The command line. */
import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { addAudit } from './audit.ts';
import { addCheck } from './check.ts';
import { addExplain } from './explain.ts';
import { addFix } from './fix.ts';
import { addLsp } from './lsp.ts';
import { addMerge } from './merge.ts';
import { addPaths } from './paths.ts';
import { addReview } from './review.ts';
import { addRules } from './rules.ts';
import { exitCodes, UsageError } from './usage-error.ts';

const program = new Command('mm-review')
	.description('Reviews Linux memory-management code: page reference counts, DAX mappings and devmap page-table bits.')
	.version(version)
	.exitOverride()
	.showHelpAfterError('Try "mm-review --help".');
// Sub-commands inherit what is set before they are added.
for (const add of [addCheck, addAudit, addReview, addFix, addExplain, addPaths, addRules, addMerge, addLsp]) add(program);

try {
	await program.parseAsync();
} catch (error) {
	process.exitCode = exitCodes.inputError;
	if (error instanceof CommanderError) {
		if (error.exitCode === 0) process.exitCode = 0;
	} else if (error instanceof UsageError) process.stderr.write(`mm-review: ${error.message}\n`);
	else process.stderr.write(`mm-review: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
