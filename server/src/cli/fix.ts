/** `mm-review fix FILE...`: writes the fixes, or prints them as a patch. */
import { type Command, Option } from 'commander';
import { createTwoFilesPatch } from 'diff';
import { loadParser } from '../kernel-tree/node-parser.ts';
import { writeText } from '../kernel-tree/read-file.ts';
import type { Note } from '../review/finding.ts';
import { fixText } from '../review/fix.ts';
import { treeSetups } from './check.ts';
import { expandPaths, readInput } from './inputs.ts';
import { type ReviewOptions, withReviewOptions } from './options.ts';
import { writeAll } from './output.ts';
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
		const fixed = fixText(
			{ file: input.file, text: input.text, tree: setup.profile, settings: setup.settings },
			parser,
			(safety) => safety === 'safe' || options.safe !== true,
		);
		toReview += fixed.toReview;
		left += fixed.left.length;
		if (fixed.text === input.text) continue;
		applied += fixed.applied;
		changed++;
		if (options.diff === true) writeAll(1, patchOf(input.file, input.text, fixed.text));
		else if (input.path === null) writeAll(1, fixed.text);
		else writeText(input.path, fixed.text, input.encoding);
	}
	for (const note of [...notes, ...trees.all().flatMap((setup) => setup.notes)]) writeAll(2, `${note.level}: ${note.message}\n`);
	if (options.quiet !== true)
		writeAll(
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
