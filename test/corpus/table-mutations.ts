/** Mutations of functions of a kernel tree that map and unmap pages and in which nothing is found: one thing less that belongs to it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryValue } from '../../server/src/analysis/page-tables/entry-value.ts';
import type { TableEvent } from '../../server/src/analysis/page-tables/events.ts';
import { FileTables } from '../../server/src/analysis/page-tables/file-tables.ts';
import { hasRole, namesOf, rolesOf } from '../../server/src/analysis/page-tables/roles.ts';
import { hasVma, type TableFunction } from '../../server/src/analysis/page-tables/table-function.ts';
import { KnownContracts } from '../../server/src/contracts/callees.ts';
import type { TreeProfile } from '../../server/src/contracts/tree-profile.ts';
import { argumentsOf, calleeOf, textOf } from '../../server/src/kernel-c/calls.ts';
import { itemHolds, readSource, type SourceFile, SyntaxMemory } from '../../server/src/kernel-c/source-file.ts';
import { ancestorOf, descendantsOf, type SyntaxNode, type TextParser } from '../../server/src/kernel-c/syntax.ts';
import { probeTree } from '../../server/src/kernel-tree/probe-tree.ts';
import { runRules } from '../../server/src/review/run-rules.ts';
import { rules } from '../../server/src/rules/index.ts';
import { cFiles } from './mutations.ts';

/** The folders that the mutated functions come from. */
const folders = ['mm', 'fs', 'kernel', 'virt', 'drivers/dax', 'drivers/gpu/drm', 'drivers/xen', 'drivers/vfio'];

/** What is taken away, or changed. */
export const tableMutationKinds = ['reverse mapping', 'counter', 'reference', 'young and dirty', 'flush', 'lock', "deposit's counter", 'wrong level'] as const;

/** One of them. */
export type TableMutationKind = (typeof tableMutationKinds)[number];

/** A function and one way to break it. Offsets are the file's. */
export interface TableMutation {
	readonly kind: TableMutationKind;
	/** `path:line function`. */
	readonly where: string;
	readonly what: string;
	readonly edits: readonly { readonly start: number; readonly end: number; readonly newText: string }[];
}

/** How many were tried of a kind, how many were found, and which were not. */
export interface TableMutationRow {
	tried: number;
	flagged: number;
	readonly missed: TableMutation[];
}

/** What the table counts. */
export interface TableMutationTable {
	readonly rows: ReadonlyMap<TableMutationKind, TableMutationRow>;
	/** Functions that map pages, and those in which something is found as they are, which are not mutated. */
	readonly functions: number;
	readonly flaggedAsTheyAre: readonly string[];
}

const checked = rules.filter(({ group }) => group !== 'scheme' && group !== 'patch').filter(({ checkPatch }) => checkPatch === undefined);
const effects = new KnownContracts(['mm']);
const words = new Set(namesOf('rmap-add', 'rmap-remove', 'counter', 'set', 'clear', 'clear-flush', 'deposit', 'withdraw', 'unshare'));

/** Tries every mutation of the trees. */
export function tableMutationTable(roots: readonly string[], parser: TextParser): TableMutationTable {
	const rows = new Map(tableMutationKinds.map((kind): [TableMutationKind, TableMutationRow] => [kind, { tried: 0, flagged: 0, missed: [] }]));
	const flaggedAsTheyAre: string[] = [];
	let functions = 0;
	for (const root of roots) {
		const tree = probeTree(root);
		for (const folder of folders) {
			for (const path of cFiles(join(root, folder))) {
				const text = readFileSync(path, 'utf8');
				const memory = new SyntaxMemory();
				const source = readSource(text, parser, memory);
				if (![...words].some((word) => source.tokens.wordIds.has(word))) continue;
				const tables = new FileTables(source);
				for (const item of source.main.items) {
					if (item.kind !== 'function' || !itemHolds(source, item, words)) continue;
					const fn = tables.functionOf(item.name);
					if (fn === null || !mapsPages(fn)) continue;
					functions++;
					const where = `${path.slice(root.length + 1)}:${text.slice(0, item.start).split('\n').length} ${item.name}`;
					if (isFlagged(source, item.name, tree)) {
						flaggedAsTheyAre.push(where);
						continue;
					}
					for (const mutation of mutationsOf(fn, where)) {
						const edits = [...mutation.edits].sort((a, b) => b.start - a.start);
						const broken = edits.reduce((old, { start, end, newText }) => old.slice(0, item.start + start) + newText + old.slice(item.start + end), text);
						const row = rows.get(mutation.kind) as TableMutationRow;
						row.tried++;
						if (isFlagged(readSource(broken, parser, memory), item.name, tree)) row.flagged++;
						else row.missed.push(mutation);
					}
				}
			}
		}
	}
	return { rows, functions, flaggedAsTheyAre };
}

function isFlagged(source: SourceFile, name: string, tree: TreeProfile): boolean {
	const extentOf = (item: { readonly name: string }) => (item.name === name ? 'whole' : 'none');
	return runRules(source, tree, checked, effects, { extentOf, hasFile: true }).findings.length > 0;
}

/** Whether a function changes what a user has mapped. */
function mapsPages(fn: TableFunction): boolean {
	// What the table of facts knows by name is what mapping code is made of.
	if (rolesOf(fn.name).length > 0 || /(?:^|_)(?:ptep|pmdp|pudp)_/.test(fn.name)) return false;
	return hasVma(fn) && fn.all.some(({ kind }) => /^(?:rmap-add|rmap-remove|set|clear|clear-flush|deposit|withdraw|unshare)$/.test(kind));
}

function* mutationsOf(fn: TableFunction, where: string): Generator<TableMutation> {
	const { text, all } = fn;
	const has = (...kinds: readonly TableEvent['kind'][]) => all.some(({ kind }) => kinds.includes(kind));
	const seen = new Set<string>();
	const make = (kind: TableMutationKind, syntax: SyntaxNode, edits: TableMutation['edits']): TableMutation[] => {
		const key = `${kind} ${syntax.start}`;
		if (seen.size === seen.add(key).size) return [];
		return [{ kind, where, what: textOf(syntax, text).replace(/\s+/g, ' '), edits }];
	};
	for (const event of all) {
		const { syntax, kind, name } = event;
		const statement = syntax.parent?.type === 'expression_statement' ? syntax.parent : null;
		const gone = statement === null ? null : [{ start: statement.start, end: statement.end, newText: ';' }];
		if (kind === 'rmap-add' || kind === 'rmap-remove') {
			if (gone !== null) yield* make('reverse mapping', syntax, gone);
			const other = name.replace(/_(ptes?|pmd|pud)$/, (_, level: string) => (level.startsWith('pte') ? '_pmd' : '_pte'));
			if (other !== name) yield* make('wrong level', syntax, [{ start: syntax.start, end: syntax.start + name.length, newText: other }]);
		}
		if (kind === 'counter' && event.counts === 'pages' && gone !== null) yield* make('counter', syntax, gone);
		if (gone !== null && isMappingsReference(fn, event)) yield* make('reference', syntax, gone);
		if ((kind === 'flush' || kind === 'note-flush' || kind === 'range-flush') && gone !== null) yield* make('flush', syntax, gone);
		if ((kind === 'tables-add' || kind === 'tables-sub') && gone !== null && has('deposit', 'withdraw')) yield* make("deposit's counter", syntax, gone);
		if (kind === 'lock' && event.entry !== null) yield* lockMutations(fn, event, make);
		if (kind === 'mkwrite') yield* bitMutations(fn, event, make);
	}
}

/** Whether a reference is that of a mapping: taken on the folio that is mapped, or dropped after it was unmapped, and not the function's own. */
function isMappingsReference({ text, all }: TableFunction, { kind, syntax }: TableEvent): boolean {
	const folioOf = (event: TableEvent) =>
		textOf(argumentsOf(event.syntax).find((argument) => /folio|page/.test(textOf(argument, text))) ?? event.syntax, text).trim();
	const folio = folioOf({ syntax } as TableEvent);
	const maps = (wanted: TableEvent['kind']) => all.filter((event) => event.kind === wanted && isSamePage(folioOf(event), folio));
	const takes = all.filter((event) => event.kind === 'take' && event.syntax !== syntax && isSamePage(folioOf(event), folio));
	if (kind === 'take') return maps('rmap-add').length > 0;
	return (kind === 'drop' || kind === 'drop-later') && takes.length === 0 && maps('rmap-remove').some((event) => event.syntax.end <= syntax.start);
}

/** `folio` and `&folio->page`, `page` and `folio_page(folio, 0)`. */
function isSamePage(one: string, other: string): boolean {
	const root = (written: string) =>
		written
			.replace(/^(?:page_folio|folio_page)\((.*?)(?:,.*)?\)$/, '$1')
			.replace(/^&|->page$/g, '')
			.replace(/page|folio/g, '');
	return root(one) === root(other);
}

type Make = (kind: TableMutationKind, syntax: SyntaxNode, edits: TableMutation['edits']) => TableMutation[];

/** The lock is not taken: the statement goes, or only the pointer is got. */
function* lockMutations({ text }: TableFunction, { syntax, name }: TableEvent, make: Make): Generator<TableMutation> {
	if (name === 'pte_offset_map_lock') {
		const [, pmd, address] = argumentsOf(syntax);
		if (pmd !== undefined && address !== undefined)
			yield* make('lock', syntax, [{ start: syntax.start, end: syntax.end, newText: `pte_offset_map(${textOf(pmd, text)}, ${textOf(address, text)})` }]);
		return;
	}
	const isTable = /ptl/.test(text.slice(syntax.parent?.start ?? syntax.start, syntax.end)) && /^(?:spin_lock|pmd_lock|pud_lock|huge_pte_lock)/.test(name);
	const statement = ancestorOf(syntax, 'expression_statement');
	const isOwn = statement !== null && (syntax.parent === statement || (syntax.parent?.type === 'assignment_expression' && syntax.parent.parent === statement));
	if (isTable && isOwn) yield* make('lock', syntax, [{ start: statement.start, end: statement.end, newText: ';' }]);
}

/** What makes a new entry young and dirty beside what makes it writable goes. */
function* bitMutations(fn: TableFunction, { syntax }: TableEvent, make: Make): Generator<TableMutation> {
	const entry = argumentsOf(syntax)[0];
	if (entry === undefined || entryValue(fn, entry).makers.length === 0) return;
	const block = ancestorOf(syntax, 'compound_statement');
	if (block === null) return;
	const edits = [...descendantsOf(block, new Set(['call_expression']))].flatMap((call) => {
		const argument = argumentsOf(call)[0];
		if (argument === undefined || !hasRole(calleeOf(call, fn.text), 'mkyoung', 'mkdirty') || ancestorOf(call, 'compound_statement') !== block) return [];
		return [
			{ start: call.start, end: argument.start, newText: '' },
			{ start: argument.end, end: call.end, newText: '' },
		];
	});
	if (edits.length > 0) yield* make('young and dirty', syntax, edits);
}
