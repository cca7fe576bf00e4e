/** Files that a command is given: C files, Kconfig files, folders of them, or standard input. */

import { readFileSync, statSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { decode } from '../kernel-tree/decode.ts';
import { isCFile, isKconfig } from '../kernel-tree/file-kinds.ts';
import { findTree } from '../kernel-tree/find-tree.ts';
import { listFiles } from '../kernel-tree/list-files.ts';
import { readText, reasonOf } from '../kernel-tree/read-file.ts';
import type { Encoding, ReadResult } from '../kernel-tree/result.ts';
import type { Note } from '../review/finding.ts';

/** A file that was read. */
export interface InputFile {
	/** How findings name it: relative to its tree, or as given. */
	readonly file: string;
	/** Where it is, or null for standard input. */
	readonly path: string | null;
	readonly root: string | null;
	readonly text: string;
	readonly encoding: Encoding;
}

/** A path to read, not yet read. */
export interface InputPath {
	readonly given: string;
	readonly path: string;
	readonly root: string | null;
}

/** What paths name. */
export interface Inputs {
	readonly paths: readonly InputPath[];
	readonly notes: readonly Note[];
}

/** Lists the files that paths name. `excludeOf` gives the globs that a tree's configuration leaves out. */
export async function expandPaths(given: readonly string[], excludeOf: (root: string) => Promise<readonly string[]>): Promise<Inputs> {
	const paths: InputPath[] = [];
	const notes: Note[] = [];
	for (const path of given) {
		let isFolder: boolean;
		try {
			isFolder = path !== '-' && statSync(path).isDirectory();
		} catch (error) {
			notes.push({ level: 'error', message: `${path} ${reasonOf(error)}`, file: path });
			continue;
		}
		if (!isFolder) {
			paths.push({ given: path, path: resolve(path), root: path === '-' ? null : findTree(resolve(path)) });
			continue;
		}
		const root = findTree(path);
		const base = root ?? resolve(path);
		const listing = listFiles(base, [relative(base, resolve(path))], root === null ? [] : await excludeOf(root));
		for (const each of listing.failures.map((failure): Note => ({ level: 'warning', message: `${failure.path} ${failure.reason}`, file: failure.path })))
			notes.push(each);
		const { files } = listing;
		if (files.length === 0) notes.push({ level: 'error', message: `${path} holds no C files`, file: path });
		for (const file of files) paths.push({ given: root === null ? `${path.replace(/\/+$/, '')}/${file}` : file, path: resolve(base, file), root });
	}
	return { paths, notes };
}

/** Reads one of them. */
export function readInput(input: InputPath): InputFile | Note {
	if (input.given === '-') {
		const read = readStandardInput();
		if (!read.ok) return { level: 'error', message: `standard input ${read.reason}`, file: '-' };
		return { file: '<stdin>.c', path: null, root: null, text: read.text, encoding: read.encoding };
	}
	const read = readText(input.path);
	const file = input.root === null ? input.given : relative(input.root, input.path);
	if (!read.ok) return { level: 'error', message: `${input.given} ${read.reason}`, file };
	if (!isCFile(input.path) && !isKconfig(basename(input.path))) return { level: 'error', message: `${input.given} is neither C nor Kconfig`, file };
	return { file, path: input.path, root: input.root, text: read.text, encoding: read.encoding };
}

function readStandardInput(): ReadResult {
	try {
		return decode(readFileSync(0));
	} catch (error) {
		return { ok: false, reason: reasonOf(error) };
	}
}
