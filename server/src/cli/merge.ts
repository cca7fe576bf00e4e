/** `mm-review merge SARIF...`: shards into one. */
import type { Command } from 'commander';
import { readText } from '../kernel-tree/read-file.ts';
import { replaceFile } from '../kernel-tree/write-file.ts';
import { writeAll } from './output.ts';
import { UsageError } from './usage-error.ts';

/** Adds the command. */
export function addMerge(program: Command): void {
	program
		.command('merge')
		.description('merge the SARIF reports of shards')
		.argument('<sarif...>')
		.option('--output <file>', 'write the result there')
		.action(async (files: string[], options: { readonly output?: string }) => {
			const merged = await merge(files);
			if (options.output === undefined) writeAll(1, merged);
			else replaceFile(options.output, merged, 'utf8');
		});
}

function readReport(path: string): unknown {
	const read = readText(path);
	if (!read.ok) throw new UsageError(`${path} ${read.reason}`);
	try {
		return JSON.parse(read.text);
	} catch {
		throw new UsageError(`${path} is no JSON`);
	}
}

async function merge(files: readonly string[]): Promise<string> {
	const reports = files.map(readReport);
	const { mergeSarif } = await import('../report/merge-sarif.ts');
	try {
		return mergeSarif(reports);
	} catch {
		throw new UsageError('a report to merge is no SARIF 2.1.0');
	}
}
