/** What the value of a page-table entry was made of, as far as the function's own assignments tell. */
import { MOST_ORIGINS } from '../../kernel-c/bounds.ts';
import { argumentsOf, bareExpression, calleeOf, textOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { hasRole } from './roles.ts';

/** A value and where it comes from. */
export interface EntryValue {
	/** The calls that make it, of a page or of a pfn: one where all ways lead to the same. */
	readonly makers: readonly SyntaxNode[];
	/** Whether it is marked as not counted on some way. */
	readonly isSpecial: boolean;
	/** Whether it was read from a table, or comes from elsewhere, on some way. */
	readonly isRead: boolean;
}

interface Read {
	readonly root: SyntaxNode;
	readonly text: string;
}

/** Follows a value through the variables of the function and the calls that modify an entry. */
export function entryValue(fn: Read, value: SyntaxNode): EntryValue {
	const makers = new Set<SyntaxNode>();
	const flags = { isSpecial: false, isRead: false };
	follow(fn, value, makers, flags, new Set());
	return { makers: [...makers], ...flags };
}

function follow(fn: Read, value: SyntaxNode, makers: Set<SyntaxNode>, flags: { isSpecial: boolean; isRead: boolean }, seen: Set<string>): void {
	const bare = bareExpression(value);
	if (bare.type === 'identifier') {
		const name = textOf(bare, fn.text);
		if (seen.has(name)) return;
		seen.add(name);
		const values = seen.size > MOST_ORIGINS ? [] : valuesOf(fn.root, fn.text, name);
		if (values.length === 0) flags.isRead = true;
		for (const each of values) follow(fn, each, makers, flags, seen);
		return;
	}
	if (bare.type === 'conditional_expression') {
		for (const child of bare.children.filter(({ field }) => field === 'consequence' || field === 'alternative')) follow(fn, child, makers, flags, seen);
		return;
	}
	if (bare.type !== 'call_expression') {
		flags.isRead = true;
		return;
	}
	const name = calleeOf(bare, fn.text);
	if (hasRole(name, 'make-entry', 'make-raw-entry')) {
		makers.add(bare);
		return;
	}
	if (hasRole(name, 'special-entry')) flags.isSpecial = true;
	const changed = isModifier(name) ? argumentsOf(bare)[0] : undefined;
	if (changed === undefined) flags.isRead = true;
	else follow(fn, changed, makers, flags, seen);
}

/** Whether a function gives its first argument, an entry, back with bits changed. */
export function isModifier(name: string): boolean {
	return (
		hasRole(name, 'mkwrite', 'mkyoung', 'mkdirty', 'modify-entry', 'special-entry') ||
		/^(?:arch_make_huge_pte|huge_pte_\w+|p[tmu][ed]_\w*(?:mk|clear|swp|modify)\w*|maybe_\w+)$/.test(name)
	);
}
