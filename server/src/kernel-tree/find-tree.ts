/** Finds the kernel tree that a file lies in, by what every tree has; git is not needed. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { versionIn } from './probe.ts';
import { readText } from './read-file.ts';

/** The root of the kernel tree around a path, or null. */
export function findTree(path: string): string | null {
	for (let at = resolve(path); ; at = dirname(at)) {
		if (isTree(at)) return at;
		if (dirname(at) === at) return null;
	}
}

/** Whether a folder is the root of a kernel tree: a Makefile with a kernel version beside include/linux. */
export function isTree(folder: string): boolean {
	return existsSync(join(folder, 'include', 'linux')) && versionOf(folder) !== '';
}

/** The version that the top Makefile states, `6.12.117`, or ''. */
export function versionOf(root: string): string {
	const read = readText(join(root, 'Makefile'));
	return read.ok ? versionIn(read.text) : '';
}
