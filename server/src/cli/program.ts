/** The commands, with their options; run by main.ts, described by the manual page and the shell completions. */
import { Command } from 'commander';
import { version } from '../version.ts';
import { addAudit } from './audit.ts';
import { addCheck } from './check.ts';
import { addExplain } from './explain.ts';
import { addFix } from './fix.ts';
import { addLsp } from './lsp.ts';
import { addMerge } from './merge.ts';
import { writePlain } from './output.ts';
import { addPaths } from './paths.ts';
import { addReview } from './review.ts';
import { addRules } from './rules.ts';

/** A program with all commands. */
export function createProgram(): Command {
	const program = new Command('mm-review')
		.description('Reviews Linux memory-management code: page reference counts, DAX mappings and devmap page-table bits.')
		.version(version)
		.exitOverride()
		.configureOutput({ writeErr: (text) => writePlain(2, text) })
		.showHelpAfterError('Try "mm-review --help".');
	// Sub-commands inherit what is set before they are added.
	for (const add of [addCheck, addAudit, addReview, addFix, addExplain, addPaths, addRules, addMerge, addLsp]) add(program);
	return program;
}
