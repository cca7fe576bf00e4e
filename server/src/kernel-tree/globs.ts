/**
 * Globs of a configuration, which may come from a stranger's tree: they become expressions that RE2 matches in time linear to the path,
 * whatever they are.
 */
import { RE2JS } from 're2js';

/** How long one glob may be, in UTF-16 code units, and how many there may be. */
const LONGEST_GLOB = 1000;
const MOST_GLOBS = 1000;

/** Why a glob is not taken, or ''. */
export function globProblem(glob: string): string {
	if (glob === '') return 'the glob is empty';
	if (glob.length > LONGEST_GLOB) return `a glob has ${glob.length} characters, and ${LONGEST_GLOB} are read`;
	if (/[@!+*?]\(/.test(glob)) return `"${glob}" is an extended glob; *, **, ?, [abc] and {a,b} are read`;
	if (glob.startsWith('!')) return `"${glob}" is a negation, which is not read`;
	return compiled([glob]) === null ? `"${glob}" is no glob` : '';
}

/** Why so many globs are not taken, or ''. */
export function globsProblem(globs: readonly string[]): string {
	return globs.length > MOST_GLOBS ? `there are ${globs.length} globs, and ${MOST_GLOBS} are read` : '';
}

/** Tells whether a path, relative to the tree, is meant by one of the globs. Those that are none mean nothing. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
	const sound = globs.slice(0, MOST_GLOBS).filter((glob) => globProblem(glob) === '');
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

/** A glob as RE2 writes it: `drivers/**`, `**` + `/*.mod.c`, `tools/{perf,testing}`. */
function expressionOf(glob: string): string {
	let open = 0;
	const written = glob.replace(/^\.?\/+/, '').replace(/\/+$/, '');
	const parts = written.match(/(?:^|\/)\*\*(?=\/|$)\/?|\*+|\[[!^]?\]?[^\]/]*\]|\\.|[\s\S]/g) ?? [];
	const expression = parts.map((part) => {
		if (/^\/?\*\*\/?$/.test(part) && part !== '**') return part.startsWith('/') ? (part.endsWith('/') ? '/(?:.*/)?' : '(?:/.*)?') : '(?:.*/)?';
		if (part === '**' && written === '**') return '.*';
		if (part.startsWith('*')) return '[^/]*';
		if (part === '?') return '[^/]';
		if (part.length > 2 && part.startsWith('[')) return `[${part.slice(1, -1).replace(/^!/, '^').replace(/[\\[]/g, '\\$&')}]`;
		if (part === '{') {
			open++;
			return '(?:';
		}
		if (part === '}' && open > 0) {
			open--;
			return ')';
		}
		if (part === ',' && open > 0) return '|';
		return RE2JS.quote(part.startsWith('\\') && part.length > 1 ? part.slice(1) : part);
	});
	return `(?:${expression.join('')}${')'.repeat(open)})`;
}
