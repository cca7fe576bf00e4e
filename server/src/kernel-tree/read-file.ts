/** Reads C files so that nothing is lost: any bytes, one clear reason where there is no text. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { decode, LARGEST_FILE, tooLarge } from './decode.ts';
import type { ReadResult } from './result.ts';

/** Reads a file. Never throws. */
export function readText(path: string): ReadResult {
	try {
		const stat = statSync(path);
		if (stat.isDirectory()) return { ok: false, reason: 'is a folder' };
		if (!stat.isFile()) return { ok: false, reason: 'is no regular file' };
		if (stat.size > LARGEST_FILE) return tooLarge;
		return decode(readFileSync(path));
	} catch (error) {
		return { ok: false, reason: reasonOf(error) };
	}
}

const reasons = new Map([
	['ENOENT', 'does not exist'],
	['EACCES', 'cannot be read: permission denied'],
	['EPERM', 'cannot be read: permission denied'],
	['ELOOP', 'is a loop of symbolic links'],
	['ENOTDIR', 'does not exist'],
	['ENAMETOOLONG', 'has a name that is too long'],
	['ENOSPC', 'there is no space left on the device'],
	['EDQUOT', 'there is no space left in the quota'],
	['EROFS', 'the file system is read-only'],
	['EISDIR', 'it is a folder'],
]);

/** A system error in words. */
export function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
}

/** Reads a file of a tree that a patch names; one that a link leads out of the tree is not read. `path` is relative to the root. */
export function readInTree(root: string, path: string): ReadResult {
	try {
		const real = realpathSync(join(root, path));
		const from = relative(realpathSync(root), real);
		if (from.startsWith('..') || isAbsolute(from)) return { ok: false, reason: 'lies outside of the tree and was not read' };
		return readText(real);
	} catch (error) {
		return { ok: false, reason: reasonOf(error) };
	}
}
