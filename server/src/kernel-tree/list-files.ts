/** Lists the C and Kconfig files of a folder. Symbolic links are not followed: a loop costs nothing, and no file is seen twice. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isCFile, isKconfig } from './file-kinds.ts';
import { globMatcher } from './globs.ts';
import { reasonOf } from './read-file.ts';

/** A folder that could not be listed. */
export interface ListingFailure {
	readonly path: string;
	readonly reason: string;
}

/** Files below a folder, as paths relative to it, in a stable order. */
export interface Listing {
	/** C and Kconfig files. */
	readonly files: readonly string[];
	readonly failures: readonly ListingFailure[];
}

/** Lists `root`, or of it the sub-folders `paths`. `exclude` are globs relative to the root. */
export function listFiles(root: string, paths: readonly string[] = [''], exclude: readonly string[] = []): Listing {
	const parts = [...listInParts(root, paths, exclude)];
	return { files: [...new Set(parts.flatMap((part) => part.files))].sort(), failures: parts.flatMap((part) => part.failures) };
}

/** How many files make a part. */
const PART_SIZE = 250;

/** The same in parts of some hundred files, so that work on the first can begin. A file that two paths share comes twice. */
export function* listInParts(root: string, paths: readonly string[] = [''], exclude: readonly string[] = []): Generator<Listing> {
	const isExcluded = globMatcher(exclude);
	let files: string[] = [];
	let failures: ListingFailure[] = [];
	const open = paths.map((path) => path.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '')).reverse();
	for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
		// Of the paths that are asked for some may be files.
		if (paths.includes(folder) && folder !== '' && statSync(join(root, folder), { throwIfNoEntry: false })?.isFile() === true) {
			files.push(folder);
			continue;
		}
		const inside = listFolder(root, folder, isExcluded);
		for (const each of inside.files) files.push(each);
		for (const each of inside.failures) failures.push(each);
		for (const each of inside.folders.toReversed()) open.push(each);
		if (files.length < PART_SIZE) continue;
		yield { files, failures };
		files = [];
		failures = [];
	}
	yield { files, failures };
}

/** What one folder holds itself. */
function listFolder(root: string, folder: string, isExcluded: (path: string) => boolean): Listing & { readonly folders: readonly string[] } {
	let entries: Dirent[];
	try {
		entries = readdirSync(folder === '' ? root : join(root, folder), { withFileTypes: true });
	} catch (error) {
		return { files: [], folders: [], failures: [{ path: folder, reason: reasonOf(error) }] };
	}
	const files: string[] = [];
	const folders: string[] = [];
	for (const entry of entries) {
		const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
		if (entry.isDirectory()) {
			if (entry.name !== '.git' && entry.name !== 'node_modules' && !isExcluded(path)) folders.push(path);
		} else if (entry.isFile() && (isCFile(entry.name) || isKconfig(entry.name)) && !isExcluded(path)) files.push(path);
	}
	return { files: files.sort(), folders: folders.sort(), failures: [] };
}

/** A tree in some hundred parts: folders so many levels below the root, and the C and Kconfig files above them; relative to it, in a stable order. */
export function partsOf(root: string, levels: number): string[] {
	const inside = (folder: string, level: number): string[] => {
		if (level === 0) return [folder];
		const { files, folders } = listFolder(root, folder, () => false);
		return [...files, ...folders.flatMap((each) => inside(each, level - 1))];
	};
	return inside('', levels);
}
