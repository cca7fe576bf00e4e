/** `mm-review fix FILE...`: writes the fixes, or prints them as a patch. */

import { type Command, Option } from 'commander';
import { createTwoFilesPatch } from 'diff';
import { loadParser } from '../kernel-tree/node-parser.ts';
import { replaceFile, WriteError } from '../kernel-tree/write-file.ts';
import { noteText } from '../report/text.ts';
import type { Note } from '../review/finding.ts';
import { fixText } from '../review/fix.ts';
import { attempt } from '../review/net.ts';
import { treeSetups } from './check.ts';
import { expandPaths, readInput } from './inputs.ts';
import { type ReviewOptions, withReviewOptions } from './options.ts';
import { writeAll, writePlain } from './output.ts';
import { exitCodes } from './usage-error.ts';

interface FixOptions extends ReviewOptions {
	readonly diff?: boolean;
	readonly safe?: boolean;
}

/** Adds the command. */
export function addFix(program: Command): void {
	withReviewOptions(program.command('fix').description('apply the fixes of findings').argument('<file...>', 'files or folders'))
		.addOption(new Option('--diff', 'print a patch instead of writing; git apply takes it'))
		.addOption(new Option('--safe', 'only fixes that need no review'))
		.action(async (files: string[], options: FixOptions) => {
			process.exitCode = await fix(files, options);
		});
}

async function fix(files: readonly string[], options: FixOptions): Promise<number> {
	const trees = treeSetups(options);
	const inputs = await expandPaths(files, async (root) => (await trees.of(root)).exclude);
	const parser = await loadParser(options.parser);
	const notes: Note[] = [...inputs.notes];
	let applied = 0;
	let changed = 0;
	let toReview = 0;
	let left = 0;
	for (const path of inputs.paths) {
		const input = readInput(path);
		if (!('text' in input)) {
			notes.push(input);
			continue;
		}
		const setup = await trees.of(input.root);
		const request = { file: input.file, text: input.text, tree: setup.profile, settings: setup.settings };
		const fixed = attempt(`fixing ${input.file}`, input.file, notes, null, () =>
			fixText(request, parser, (safety) => safety === 'safe' || options.safe !== true),
		);
		if (fixed === null) continue;
		toReview += fixed.toReview;
		left += fixed.left.length;
		if (fixed.text === input.text) continue;
		// To a terminal it is shown, to a pipe it goes as it is.
		const write = process.stdout.isTTY ? writePlain : writeAll;
		if (options.diff === true) write(1, patchOf(input.file, input.text, fixed.text));
		else if (input.path === null) write(1, fixed.text);
		else {
			try {
				replaceFile(input.path, fixed.text, input.encoding, input.file);
			} catch (error) {
				if (!(error instanceof WriteError)) throw error;
				notes.push({ level: 'error', message: error.message, file: input.file });
				continue;
			}
		}
		applied += fixed.applied;
		changed++;
	}
	for (const note of [...notes, ...trees.all().flatMap((setup) => setup.notes)]) writePlain(2, noteText(note, { colour: false }));
	if (options.quiet !== true)
		writePlain(
			2,
			`${applied} ${applied === 1 ? 'fix' : 'fixes'} in ${changed} ${changed === 1 ? 'file' : 'files'}, ${left} ${left === 1 ? 'finding' : 'findings'} left${toReview === 0 ? '' : `; ${toReview} of the fixes ${toReview === 1 ? 'has' : 'have'} to be reviewed: look at the change, or take --safe`}\n`,
		);
	if (notes.length > 0 && options.keepGoing !== true) return exitCodes.inputError;
	return left > 0 ? exitCodes.findings : exitCodes.nothingFound;
}

/** A patch of one file, in the form of git. */
function patchOf(file: string, before: string, after: string): string {
	const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, '', '', { context: 3 });
	return `diff --git a/${file} b/${file}\n${patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (\S+)\t?$/gm, '$1 $2')}`;
}
