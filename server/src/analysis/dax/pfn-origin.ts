/** Where a pfn that is given to a `vmf_insert_*` function comes from, and what kind of file asks for the mapping. */
import { MOST_ORIGINS } from '../../kernel-c/bounds.ts';
import { argumentsOf, bareExpression, calleeOf, textOf } from '../../kernel-c/calls.ts';
import { valuesOf } from '../../kernel-c/declarations.ts';
import { itemHolds, type SourceFile } from '../../kernel-c/source-file.ts';
import { descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { DIRECTIVE } from '../../kernel-c/tokens.ts';

/**
 * `devmap`: flagged as device memory with a struct page (`PFN_MAP`). `raw`: device memory without one (`PFN_DEV` alone), or special.
 * `zero`: the zero page. `page`: taken from a struct page at hand. `unknown`: from elsewhere, as a parameter.
 */
export type PfnOrigin = 'devmap' | 'raw' | 'zero' | 'page' | 'unknown';

const wraps = /^(?:phys_to_pfn_t|__?pfn_to_pfn_t|pfn_to_pfn_t)$/;
const fromPage = /^(?:page_to_pfn(?:_t)?|folio_pfn|vmalloc_to_pfn)$/;
const fromZeroPage = /^(?:my_zero_pfn|zero_pfn|is_zero_pfn|ZERO_PAGE|mm_get_huge_zero_folio)$/;

/** Classifies a pfn expression, through the local variables that it goes by; `seen` are those that were looked at, each once. */
export function pfnOrigin(pfn: SyntaxNode, root: SyntaxNode, text: string, seen: Set<string> = new Set()): PfnOrigin {
	const bare = bareExpression(pfn);
	const words = [...descendantsOf(bare, new Set(['identifier', 'call_expression']))];
	const calls = words.filter((node) => node.type === 'call_expression').map((call) => calleeOf(call, text));
	if (calls.some((name) => fromZeroPage.test(name))) return 'zero';
	const wrapping = bare.type === 'call_expression' && wraps.test(calleeOf(bare, text)) ? argumentsOf(bare)[1] : undefined;
	if (wrapping !== undefined) {
		const origin = flagsOrigin(textOf(wrapping, text));
		if (origin !== 'unknown') return origin;
	}
	if (calls.some((name) => fromPage.test(name))) return 'page';
	for (const name of new Set(words.filter((node) => node.type === 'identifier').map((node) => textOf(node, text)))) {
		if (seen.has(name) || seen.size >= MOST_ORIGINS) continue;
		seen.add(name);
		for (const value of valuesOf(root, text, name)) {
			const origin = pfnOrigin(value, root, text, seen);
			if (origin !== 'unknown') return origin;
		}
	}
	return 'unknown';
}

function flagsOrigin(flags: string): PfnOrigin {
	if (/\bPFN_MAP\b/.test(flags)) return 'devmap';
	return /\bPFN_(?:DEV|SPECIAL)\b/.test(flags) ? 'raw' : 'unknown';
}

/** Whether a file is part of DAX: it includes the DAX interface. Core mm does so too, but inserts nothing. */
export function isDaxFile(source: SourceFile): boolean {
	const { tokens } = source;
	for (let i = 0; i < tokens.count; i++) {
		if (tokens.kind[i] !== DIRECTIVE) continue;
		if (/^#\s*include\s+[<"](?:linux\/dax\.h|(?:[\w./-]*\/)?dax-private\.h)[>"]/.test(tokens.text.slice(tokens.start[i], tokens.end[i]))) return true;
	}
	return false;
}

const specialFlags: ReadonlySet<string> = new Set(
	['VM', 'VMA'].flatMap((prefix) => ['MIXEDMAP', 'PFNMAP'].flatMap((flag) => [`${prefix}_${flag}`, `${prefix}_${flag}_BIT`])),
);

/** Whether a file asks for VMAs without reference counting of its own: it names `VM_MIXEDMAP`, `VM_PFNMAP` or their bits in code. */
export function ownsSpecialVma(source: SourceFile): boolean {
	if (!source.tokens.words.some((word) => specialFlags.has(word))) return false;
	const items = [...source.main.items, ...(source.otherSide()?.items ?? [])];
	return items.some((item) => itemHolds(source, item, specialFlags));
}
