/** Variables that are cleaned up at the end of their scope: `struct page *p __free(put_page) = …`. */
import type { SyntaxNode } from '../kernel-c/syntax.ts';

/** A cleanup: the name in `__free(name)`, or of the guard. */
export interface Cleanup {
	readonly name: string;
	/** The variable, or '' for a guard. */
	readonly variable: string;
}

/** The cleanup that a declaration or a `guard(…)(…);` statement brings, or null. */
export function cleanupOf(statement: SyntaxNode, text: string): Cleanup | null {
	const code = text.slice(statement.start, statement.end);
	const freed = /\b(\w+)\s+__free\s*\(\s*(\w+)\s*\)|\b__free\s*\(\s*(\w+)\s*\)\s*(\w+)/.exec(code);
	if (freed !== null) return { name: freed[2] ?? freed[3] ?? '', variable: freed[1] ?? freed[4] ?? '' };
	const guard = /^guard\s*\(\s*(\w+)\s*\)/.exec(code);
	return guard === null ? null : { name: guard[1] as string, variable: '' };
}
