/** `mm-review audit [TREE]` and `mm-review inventory [TREE]`: the whole tree, in parallel. */

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { findTree, isTree } from '../kernel-tree/find-tree.ts';
import { readText } from '../kernel-tree/read-file.ts';
import { replaceFile } from '../kernel-tree/write-file.ts';
import { type AuditFormat, auditFormats, type Format } from '../report/report.ts';
import { audit } from '../review/audit.ts';
import type { AuditJob } from '../review/audit-messages.ts';
import { formatBaseline } from '../review/baseline.ts';
import type { Silenced } from '../review/decide.ts';
import { compareFindings, type Finding } from '../review/finding.ts';
import type { InventoryUse } from '../review/inventory.ts';
import { setUpTree } from '../review/tree-on-disk.ts';
import { version } from '../version.ts';
import { type ReviewOptions, setupRequest, withReviewOptions } from './options.ts';
import { exitCodeOf, openOutput } from './output.ts';
import { showProgress } from './progress.ts';
import { exitCodes, UsageError } from './usage-error.ts';

interface AuditOptions extends Omit<ReviewOptions, 'format'> {
	readonly format: Format | AuditFormat;
	readonly path: readonly string[];
	readonly shard?: { readonly index: number; readonly count: number };
	readonly jobs: number;
}

/** Adds both commands. */
export function addAudit(program: Command): void {
	withTreeOptions(program.command('audit').description('review a whole kernel tree'), auditFormats).action((tree: string | undefined, options: AuditOptions) =>
		run(tree, options, 'review'),
	);
	withTreeOptions(program.command('inventory').description('list every use of the APIs that the rules know')).action(
		(tree: string | undefined, options: AuditOptions) => run(tree, options, 'inventory'),
	);
}

function withTreeOptions(command: Command, more: readonly string[] = []): Command {
	return withReviewOptions(command.argument('[tree]', 'root of the tree; default: the tree around the current folder'), more)
		.option(
			'--path <folder>',
			'only this folder or file of the tree (repeatable)',
			(value: string, previous: readonly string[]) => [...previous, value],
			[] as readonly string[],
		)
		.option('--shard <i/n>', 'only the i-th of n parts', parseShard)
		.option('--jobs <n>', 'workers', parseJobs, availableParallelism());
}

function parseShard(value: string): { index: number; count: number } {
	const match = /^(\d+)\/(\d+)$/.exec(value);
	const index = Number(match?.[1]);
	const count = Number(match?.[2]);
	if (match === null || index < 1 || index > count) throw new InvalidArgumentError('Write I/N, with I from 1 to N.');
	return { index, count };
}

function parseJobs(value: string): number {
	const count = Number(value);
	if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Write a number from 1.');
	return count;
}

async function run(tree: string | undefined, options: AuditOptions, job: AuditJob): Promise<void> {
	process.exitCode = await auditTree(rootOf(tree), options, job);
}

/** A part of the tree, relative to its root; given so, as seen from the current folder, or in full. */
function inTree(root: string, path: string): string {
	for (const place of [resolve(root, path), resolve(path)]) {
		const inside = relative(root, place);
		if (existsSync(place) && !inside.startsWith('..') && !isAbsolute(inside)) return inside;
	}
	throw new UsageError(`there is no ${path} in ${root}: --path takes a file or a folder of the tree`);
}

/** The tree that is meant; a folder inside of one will do. */
function rootOf(given: string | undefined): string {
	const folder = resolve(given ?? '.');
	if (isTree(folder)) return folder;
	const around = findTree(folder);
	if (around === null)
		throw new UsageError(`${given ?? 'the current folder'} is no kernel tree: there is no Makefile with a kernel version beside include/linux`);
	if (given !== undefined) throw new UsageError(`${given} is inside the kernel tree ${around}: give that, and --path for a part of it`);
	return around;
}

async function auditTree(root: string, options: AuditOptions, job: AuditJob): Promise<number> {
	const abort = new AbortController();
	const stop = () => abort.abort();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	const setup = await setUpTree(root, setupRequest(options));
	const sourceOf = (file: string) => {
		const read = readText(join(root, file));
		return read.ok ? read.text : null;
	};
	const output = openOutput(options, sourceOf);
	const progress = showProgress(options.quiet === true);
	const findings: Finding[] = [];
	const silenced: Silenced[] = [];
	const inventory: InventoryUse[] = [];
	const summary = await audit({
		root,
		tree: setup.profile,
		settings: setup.settings,
		job,
		paths: options.path.map((path) => inTree(root, path)),
		exclude: setup.exclude,
		shard: options.shard,
		workers: options.jobs,
		parser: options.parser,
		signal: abort.signal,
		onResult(result) {
			progress.clear();
			for (const finding of [...result.findings].sort(compareFindings)) output.finding(finding);
			for (const use of result.inventory) output.use(use);
			for (const each of result.findings) findings.push(each);
			for (const each of result.silenced) silenced.push(each);
			for (const each of result.inventory) inventory.push(each);
		},
		onProgress: (done, total, step) => progress.show(done, total, step === 'index' ? 'reading helpers: ' : ''),
	});
	progress.end();
	process.off('SIGINT', stop);
	process.off('SIGTERM', stop);
	const notes = [...setup.notes, ...summary.notes];
	if (summary.interrupted) notes.push({ level: 'warning', message: `interrupted after ${summary.stats.files} files` });
	await output.end({
		version,
		tree: { root, profile: setup.profile },
		findings: findings.sort(compareFindings),
		silenced,
		inventory: job === 'inventory' ? inventory : null,
		notes,
		stats: summary.stats,
	});
	if (options.writeBaseline !== undefined && !summary.interrupted)
		replaceFile(options.writeBaseline, formatBaseline(findings), 'utf8', `the baseline ${options.writeBaseline}`);
	if (summary.interrupted) return exitCodes.interrupted;
	return exitCodeOf(findings.length, notes, summary.stats.files, options.keepGoing === true);
}
