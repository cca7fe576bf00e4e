/** Programs of the machine, by absolute path: what lies in the tree is never run, nor what a relative folder of PATH names. */
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative } from 'node:path';

/** The absolute path of a program on PATH, but for folders inside of `tree` and such as are relative; null where there is none. */
export function programPath(name: string, tree: string): string | null {
	const endings = process.platform === 'win32' ? ['.exe', '.com'] : [''];
	for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
		if (!isAbsolute(folder)) continue;
		for (const ending of endings) {
			const path = join(folder, `${name}${ending}`);
			if (isProgram(path) && !isInFolder(path, tree)) return path;
		}
	}
	return null;
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

/** Whether a file lies in a folder, links followed; in one that is not there nothing does. */
function isInFolder(path: string, folder: string): boolean {
	if (!existsSync(folder)) return false;
	const from = relative(realpathSync(folder), realpathSync(path));
	return !from.startsWith('..') && !isAbsolute(from);
}
