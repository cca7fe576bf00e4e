/** What a statement does to an object: the state before, the statement, the state after, in the words of `paths --states`. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engineOn } from '../support/engine-states.ts';

/** The states after the last statement of a function that holds `page`. */
async function after(statements: readonly string[], head = 'static int toy(struct toy *toy, struct page **out)'): Promise<readonly string[]> {
	const lines = [
		'struct page *page = alloc_page(GFP_KERNEL), *other;',
		'int err;',
		'unsigned long pfn;',
		'void *va;',
		'if (!page)',
		'\treturn -ENOMEM;',
		...statements,
	];
	const text = `${head}\n{\n${lines.map((line) => `\t${line}`).join('\n')}\n\treturn err;\n}\n`;
	const { states } = await engineOn(text, ['mm']);
	const last = 2 + lines.length - 1;
	const found = states.filter(({ line }) => line === last).flatMap(({ texts }) => texts);
	assert.ok(found.length > 0, `no state on line ${last + 1} of\n${text}`);
	return [...new Set(found)].sort();
}

const held = 'live 1 page';

describe('a page that is held, after', () => {
	const rows: Record<string, [statements: readonly string[], after: readonly string[]]> = {
		// The second is an object of its own too.
		'another get': [['get_page(page);'], ['live 1 page', 'live 2 page']],
		'a put': [['put_page(page);'], ['live 0 page; dropped']],
		'two puts': [['put_page(page);', 'put_page(page);'], ['live -1 page; dropped']],
		'another name': [['other = page;'], ['live 1 other, page']],
		'the same page under its other type': [['toy_see(page_folio(page));'], [held]],
		'a name less': [['other = page;', 'page = NULL;'], ['live 1 other']],
		'its last name': [['page = NULL;'], ['lost']],
		'a store in what the caller has': [['toy->page = page;'], ['live 1 page, toy->page; escaped']],
		'an out-parameter': [['*out = page;'], ['live 1 *out, page; escaped on success']],
		'a list': [['list_add(&page->lru, &toy->pages);'], ['live 1 page; escaped']],
		'a function that is not known': [['toy_see(toy, page);'], [held]],
		'one that may take it over, by its name': [['err = toy_insert(toy, page);'], ['live 1 page; given to toy_insert() by err']],
		'the failure of that': [
			['err = toy_insert(toy, page);', 'if (err) toy_tell(toy);'],
			['live 1 page', 'live 1 page; given to toy_insert() by err'],
		],
		'its address': [['va = page_address(page);'], ['live 1 page by address va']],
		'a number of it': [['pfn = page_to_pfn(page) << 2;'], ['live 1 page by number pfn']],
		'a store of its address': [['va = page_address(page);', 'toy->va = va;'], ['live 1 page by address va; escaped']],
		'a free by its address': [['va = page_address(page);', 'free_pages((unsigned long)va, 0);'], ['live 0 page by address va; dropped']],
		'an unpin, which is none of its': [['unpin_user_page(page);'], ['live 0 page; dropped']],
		'a read': [['err = page->index;'], [held]],
	};
	for (const [name, [statements, expected]] of Object.entries(rows)) it(name, async () => assert.deepEqual(await after(statements), [...expected].sort()));
});

describe('elements of an array, after', () => {
	const fill = 'err = pin_user_pages_fast(0, n, 0, pages);';
	const head = 'static int toy(struct toy *toy, int n)';
	const own = 'struct page *pages[16];';
	const at = async (statements: readonly string[]) => {
		const text = `${head}\n{\n\t${own}\n\tint err;\n\t${[fill, ...statements].join('\n\t')}\n\treturn err;\n}\n`;
		const { states } = await engineOn(text, ['mm']);
		return [...new Set(states.filter(({ line }) => line === 4 + statements.length).flatMap(({ texts }) => texts))].sort();
	};
	const rows: Record<string, [statements: readonly string[], after: readonly string[]]> = {
		'the call: as many as it says': [[], ['live 0 pages[]; takes by err']],
		'fewer than were asked for': [['if (err != n) toy_tell(toy);'], ['live 0 pages[]; takes by err', 'live 0 pages[]; takes by err, in part']],
		'their release': [['unpin_user_pages(pages, err);'], ['absent; dropped']],
	};
	for (const [name, [statements, expected]] of Object.entries(rows)) {
		it(name, async () => {
			const states = await at(statements);
			assert.deepEqual(states, [...expected].sort());
		});
	}
});
