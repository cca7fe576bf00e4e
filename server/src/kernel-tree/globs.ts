/**
 * Globs of a configuration, which may come from a stranger's tree: they become expressions that RE2 matches in time linear to the path,
 * whatever they are.
 */
import { RE2JS } from 're2js';

/** How long one glob may be and all of them together, in UTF-16 code units, and how many there may be: matching takes longer the more there are. */
const LONGEST_GLOB = 1000;
const LONGEST_GLOBS = 20_000;
const MOST_GLOBS = 1000;

/** Why a glob is not taken, or ''. */
export function globProblem(glob: string): string {
	if (plain(glob) === '') return `"${glob}" names nothing`;
	if (glob.length > LONGEST_GLOB) return `a glob has ${glob.length} characters, and ${LONGEST_GLOB} are read`;
	if (/[()]/.test(glob)) return `"${glob}" is an extended glob; *, **, ?, [abc] and {a,b} are read`;
	if (/\{[^}]*\.\.[^}]*\}/.test(glob)) return `"${glob}" holds a range in braces, which is not read`;
	if (glob.startsWith('!')) return `"${glob}" is a negation, which is not read`;
	return compiled([glob]) === null ? `"${glob}" is no glob` : '';
}

/** Why so many globs are not taken, or ''. */
export function globsProblem(globs: readonly string[]): string {
	if (globs.length > MOST_GLOBS) return `there are ${globs.length} globs, and ${MOST_GLOBS} are read`;
	const length = globs.reduce((sum, glob) => sum + glob.length, 0);
	return length > LONGEST_GLOBS ? `the globs have ${length} characters, and ${LONGEST_GLOBS} are read` : '';
}

/** Tells whether a path, relative to the tree, is meant by one of the globs. Those that are none mean nothing, nor do too many. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
	const sound = globsProblem(globs) === '' ? globs.filter((glob) => globProblem(glob) === '') : [];
	const expression = sound.length === 0 ? null : compiled(sound);
	return expression === null ? () => false : (path) => expression.test(path);
}

function compiled(globs: readonly string[]): RE2JS | null {
	try {
		return RE2JS.compile(`^(?:${globs.map(expressionOf).join('|')})$`, RE2JS.DOTALL);
	} catch {
		return null;
	}
}

/** A glob without what says nothing at its ends: `./mm/` is `mm`. */
function plain(glob: string): string {
	return glob
		.replace(/^(?:\.?\/+)+/, '')
		.replace(/\/+$/, '')
		.replace(/^\.$/, '');
}

/** A glob as RE2 writes it: `drivers/**`, `tools/{perf,testing}`, `fs/[a-e]*.c`. */
function expressionOf(glob: string): string {
	const written = plain(glob).replace(/(?:\/\*\*)+(?=\/\*\*(?:\/|$))/g, '');
	let expression = '';
	let open = 0;
	for (let at = 0; at < written.length; ) {
		const rest = written.slice(at);
		const isFirst = at === 0 || /[/{,]/.test(written[at - 1] as string);
		const [whole] = /^\/\*\*(?=[/,}]|$)/.exec(rest) ?? (isFirst ? (/^\*\*(?=[/,}]|$)/.exec(rest) ?? ['']) : ['']);
		if (whole !== undefined && whole !== '') {
			// `/**/` is any number of folders, none included; `/**` at an end all that is inside, and the folder itself.
			at += whole.length;
			const goesOn = written[at] === '/';
			if (goesOn) at++;
			if (whole.startsWith('/')) expression += goesOn ? '/(?:.*/)?' : '(?:/.*)?';
			else expression += goesOn ? '(?:.*/)?' : '.*';
			continue;
		}
		const [part] = /^(?:\*+|\[[!^]?\]?[^\]/]*\]|\\.|[\s\S])/.exec(rest) as RegExpExecArray;
		at += part.length;
		if (part.startsWith('*')) expression += '[^/]*';
		else if (part === '?') expression += '[^/]';
		else if (part.length > 2 && part.startsWith('[')) expression += classOf(part.slice(1, -1));
		else if (part === '{') {
			open++;
			expression += '(?:';
		} else if (part === '}' && open > 0) {
			open--;
			expression += ')';
		} else if (part === ',' && open > 0) expression += '|';
		else expression += RE2JS.quote(part.startsWith('\\') && part.length > 1 ? part.slice(1) : part);
	}
	return `(?:${expression}${')'.repeat(open)})`;
}

/** `[abc]` and `[!abc]`; no class holds a slash. */
function classOf(inside: string): string {
	const isNegated = /^[!^]/.test(inside);
	const signs = (isNegated ? inside.slice(1) : inside).replace(/[\\[\]^]/g, '\\$&');
	return isNegated ? `[^/${signs}]` : `[${signs}]`;
}
