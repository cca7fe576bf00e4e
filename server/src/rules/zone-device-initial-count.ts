import { pagemapTypes, typesReaching } from '../analysis/dax/pagemap-types.ts';
import { argumentsOf, calleeOf, textOf } from '../kernel-c/calls.ts';
import { fileHolds } from '../kernel-c/source-file.ts';
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inKernel, inSeries } from './drafts/sources.ts';
import type { Draft } from './raw-finding.ts';
import type { Rule, RuleContext } from './rule.ts';

const setters = ['set_page_count', 'folio_set_count', 'init_page_count'];
const initialisers = [...setters, 'zone_device_page_init', 'zone_device_folio_init', 'page_ref_inc', 'folio_ref_inc', 'page_ref_add'];
const freeHooks = ['page_free', 'folio_free'];

/** Types whose pages the core leaves at count one, by scheme; the others are at zero until their driver hands them out. */
const startsAtOne = {
	devmap: new Set(['MEMORY_DEVICE_FS_DAX', 'MEMORY_DEVICE_GENERIC', 'MEMORY_DEVICE_PCI_P2PDMA']),
	normal: new Set(['MEMORY_DEVICE_GENERIC']),
};

/** Patch 02 of the series: the allocator that hands a device page out sets its count, not the core. */
export const zoneDeviceInitialCount: Rule = {
	id: 'zone-device-initial-count',
	group: 'scheme',
	summary: 'The first count of a device page is not the one that its type has in this tree',
	severity: 'error',
	schemes: ['devmap', 'normal'],
	sources: [
		inSeries("Alistair Popple, [PATCH 02/13] pci/p2pdma: Don't initialise page refcount to one"),
		inKernel('__init_zone_device_page() and free_zone_device_folio()', 'mm/mm_init.c, mm/memremap.c'),
	],
	words: [[...setters, ...pagemapTypes], [...pagemapTypes]],
	fix: 'none',
	nodes: ['call_expression', 'assignment_expression'],
	*check(context, node) {
		if (node.type === 'call_expression') yield* checkSetter(context, node);
		else yield* checkDriver(context, node);
	},
};

function schemeTable({ tree }: RuleContext): ReadonlySet<string> {
	const table = startsAtOne[tree.scheme === 'devmap' ? 'devmap' : 'normal'];
	// Patch 02 comes before the rest of the series.
	return typeof tree.facts['p2pdma_sets_count'] === 'string' ? new Set([...table].filter((type) => type !== 'MEMORY_DEVICE_PCI_P2PDMA')) : table;
}

/** The core gives a type the wrong count. */
function* checkSetter(context: RuleContext, call: SyntaxNode): Iterable<Draft> {
	const { text } = context;
	const name = calleeOf(call, text);
	if (!setters.includes(name)) return;
	const given = argumentsOf(call)[1];
	const value = name === 'init_page_count' ? '1' : given === undefined ? '' : textOf(given, text);
	if (value !== '0' && value !== '1') return;
	const types = typesReaching(call, text);
	if (types === null) return;
	const table = schemeTable(context);
	const wrong = pagemapTypes.filter((type) => types.has(type) && table.has(type) !== (value === '1'));
	if (wrong.length === 0) return;
	const what = value === '1' ? 'are handed out by their driver, which sets the count; until then it is 0' : 'keep a count of 1 when they are free in this tree';
	yield context.at(call, `${name}() gives ${wrong.join(', ')} pages a count of ${value}, but they ${what}`);
}

/** A driver hands pages out and nothing in it gives them their first reference. */
function* checkDriver(context: RuleContext, assignment: SyntaxNode): Iterable<Draft> {
	const { text, source } = context;
	const left = childOf(assignment, 'left');
	const right = childOf(assignment, 'right');
	if (left === null || right === null || !/(?:->|\.)type$/.test(textOf(left, text))) return;
	const type = textOf(right, text);
	if (!(pagemapTypes as readonly string[]).includes(type) || schemeTable(context).has(type) || type === 'MEMORY_DEVICE_FS_DAX') return;
	if (!fileHolds(source, freeHooks) || fileHolds(source, initialisers)) return;
	yield context.at(
		assignment,
		`${type} pages start at count 0 in this tree and this driver hands them out, but nothing here gives them their first reference: zone_device_page_init() does`,
	);
}
