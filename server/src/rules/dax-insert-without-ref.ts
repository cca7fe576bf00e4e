import { isDaxFile, ownsSpecialVma, type PfnOrigin, pfnOrigin } from '../analysis/dax/pfn-origin.ts';
import { argumentsOf, calleeOf, textOf } from '../kernel-c/calls.ts';
import { valuesOf, variablesOf } from '../kernel-c/declarations.ts';
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import type { Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

/** Where each function takes the pfn, and the size of what it maps. */
const inserts = new Map([
	['vmf_insert_mixed', { pfn: 2, level: 'pte' }],
	['vmf_insert_mixed_mkwrite', { pfn: 2, level: 'pte' }],
	['vmf_insert_pfn_pmd', { pfn: 1, level: 'pmd' }],
	['vmf_insert_pfn_pud', { pfn: 1, level: 'pud' }],
] as const);

/** Patches 06 to 08 of the series make the functions that take the reference, patch 10 uses them. */
export const daxInsertWithoutRef: Rule = {
	id: 'dax-insert-without-ref',
	group: 'scheme',
	summary: 'A page with a struct page is mapped by a function that takes no reference on it',
	severity: 'warning',
	schemes: allSchemes,
	sources: [
		inSeries('Alistair Popple, [PATCH 06/13] mm/memory: Add dax_insert_pfn'),
		inSeries('Alistair Popple, [PATCH 10/13] fs/dax: Properly refcount fs dax pages'),
		inSeries('David Hildenbrand, reply to patch 06, on VM_MIXEDMAP users'),
	],
	words: [[...inserts.keys()]],
	fix: 'review',
	readsParts: true,
	nodes: ['call_expression'],
	*check(context, node) {
		const name = calleeOf(node, context.text);
		const insert = inserts.get(name as never);
		if (insert === undefined || inserts.has(context.item.name as never)) return;
		const pfn = argumentsOf(node)[insert.pfn];
		if (pfn === undefined) return;
		const origin = pfnOrigin(pfn, context.root, context.text);
		if (!isDaxInsert(context, origin)) return;
		const fix = fixOf(context, node, name, insert, origin);
		yield context.at(childOf(node, 'function') ?? node, messageOf(context, name, origin), fix === null ? {} : { fix });
	},
};

/** Raw pfns and pages mapped into a VMA of the driver's own are not counted, and rightly so. */
function isDaxInsert(context: RuleContext, origin: PfnOrigin): boolean {
	if (origin === 'devmap') return true;
	if (origin === 'raw') return false;
	return isDaxFile(context.source) && !ownsSpecialVma(context.source);
}

function messageOf(context: RuleContext, name: string, origin: PfnOrigin): string {
	const what = origin === 'devmap' ? 'a PFN_MAP pfn, which has a struct page,' : origin === 'zero' ? 'the zero page of a DAX hole' : 'a DAX page';
	if (context.tree.scheme === 'devmap') {
		return `${name}() maps ${what} without taking a reference: as long as the entry lives nothing counts it, and only the devmap bit keeps the mm from dropping one at unmap`;
	}
	return `${name}() maps ${what} without taking a reference, but unmapping drops one as for any page: the page is freed while it is in use`;
}

type Insert = { readonly pfn: number; readonly level: 'pte' | 'pmd' | 'pud' };

function fixOf(context: RuleContext, call: SyntaxNode, name: string, insert: Insert, origin: PfnOrigin): Fix | null {
	const { text, tree } = context;
	const given = argumentsOf(call).map((argument) => textOf(argument, text));
	const pfn = given[insert.pfn] as string;
	const write = writeArgument(context, name, given[insert.pfn + 1], origin);
	const vmf = vmfExpression(context, given[0] as string);
	const replacement =
		tree.insertApi === 'mainline' ? mainlineCall(context, insert, vmf, given, pfn, write) : seriesCall(context, insert, vmf, given, pfn, write);
	if (replacement === null) return null;
	const target = replacement.slice(0, replacement.indexOf('('));
	const isDeclared = typeof tree.facts[target] === 'string';
	return {
		title: isDeclared
			? `Map it with a reference: ${target}()`
			: `Map it with a reference: ${target}(), which this tree has not yet and which must be introduced first`,
		edits: context.inFile([{ start: call.start, end: call.end, newText: replacement }]),
		safety: 'review',
	};
}

/** Whether the mapping is to be writable. */
function writeArgument(context: RuleContext, name: string, given: string | undefined, origin: PfnOrigin): string {
	if (name.endsWith('_mkwrite')) return 'true';
	if (given !== undefined) return given;
	if (origin === 'zero') return 'false';
	const variables = variablesOf(context.root, context.text);
	if (variables.some((variable) => variable.name === 'write' && !variable.isPointer)) return 'write';
	const fault = variables.find((variable) => variable.type === 'struct vm_fault' && variable.isPointer);
	return fault === undefined ? 'false' : `${fault.name}->flags & FAULT_FLAG_WRITE`;
}

/** The fault that the first argument belongs to: itself, or what its VMA was taken from. */
function vmfExpression(context: RuleContext, first: string): string | null {
	const variables = variablesOf(context.root, context.text).filter((variable) => variable.type === 'struct vm_fault');
	const direct = /^(\w+)(?:->vma)?$/.exec(first)?.[1];
	if (direct !== undefined && variables.some((variable) => variable.name === direct && variable.isPointer)) return direct;
	const other = variables[0];
	return other === undefined ? null : `${other.isPointer ? '' : '&'}${other.name}`;
}

function seriesCall(context: RuleContext, insert: Insert, vmf: string | null, given: readonly string[], pfn: string, write: string): string | null {
	if (insert.level !== 'pte') return vmf === null ? null : `dax_insert_pfn_${insert.level}(${vmf}, ${pfn}, ${write})`;
	const prototype = context.tree.facts['dax_insert_pfn'];
	const takesFault = typeof prototype === 'string' && /\(\s*struct\s+vm_fault\b/.test(prototype);
	if (takesFault) return vmf === null || !isAtFault(context, vmf, given) ? null : `dax_insert_pfn(${vmf}, ${pfn}, ${write})`;
	return `dax_insert_pfn(${given[0]}, ${given[1]}, ${pfn}, ${write})`;
}

function mainlineCall(context: RuleContext, insert: Insert, vmf: string | null, given: readonly string[], pfn: string, write: string): string | null {
	if (vmf === null || (insert.level === 'pte' && !isAtFault(context, vmf, given))) return null;
	const page = `${isWrapped(context, pfn) ? 'pfn_t_to_page' : 'pfn_to_page'}(${pfn})`;
	if (insert.level === 'pte') return `vmf_insert_page_mkwrite(${vmf}, ${page}, ${write})`;
	return `vmf_insert_folio_${insert.level}(${vmf}, page_folio(${page}), ${write})`;
}

/** Whether an insert is made where the fault is: functions that take the fault map there and nowhere else. */
function isAtFault(context: RuleContext, vmf: string, given: readonly string[]): boolean {
	return isSame(context, given[0] as string, `${vmf}->vma`) && isSame(context, given[1] as string, `${vmf}->address`);
}

/** Whether an expression is `wanted`, or a variable that is given it and nothing else. */
function isSame(context: RuleContext, expression: string, wanted: string): boolean {
	if (expression === wanted) return true;
	const values = valuesOf(context.root, context.text, expression);
	return values.length > 0 && values.every((value) => textOf(value, context.text) === wanted);
}

/** Whether a pfn is a `pfn_t`: by its own type, where the function tells it, else by whether the tree has the type. */
function isWrapped(context: RuleContext, pfn: string): boolean {
	if (/pfn_t\s*\(/.test(pfn)) return true;
	const variable = variablesOf(context.root, context.text).find((candidate) => candidate.name === pfn);
	if (variable !== undefined) return variable.type === 'pfn_t';
	return typeof context.tree.facts['pfn_t'] === 'string';
}
