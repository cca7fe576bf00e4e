/** The constants of a file's enumerations whose values it tells: `enum { NONE, ONE, TEN = 10 }`. */

/** No enumeration is longer, in UTF-16 code units: what is was never closed. */
const LONGEST_ENUM = 20_000;

const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** Values by name; those after one that is computed are not known until the next that is written. */
export function enumConstants(text: string): ReadonlyMap<string, number> {
	const constants = new Map<string, number>();
	const heads = /\benum\b[\w\s]*\{/g;
	for (let head = heads.exec(text); head !== null; head = heads.exec(text)) {
		const end = text.indexOf('}', heads.lastIndex);
		if (end < 0 || end - heads.lastIndex > LONGEST_ENUM) continue;
		let next: number | null = 0;
		for (const entry of text.slice(heads.lastIndex, end).replace(comments, '').split(',')) {
			const match = /^\s*(\w+)\s*(?:=\s*([\s\S]*\S))?\s*$/.exec(entry);
			if (match === null) {
				// A macro or a directive among them: what follows is not known.
				next = null;
				continue;
			}
			const written = match[2];
			const value: number | null = written === undefined ? next : /^-?(?:0[xX][\da-fA-F]+|\d+)$/.test(written) ? Number(written) : null;
			if (value !== null) constants.set(match[1] as string, value);
			next = value === null ? null : value + 1;
		}
	}
	return constants;
}
