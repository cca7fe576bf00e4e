/** What kind of file a name is that of. */

/** Whether a file, by its path in the tree, is part of the kernel and no program beside it: these have functions of the same names. */
export function isKernelCode(path: string): boolean {
	return !/^(?:Documentation|rust|samples|scripts|tools|usr)\//.test(path);
}

/** Whether a name is that of a C source or header. */
export function isCFile(name: string): boolean {
	return name.endsWith('.c') || name.endsWith('.h');
}

/** Whether a name is that of a Kconfig file. */
export function isKconfig(name: string): boolean {
	return /^Kconfig(?:$|[.-])/.test(name);
}

/** Whether a path is that of a Kconfig file. */
export function isKconfigPath(path: string): boolean {
	return isKconfig(path.slice(path.lastIndexOf('/') + 1));
}
