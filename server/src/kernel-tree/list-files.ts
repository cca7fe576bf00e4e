/** Lists the C and Kconfig files of a folder. Symbolic links are not followed: a loop costs nothing, and no file is seen twice. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { reasonOf } from './read-file.ts';

/** A folder that could not be listed. */
export interface ListingFailure {
	readonly path: string;
	readonly reason: string;
}

/** Files below a folder, as paths relative to it, in a stable order. */
export interface Listing {
	readonly c: readonly string[];
	readonly kconfig: readonly string[];
	readonly failures: readonly ListingFailure[];
}

/** Lists `root`, or of it the sub-folders `paths`. `exclude` are globs relative to the root. */
export function listFiles(root: string, paths: readonly string[] = [''], exclude: readonly string[] = []): Listing {
	const c: string[] = [];
	const kconfig: string[] = [];
	const failures: ListingFailure[] = [];
	const isExcluded = exclude.length === 0 ? () => false : picomatch([...exclude], { dot: true });
	const visit = (folder: string) => {
		let entries: Dirent[];
		try {
			entries = readdirSync(folder === '' ? root : join(root, folder), { withFileTypes: true });
		} catch (error) {
			failures.push({ path: folder, reason: reasonOf(error) });
			return;
		}
		for (const entry of entries) {
			const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
			if (entry.isDirectory()) {
				if (entry.name !== '.git' && entry.name !== 'node_modules' && !isExcluded(path)) visit(path);
			} else if (entry.isFile()) {
				if (isCFile(entry.name)) {
					if (!isExcluded(path)) c.push(path);
				} else if (isKconfig(entry.name) && !isExcluded(path)) kconfig.push(path);
			}
		}
	};
	for (const path of paths) visit(path.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, ''));
	return { c: [...new Set(c)].sort(), kconfig: [...new Set(kconfig)].sort(), failures };
}

/** Whether a name is that of a C source or header. */
export function isCFile(name: string): boolean {
	return name.endsWith('.c') || name.endsWith('.h');
}

/** Whether a name is that of a Kconfig file. */
export function isKconfig(name: string): boolean {
	return /^Kconfig(?:$|[.-])/.test(name);
}
