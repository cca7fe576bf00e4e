/**
 * Reviews a whole tree file by file, where there are no workers and no disk: whoever calls reads the files. What functions of other files
 * do is not read first: every file would have to be fetched twice.
 */

import type { TreeProfile } from '../contracts/tree-profile.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import { isCFile, isKconfig } from '../kernel-tree/file-kinds.ts';
import type { ReadResult } from '../kernel-tree/result.ts';
import type { AuditSummary } from './audit.ts';
import type { AuditJob, FileResult } from './audit-messages.ts';
import { readAs } from './file-result.ts';
import { addStats, type Note, noStats } from './finding.ts';
import { knownNames } from './known-names.ts';
import { type ReviewSettings, selectRules } from './settings.ts';
import { suppressionMark } from './suppressions.ts';

/** What a folder holds: names. */
export interface FolderContent {
	readonly files: readonly string[];
	readonly folders: readonly string[];
}

/** How the files of a tree are read; paths are relative to its root, '' is the root. */
export interface TreeReader {
	list(folder: string): Promise<FolderContent>;
	read(path: string): Promise<ReadResult>;
}

/** What to audit. */
export interface AuditInTurnRequest {
	readonly tree: TreeProfile;
	readonly settings: ReviewSettings;
	readonly job: AuditJob;
	readonly parser: TextParser;
	readonly done?: ReadonlySet<string> | undefined;
	isExcluded(path: string): boolean;
	readonly signal: AbortSignal;
	onResult(result: FileResult): void;
	/** Files that were read, of those that are known so far. */
	onProgress(done: number, total: number): void;
	onDone(files: readonly string[]): void;
}

/** Audits a tree, folder by folder. */
export async function auditInTurn(request: AuditInTurnRequest, reader: TreeReader): Promise<AuditSummary> {
	const started = performance.now();
	const { signal, tree, settings, job, parser, done } = request;
	const concerns = concerning(tree, settings, job);
	const notes: Note[] = [];
	let stats = noStats;
	let total = 0;
	const open = [''];
	for (let folder = open.shift(); folder !== undefined && !signal.aborted; folder = open.shift()) {
		const content = await listed(reader, folder, notes);
		const below = (name: string) => (folder === '' ? name : `${folder}/${name}`);
		open.unshift(
			...content.folders
				.filter((name) => name !== '.git' && name !== 'node_modules')
				.sort()
				.map(below)
				.filter((path) => !request.isExcluded(path)),
		);
		const files = content.files
			.filter((name) => isCFile(name) || isKconfig(name))
			.sort()
			.map(below)
			.filter((path) => !request.isExcluded(path) && done?.has(path) !== true);
		total += files.length;
		for (const file of files) {
			if (signal.aborted) break;
			const read = await reader.read(file);
			stats = addStats(stats, { ...noStats, files: 1 });
			if (!read.ok) notes.push({ level: 'warning', message: `${file} ${read.reason}`, file });
			else if (concerns(file, read.text)) {
				const { result, stats: own } = readAs(tree, { job, settings }, read.text, parser, file);
				stats = addStats(stats, { ...own, files: 0 });
				if (result !== null) {
					for (const each of result.notes) notes.push(each);
					request.onResult(result);
				}
			}
			request.onDone([file]);
			request.onProgress(stats.files, total);
		}
	}
	return { notes, stats: { ...stats, milliseconds: performance.now() - started }, interrupted: signal.aborted, helpers: [] };
}

async function listed(reader: TreeReader, folder: string, notes: Note[]): Promise<FolderContent> {
	try {
		return await reader.list(folder);
	} catch (error) {
		notes.push({ level: 'warning', message: `${folder || 'the root'} cannot be listed: ${error instanceof Error ? error.message : String(error)}` });
		return { files: [], folders: [] };
	}
}

/** Whether a file can hold anything: of some rule a word of each of its lists. */
function concerning(tree: TreeProfile, settings: ReviewSettings, job: AuditJob): (file: string, text: string) => boolean {
	if (job === 'inventory') return (_file, text) => knownNames.some((name) => text.includes(name));
	const rules = selectRules(settings).filter((rule) => rule.schemes.includes(tree.scheme));
	return (file, text) => {
		if (text.includes(suppressionMark)) return true;
		if (!isCFile(file)) return rules.some((rule) => (rule.kconfig ?? []).some((word) => text.includes(word)));
		return rules.some((rule) => rule.words.every((list) => list.some((word) => text.includes(word))));
	};
}
