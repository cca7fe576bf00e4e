/** `mm-review check FILE...`: reviews files as they are. */

import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { loadParser } from '../kernel-tree/node-parser.ts';
import { replaceFile } from '../kernel-tree/write-file.ts';
import { formatBaseline } from '../review/baseline.ts';
import type { Silenced } from '../review/decide.ts';
import { reviewFile } from '../review/document.ts';
import { addStats, compareFindings, type Finding, type Note, noStats, type Stats } from '../review/finding.ts';
import { readHelpers } from '../review/read-helpers.ts';
import { followsReferences } from '../review/settings.ts';
import { setUpTree } from '../review/tree-on-disk.ts';
import type { TreeSetup } from '../review/tree-setup.ts';
import { version } from '../version.ts';
import { expandPaths, type InputFile, readInput } from './inputs.ts';
import { type ReviewOptions, setupRequest, type TreeOptions, treeHelpersOption, withReviewOptions } from './options.ts';
import { exitCodeOf, openOutput } from './output.ts';

/** Adds the command. */
export function addCheck(program: Command): void {
	withReviewOptions(
		program.command('check').description('review C files or folders as they are').argument('<file...>', 'files or folders; - is standard input'),
	)
		.addOption(treeHelpersOption())
		.action(async (files: string[], options: ReviewOptions) => {
			process.exitCode = await check(files, options);
		});
}

async function check(files: readonly string[], options: ReviewOptions): Promise<number> {
	const trees = treeSetups(options);
	const inputs = await expandPaths(files, async (root) => (await trees.of(root)).exclude);
	const texts = new Map<string, string>();
	const output = openOutput(options, (file) => texts.get(file) ?? null);
	const parser = await loadParser(options.parser);
	const findings: Finding[] = [];
	const silenced: Silenced[] = [];
	const notes: Note[] = [...inputs.notes];
	let stats: Stats = noStats;
	for (const path of inputs.paths) {
		const input = readInput(path);
		if (!isInputFile(input)) {
			notes.push(input);
			continue;
		}
		const setup = await trees.of(input.root);
		const request = { file: input.file, text: input.text, tree: setup.profile, settings: setup.settings };
		const review = reviewFile(request, parser);
		texts.set(input.file, input.text);
		for (const finding of [...review.findings].sort(compareFindings)) output.finding(finding);
		texts.delete(input.file);
		for (const each of review.findings) findings.push(each);
		for (const each of review.silenced) silenced.push(each);
		for (const each of review.notes) notes.push(each);
		stats = addStats(stats, review.stats);
	}
	const used = trees.all();
	for (const each of used.flatMap((setup) => setup.notes)) notes.push(each);
	const only = used.find((setup) => setup.root !== null);
	await output.end({
		version,
		tree: only === undefined || only.root === null ? null : { root: only.root, profile: only.profile },
		findings: findings.sort(compareFindings),
		silenced,
		inventory: null,
		notes,
		stats,
	});
	if (options.writeBaseline !== undefined) replaceFile(options.writeBaseline, formatBaseline(findings), 'utf8', `the baseline ${options.writeBaseline}`);
	return exitCodeOf(findings.length, notes, stats.files, options.keepGoing === true);
}

function isInputFile(input: InputFile | Note): input is InputFile {
	return 'text' in input;
}

/** Sets up trees, each once. */
export interface TreeSetups {
	of(root: string | null): Promise<TreeSetup>;
	all(): readonly TreeSetup[];
}

/** The trees of one run of a command. */
export function treeSetups(options: TreeOptions): TreeSetups {
	const setups = new Map<string | null, TreeSetup>();
	return {
		async of(root) {
			const known = setups.get(root);
			if (known !== undefined) return known;
			const setup = await withTreeHelpers(await setUpTree(root, setupRequest(options)), options);
			setups.set(root, setup);
			return setup;
		},
		all: () => [...setups.values()],
	};
}

/** A set-up with what functions of the tree's other files do, where that is asked for. */
async function withTreeHelpers(setup: TreeSetup, { treeHelpers, parser }: TreeOptions): Promise<TreeSetup> {
	const { root, settings, profile, exclude } = setup;
	if (treeHelpers !== true || root === null || !followsReferences(settings)) return setup;
	const helpers = await readHelpers({ root, tree: profile, settings, exclude, workers: availableParallelism(), parser });
	return { ...setup, settings: { ...settings, helpers: helpers ?? [] } };
}
