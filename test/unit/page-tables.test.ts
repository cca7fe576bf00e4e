/** The search of paths and what is kept of it, on hand-made C. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analysed } from '../../server/src/analysis/page-tables/analysed.ts';
import { callersDo } from '../../server/src/analysis/page-tables/callers.ts';
import type { TableEvent } from '../../server/src/analysis/page-tables/events.ts';
import { FileTables } from '../../server/src/analysis/page-tables/file-tables.ts';
import { findPath } from '../../server/src/analysis/page-tables/path-search.ts';
import type { TableFunction } from '../../server/src/analysis/page-tables/table-function.ts';
import { readSource, SyntaxMemory } from '../../server/src/kernel-c/source-file.ts';
import { testParser } from '../support/engine.ts';

const parser = await testParser();
const tablesOf = (text: string, memory?: SyntaxMemory) => new FileTables(readSource(text, parser, memory));

function functionIn(text: string, name = 'f'): TableFunction {
	const fn = tablesOf(text).functionOf(name);
	assert.ok(fn !== null);
	return fn;
}

const is =
	(...kinds: readonly TableEvent['kind'][]) =>
	({ kind }: TableEvent) =>
		kinds.includes(kind);

/** A body with a deposit and what may go with it. */
const inBody = (body: string) => functionIn(`static void f(struct mm_struct *mm, pmd_t *pmd, pgtable_t table, int a, int b)\n{\n${body}\n}\n`);
const uncounted = (body: string) => findPath(inBody(body), { passes: [is('deposit')], avoids: is('tables-add') }) !== null;
const deposit = 'pgtable_trans_huge_deposit(mm, pmd, table);';
const count = 'mm_inc_nr_ptes(mm);';

describe('paths that do one thing and not the other', () => {
	it('are found before and after what is done', () => {
		assert.equal(uncounted(deposit), true);
		assert.equal(uncounted(deposit + count), false);
		assert.equal(uncounted(count + deposit), false);
		assert.equal(uncounted(`if (a) { ${count} } ${deposit}`), true);
		assert.equal(uncounted(`if (a) { ${deposit} } else { ${count} }`), true);
	});

	it('do not contradict themselves', () => {
		assert.equal(uncounted(`if (a) { ${deposit} } if (a) { ${count} }`), false);
		assert.equal(uncounted(`if (a) { ${deposit} } if (!a) { ${count} }`), true);
		assert.equal(uncounted(`if (a != 0) { ${deposit} } if (a) { ${count} }`), false);
		assert.equal(uncounted(`if (a) { ${deposit} } a = b; if (a) { ${count} }`), true);
		assert.equal(uncounted(`int done = 0; if (b) { ${deposit} done = 1; } if (done) { ${count} }`), false);
		assert.equal(uncounted(`int n = 0; while (b) { ${deposit} n++; } if (n) { ${count} }`), false);
	});

	it('end where code says that it should not have come, or returns never', () => {
		assert.equal(uncounted(`${deposit} if (a) { ${count} } else { WARN_ONCE(1, "no"); }`), false);
		assert.equal(uncounted(`${deposit} if (a) { ${count} } else { BUG(); }`), false);
	});

	it('go through loops, switches and gotos', () => {
		assert.equal(uncounted(`for (;;) { ${deposit} if (a) break; ${count} }`), true);
		assert.equal(uncounted(`switch (a) { case 1: ${deposit} break; default: ${count} }`), true);
		assert.equal(uncounted(`if (a) goto out; ${deposit} ${count} out: b = 1;`), false);
	});

	it('meet things in order, where that is asked', () => {
		const ordered = (body: string) => findPath(inBody(body), { passes: [is('tables-add'), is('deposit')], inOrder: true, avoids: () => false }) !== null;
		assert.equal(ordered(count + deposit), true);
		assert.equal(ordered(deposit + count), false);
	});

	it('count what may have failed only where it has not', () => {
		const copied = (body: string) =>
			findPath(functionIn(`static int f(struct folio *folio, struct page *page, struct vm_area_struct *vma)\n{\n${body}\n}\n`), {
				passes: [is('rmap-add')],
				avoids: is('counter'),
			}) !== null;
		const dup = 'folio_try_dup_anon_rmap_pte(folio, page, vma)';
		assert.equal(copied(`if (${dup}) return -1; inc_mm_counter(vma->vm_mm, MM_ANONPAGES); return 0;`), false);
		assert.equal(copied(`if (${dup}) return -1; return 0;`), true);
		assert.equal(copied(`if (!${dup}) return 0; return -1;`), true);
	});
});

describe('helpers and callers', () => {
	const helper = `static void g(struct mm_struct *mm)\n{\n\tmm_inc_nr_ptes(mm);\n}\n`;
	const f = (body: string) => `static void f(struct mm_struct *mm, pmd_t *pmd, pgtable_t table, int a)\n{\n\t${body}\n}\n`;
	const counts = (event: TableEvent) => event.kind === 'tables-add' || event.does.has('tables-add');

	it('a helper does for its caller what it does', () => {
		const fn = functionIn(`${helper}${f(`${deposit} g(mm);`)}`);
		assert.equal(findPath(fn, { passes: [is('deposit')], avoids: counts }), null);
	});

	it('a caller does for a helper what it does on every path that calls it', () => {
		const caller = (body: string) => `${f(deposit)}static void h(struct mm_struct *mm, pmd_t *pmd, pgtable_t table, int a)\n{\n\t${body}\n}\n`;
		assert.equal(callersDo(functionIn(caller(`f(mm, pmd, table, a); ${count}`)), counts), true);
		assert.equal(callersDo(functionIn(caller(`f(mm, pmd, table, a); if (a) { ${count} }`)), counts), false);
		assert.equal(callersDo(functionIn(caller(`if (a) { f(mm, pmd, table, a); ${count} }`)), counts), true);
	});
});

describe('what was found in a function', () => {
	it('is kept while nothing that it asked about changes, and found anew when it does', () => {
		let runs = 0;
		const analysis = (fn: TableFunction): string[] => {
			runs++;
			return findPath(fn, { passes: [is('deposit')], avoids: ({ kind, does }) => kind === 'tables-add' || does.has('tables-add') }) === null
				? []
				: ['uncounted'];
		};
		const memory = new SyntaxMemory();
		const found = (text: string) => {
			const tables = tablesOf(text, memory);
			const syntax = tables.syntaxOf('f');
			assert.ok(syntax !== null);
			return analysed(syntax, tables, analysis, () => assert.fail('cut'));
		};
		const f = `static void f(struct mm_struct *mm, pmd_t *pmd, pgtable_t table)\n{\n\t${deposit}\n\tg(mm);\n}\n`;
		const g = (body: string) => `static void g(struct mm_struct *mm)\n{\n\t${body}\n}\n`;
		assert.deepEqual(found(g(count) + f), []);
		assert.deepEqual(found(`/* moved */\n${g(count)}${f}`), []);
		assert.deepEqual(found(`${g(`${count} toy(mm);`)}${f}`), []);
		assert.equal(runs, 1);
		assert.deepEqual(found(g('toy(mm);') + f), ['uncounted']);
		assert.equal(runs, 2);
	});
});
