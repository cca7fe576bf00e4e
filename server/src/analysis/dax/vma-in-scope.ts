/** Which VMA a page-table entry belongs to, as far as a function's own variables tell. */
import { variablesOf } from '../../kernel-c/declarations.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';

/** Structures that know their VMA, and the member that leads to it. */
const viaMember = new Map([
	['struct vm_fault', 'vma'],
	['struct mm_walk', 'vma'],
	['struct page_vma_mapped_walk', 'vma'],
]);

/**
 * An expression for the VMA of the entry `entry` (as written: `*src_pmd`), or null. Of several VMAs the one whose name begins as
 * the entry's does is taken: `src_vma` for `src_pmd`.
 */
export function vmaInScope(root: SyntaxNode, text: string, entry: string, before: number): string | null {
	const variables = variablesOf(root, text).filter((variable) => variable.node.start < before);
	const vmas = variables.filter((variable) => variable.type === 'struct vm_area_struct' && variable.isPointer);
	if (vmas.length === 1) return vmas[0]?.name ?? null;
	if (vmas.length > 1) {
		const prefix = /\b([a-z]+_)p[a-z0-9]+\b/.exec(entry)?.[1];
		return vmas.find((vma) => prefix !== undefined && vma.name.startsWith(prefix))?.name ?? vmas.find((vma) => vma.name === 'vma')?.name ?? null;
	}
	for (const variable of variables) {
		const member = viaMember.get(variable.type);
		if (member !== undefined) return `${variable.name}${variable.isPointer ? '->' : '.'}${member}`;
	}
	return null;
}
