/** Texts that are made to bring a reader of C down: nested deep, branching without end, or naming each other in circles. */

/** A text, and what is to be said of it. */
export interface HardInput {
	readonly name: string;
	readonly text: string;
	/** What the note says; null where the text is read as any other. */
	readonly note: RegExp | null;
}

const head = 'int f(struct page *p, int a)\n{\n\tget_page(p);\n';

/** A leak that stands after each hard text: what was hard must not hide it. */
export const leak = 'int leak(struct page *page)\n{\n\tget_page(page);\n\tif (foo(page))\n\t\treturn -1;\n\tput_page(page);\n\treturn 0;\n}\n';

function inFunction(name: string, body: string, note: RegExp | null): HardInput {
	return { name, text: `${head}${body}\treturn 0;\n}\n${leak}`, note };
}

function atTop(name: string, text: string, note: RegExp | null): HardInput {
	return { name, text: `${text}${leak}`, note };
}

/** `n` numbered pieces, one after the other. */
function each(n: number, piece: (index: number) => string): string {
	return Array.from({ length: n }, (_, index) => piece(index)).join('');
}

const brackets = /brackets are nested \d+ deep/;
const levels = /nested \d+ levels deep/;

/** Every way that I know of to nest C, `n` levels deep. */
export function nested(n: number): HardInput[] {
	const around = (open: string, inner: string, close: string) => open.repeat(n) + inner + close.repeat(n);
	return [
		inFunction('calls', `\tx = ${around('g(', '1', ')')};\n`, brackets),
		inFunction('calls that give the same back', `\tx = ${around('page_folio(', 'p', ')')};\n`, brackets),
		inFunction('transparent calls', `\tif (${around('likely(', 'a', ')')})\n\t\treturn 1;\n`, brackets),
		inFunction('parentheses', `\tx = ${around('(', '1', ')')};\n`, brackets),
		inFunction('subscripts inside', `\tx = ${around('a[', '1', ']')};\n`, brackets),
		inFunction('statement expressions', `\tx = ${around('({ ', '1;', ' });')}\n`, brackets),
		inFunction('blocks', `\t${around('{', 'put_page(p);', '}')}\n`, brackets),
		inFunction('switches', `\t${around('switch (a) { case 1: ', 'put_page(p);', '}')}\n`, brackets),
		inFunction('initialisers', `\tint x[] = ${around('{', '1', '}')};\n`, brackets),
		inFunction('structures', `\t${around('struct { ', 'int a;', '} b;')}\n`, brackets),
		inFunction('function pointers', `\tint ${around('(*', 'b', ')(int)')};\n`, brackets),
		inFunction('typeof', `\t${around('typeof(', 'a', ')')} b;\n`, brackets),
		inFunction('_Generic', `\tx = ${around('_Generic(a, int: ', '1', ')')};\n`, brackets),
		inFunction('else if', `\tif (a == 0)\n\t\treturn 1;\n${each(n, (i) => `\telse if (a == ${i})\n\t\tput_page(p);\n`)}`, levels),
		inFunction('if', `\t${'if (a) '.repeat(n)}put_page(p);\n`, levels),
		inFunction('for', `\t${'for (;;) '.repeat(n)}put_page(p);\n`, levels),
		inFunction('while', `\t${'while (a) '.repeat(n)}put_page(p);\n`, levels),
		inFunction('do', `\t${around('do ', 'put_page(p);', ' while (a);')}\n`, levels),
		inFunction('iterators', `\t${'list_for_each_entry(a, b, c) '.repeat(n)}put_page(p);\n`, levels),
		inFunction('guards', `\t${'scoped_guard(mutex, a) '.repeat(n)}put_page(p);\n`, levels),
		inFunction('?: to the right', `\tx = ${'a ? 1 : '.repeat(n)}2;\n`, levels),
		inFunction('?: in the middle', `\tx = ${around('a ? ', '1', ' : 2')};\n`, levels),
		inFunction('casts', `\tx = ${'(int)'.repeat(n)}a;\n`, levels),
		inFunction('members', `\tx = a${'->b'.repeat(n)};\n`, levels),
		inFunction('subscripts', `\tx = a${'[1]'.repeat(n)};\n`, levels),
		inFunction('sums', `\tx = a${' + b'.repeat(n)};\n`, levels),
		inFunction('&&', `\tif (a${' && b'.repeat(n)})\n\t\treturn 1;\n`, levels),
		inFunction('|| of calls', `\tif (a()${' || b()'.repeat(n)})\n\t\treturn 1;\n`, levels),
		inFunction('!', `\tx = ${'!'.repeat(n)}a;\n`, levels),
		inFunction('-', `\tx = ${'- '.repeat(n)}a;\n`, levels),
		inFunction('*', `\tx = ${'*'.repeat(n)}a;\n`, levels),
		inFunction('&', `\tx = ${'& '.repeat(n)}a;\n`, levels),
		inFunction('sizeof', `\tx = ${'sizeof '.repeat(n)}a;\n`, levels),
		inFunction('assignments', `\t${'a = '.repeat(n)}1;\n`, levels),
		inFunction('commas', `\tx = (1${', a'.repeat(n)});\n`, levels),
		inFunction('labels', `\t${each(n, (i) => `l${i}: `)}put_page(p);\n`, levels),
		inFunction('#if', `${around('#if A\n', 'put_page(p);\n', '#endif\n')}`, /#if groups are nested \d+ deep/),
		inFunction('#if with #else', `${around('#if A\n', 'put_page(p);\n', '#else\nfoo();\n#endif\n')}`, /#if groups are nested \d+ deep/),
		atTop('brackets of a macro', `#define A ${around('(', 'put_page(p)', ')')}\n`, brackets),
		atTop('structures at the top', `typedef ${around('struct { ', 'int a;', '} b;')}\n`, null),
		atTop('macros before a declaration', `${'A(x) '.repeat(n)}int y;\n`, null),
		inFunction('cases', `\tswitch (a) {\n${each(n, (i) => `\tcase ${i}:\n`)}\t\tput_page(p);\n\t}\n`, /more paths than are walked/),
		inFunction('strings', `\tx = ${'"a" '.repeat(n)};\n`, null),
		inFunction('tags by macros', `\tstruct T${'(struct)'.repeat(n)} b;\n`, null),
	];
}

const tooMany = /more paths than are walked|takes more work than is done/;

/** Texts that are flat and cost much: branches, objects, functions and variables in long chains and circles. */
export function laborious(): HardInput[] {
	return [
		inFunction(
			'conditional gets',
			each(200, (i) => `\tint v${i} = g${i}(a);\n\tif (v${i})\n\t\tget_page(p);\n`),
			tooMany,
		),
		inFunction(
			'gets and puts by turns',
			each(200, (i) => `\tif (f${i}(a))\n\t\tput_page(p);\n\telse\n\t\tget_page(p);\n`),
			tooMany,
		),
		inFunction(
			'switches',
			each(1000, (i) => `\tswitch (f${i}(a)) {\n\tcase 1:\n\t\tget_page(p);\n\t\tbreak;\n\tcase 2:\n\t\tput_page(p);\n\t\tbreak;\n\t}\n`),
			tooMany,
		),
		inFunction(
			'allocations undone one by one',
			`${each(400, (i) => `\tstruct page *p${i};\n`)}${each(400, (i) => `\tp${i} = alloc_page(GFP_KERNEL);\n\tif (!p${i})\n\t\tgoto out${i};\n`)}\treturn 0;\n${each(400, (i) => `out${399 - i}:\n${i === 399 ? '' : `\tput_page(p${398 - i});\n`}`)}`,
			tooMany,
		),
		inFunction('early returns', `${each(1000, (i) => `\tif (f${i}(p, a))\n\t\treturn -EINVAL;\n`)}\tput_page(p);\n`, null),
		inFunction('page-table entries', '\tset_pte_at(mm, 0, pte, mk_pte(p, 0));\n\tfolio_add_file_rmap_pte(p, p, 0);\n'.repeat(4000), null),
		inFunction('a call of the same object, in a circle', '\tp = compound_head(p);\n\tput_page(p);\n', null),
		inFunction('objects of each other', '\tstruct page *q = compound_head(p);\n\tp = page_folio(q);\n\tq = folio_page(p, 0);\n\tput_page(q);\n', null),
		inFunction('the same object 150 times over', `\tx = ${'page_folio('.repeat(150)}p${')'.repeat(150)};\n\tput_page(p);\n`, null),
		atTop(
			'pages made of each other',
			`void f(struct page *q)\n{\n${each(3000, (i) => `\tstruct page *p${i} = compound_head(p${i + 1});\n\tp${i} = compound_head(p${i + 2});\n`)}\tput_page(p0);\n}\n`,
			null,
		),
		atTop(
			'pfns made of each other',
			`#include <linux/dax.h>\nint f(struct vm_area_struct *vma, unsigned long a)\n{\n${each(2000, (i) => `\tunsigned long v${i} = v${i + 1} + w${i + 1};\n\tunsigned long w${i} = w${i + 1} + v${i + 1};\n`)}\treturn vmf_insert_mixed(vma, a, pfn_to_pfn_t(v0));\n}\n`,
			null,
		),
		atTop(
			'a folio of itself, mapped',
			'#include <linux/dax.h>\nvoid f(unsigned long pfn)\n{\n\tstruct folio *folio = pfn_folio(pfn);\n\tfolio = page_folio(folio);\n\tfolio_get(folio);\n}\n',
			null,
		),
		atTop(
			'helpers in a chain',
			`${each(20_000, (i) => `static void f${i}(struct page *p)\n{\n\tf${i + 1}(p);\n}\n`)}static void f20000(struct page *p)\n{\n\tput_page(p);\n}\n`,
			null,
		),
		atTop(
			'functions that all call each other',
			each(
				100,
				(i) =>
					`static void c${i}(struct mm_struct *mm, pmd_t *pmd, struct page *page)\n{\n\tset_pmd_at(mm, 0, pmd, mk_pmd(page, 0));\n${each(100, (j) => `\tc${j}(mm, pmd, page);\n`)}}\n`,
			),
			null,
		),
		atTop('braces in a row', `${'{}'.repeat(100_000)}\n;\n`, null),
		atTop(
			'one function of 2,000,000 statements on a line',
			`int f(struct page *p) { get_page(p); ${'x++; '.repeat(2_000_000)}}\n`,
			/has \d+ tokens, and \d+ are read/,
		),
		inFunction('an open parenthesis', `\tx = ${'('.repeat(20_000)}\n`, null),
		atTop('a bracket after the parameters that is never closed', 'void f(int a) [ x\n{\n\tput_page(p);\n}\n', null),
		inFunction('open braces', `${'{'.repeat(20_000)}\n`, null),
	];
}
