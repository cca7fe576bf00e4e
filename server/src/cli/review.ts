/** `mm-review review MAIL...`: reviews patches, series and threads. */

import { type Command, Option } from 'commander';
import { findTree } from '../kernel-tree/find-tree.ts';
import { GitError, type GitRange, gitRange } from '../kernel-tree/git-range.ts';
import { loadParser } from '../kernel-tree/node-parser.ts';
import { replaceFile } from '../kernel-tree/write-file.ts';
import { reviewFormats } from '../report/report.ts';
import { formatBaseline } from '../review/baseline.ts';
import type { Silenced } from '../review/decide.ts';
import { decideMade } from '../review/decide.ts';
import { addStats, compareFindings, type Finding, type Note, noStats, type Stats } from '../review/finding.ts';
import { attempt } from '../review/net.ts';
import { type ReviewedPatch, reviewSeries } from '../review/patches/review-series.ts';
import { treeBase } from '../review/patches/tree-base.ts';
import { setUpTree } from '../review/tree-on-disk.ts';
import { version } from '../version.ts';
import { checkpatch, checkpatchOf } from './checkpatch.ts';
import { readSeries } from './mail-inputs.ts';
import { type PatchReviewOptions, setupRequest, withReviewOptions } from './options.ts';
import { exitCodeOf } from './output.ts';
import { openReviewOutput } from './review-output.ts';
import { UsageError } from './usage-error.ts';

/** Adds the command. */
export function addReview(program: Command): void {
	const command = withReviewOptions(
		program
			.command('review')
			.description('review patches: what they bring in')
			.argument('[mail...]', 'patches, mails, mboxes, folders of them, a saved lore page; - is standard input'),
		[...reviewFormats],
	);
	command
		.option('--tree <tree>', 'the kernel tree that the patches apply to')
		.option('--git <range>', 'the commits of a range of the tree, or of the repository around the current folder')
		.option('--all', 'also what was there before, and what the patches fix')
		.option('--backwards', 'take the series back, the last patch first: what would that bring in?')
		.option('--checkpatch', "run the tree's own scripts/checkpatch.pl too, and show what it says")
		.addOption(new Option('--quoted', 'read patches out of quoted text'))
		.action(async (mails: string[], options: PatchReviewOptions) => {
			process.exitCode = await review(mails, options);
		});
}

async function review(mails: readonly string[], options: PatchReviewOptions): Promise<number> {
	if (mails.length === 0 && options.git === undefined) throw new UsageError('review takes patches or mails, or --git RANGE');
	const range = options.git === undefined ? null : commits(options.tree ?? '.', options.git);
	const root = rootOf(options, range);
	const setup = await setUpTree(root, setupRequest(options));
	const { series, notes: inputNotes } = await readSeries(mails, range, options.quoted === true);
	const output = openReviewOutput(options);
	const findings: Finding[] = [];
	const silenced: Silenced[] = [];
	const notes: Note[] = [...setup.notes, ...inputNotes];
	const reviewed: ReviewedPatch[] = [];
	let stats: Stats = noStats;
	const started = performance.now();
	const parser = await loadParser(options.parser);
	const request = {
		patches: series.patches,
		base: root === null ? null : treeBase(root, setup.profile, { isSearched: true, parser: options.parser, range }),
		overrides: setup.overrides,
		settings: setup.settings,
		parser,
		all: options.all === true,
		backwards: options.backwards === true,
	};
	const script = checkpatchIn(options, root);
	for await (const found of reviewSeries(request)) {
		const said =
			script === null || root === null
				? []
				: attempt(`checkpatch on "${found.patch.subject}"`, found.patch.mail.input, notes, [], () => checkpatch(script, root, found.patch));
		const made = decideMade(said, setup.settings);
		const patch =
			said.length === 0
				? found
				: { ...found, findings: [...found.findings, ...made.findings].sort(compareFindings), silenced: [...found.silenced, ...made.silenced] };
		output.patch(patch);
		for (const each of patch.findings) findings.push(each);
		for (const each of patch.silenced) silenced.push(each);
		for (const each of patch.notes) notes.push(each);
		stats = addStats(stats, patch.stats);
		reviewed.push(patch);
	}
	output.end({
		version,
		tree: root === null ? null : { root, profile: setup.profile },
		findings,
		silenced,
		inventory: null,
		patches: reviewed,
		notes,
		stats: { ...stats, milliseconds: performance.now() - started },
	});
	if (options.writeBaseline !== undefined) replaceFile(options.writeBaseline, formatBaseline(findings), 'utf8', `the baseline ${options.writeBaseline}`);
	// What is wrong with a diff is said; what could not be read at all is an error of the input.
	const unread = notes.filter(({ level }) => level === 'error');
	const shown = findings.filter(({ origin }) => origin !== 'fixed' && origin !== 'existing');
	return exitCodeOf(shown.length, unread, reviewed.length, options.keepGoing === true);
}

function rootOf({ tree }: PatchReviewOptions, range: GitRange | null): string | null {
	const root = tree === undefined ? (range?.root ?? null) : findTree(tree);
	if (root === null && tree !== undefined) throw new UsageError(`${tree} is no kernel tree: there is no Makefile with a kernel version beside include/linux`);
	return root;
}

function checkpatchIn(options: PatchReviewOptions, root: string | null): string | null {
	if (options.checkpatch !== true) return null;
	if (root === null) throw new UsageError('--checkpatch runs a script of the tree: name the tree with --tree');
	return checkpatchOf(root);
}

function commits(folder: string, range: string): GitRange {
	try {
		return gitRange(folder, range);
	} catch (error) {
		if (error instanceof GitError) throw new UsageError(error.message);
		throw error;
	}
}
