/** Paths that a diff names: only those inside of the tree are ever read. */

const escapes = new Map([
	['n', '\n'],
	['t', '\t'],
	['r', '\r'],
	['a', '\u0007'],
	['b', '\b'],
	['f', '\f'],
	['v', '\v'],
	['"', '"'],
	['\\', '\\'],
]);

/** The path that a diff header writes; git writes `"a/f\303\266o"` for names that are not plain. */
export function unquotePath(written: string): string {
	const trimmed = written.replace(/\t.*$/, '').trim();
	if (!trimmed.startsWith('"')) return trimmed;
	const bytes: number[] = [];
	for (const [part] of trimmed.slice(1, trimmed.lastIndexOf('"')).matchAll(/\\[0-7]{3}|\\.|[^\\]/gsu)) {
		if (/^\\[0-7]{3}$/.test(part)) bytes.push(Number.parseInt(part.slice(1), 8));
		else for (const each of new TextEncoder().encode(part.startsWith('\\') ? (escapes.get(part.slice(1)) ?? part.slice(1)) : part)) bytes.push(each);
	}
	return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** The path without git's `a/` or `b/`; '' for /dev/null. */
export function withoutPrefix(path: string, prefix: 'a/' | 'b/'): string {
	if (path === '/dev/null') return '';
	// `diff.mnemonicPrefix` writes c/, i/, o/ and w/.
	return path.startsWith(prefix) || /^[ciow]\//.test(path) ? path.slice(2) : path;
}

/** Whether a path stays inside of the tree that it is relative to, by its words: links are another matter. */
export function isInside(path: string): boolean {
	return path !== '' && !/^[/\\]|^[A-Za-z]:|[\0\n]/.test(path) && !path.split(/[/\\]/).includes('..');
}
