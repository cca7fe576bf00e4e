import { readFileSync } from 'node:fs';
import { settleConditionals } from '/work/main/server/src/kernel-c/conditionals.ts';
import { splitItems } from '/work/main/server/src/kernel-c/items.ts';
import { maskItem } from '/work/main/server/src/kernel-c/mask/top-level.ts';
import { tokenise } from '/work/main/server/src/kernel-c/tokens.ts';
import { Language, Parser } from 'web-tree-sitter';
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load('/work/main/node_modules/tree-sitter-c/tree-sitter-c.wasm'));
const K = '/var/tmp/mm-review-kernels/linux-6.12/';
const files = ['mm/memory.c', 'mm/huge_memory.c', 'mm/gup.c', 'fs/dax.c', 'fs/ext4/inode.c', 'kernel/sched/core.c'].map((f) => readFileSync(K + f, 'utf8'));
for (let r = 0; r < 40; r++) {
	let a = 0,
		b = 0,
		c = 0,
		d = 0,
		e = 0;
	for (const t of files) {
		let p = performance.now();
		const tk = tokenise(t);
		let q = performance.now();
		a += q - p;
		p = q;
		const s = settleConditionals(tk);
		q = performance.now();
		b += q - p;
		p = q;
		const items = splitItems(tk, s);
		q = performance.now();
		c += q - p;
		p = q;
		const m = items.filter((i) => i.kind !== 'macro').map((i) => maskItem(tk, i));
		q = performance.now();
		d += q - p;
		p = q;
		for (const x of m) parser.parse(x)!.delete();
		q = performance.now();
		e += q - p;
	}
	if (r % 13 === 0 || r === 39)
		console.log(
			r,
			'tok',
			a.toFixed(1),
			'cond',
			b.toFixed(1),
			'items',
			c.toFixed(1),
			'mask',
			d.toFixed(1),
			'parse',
			e.toFixed(1),
			'share',
			((a + b + c + d) / (a + b + c + d + e)).toFixed(3),
			'MB',
			files.reduce((s, f) => s + f.length, 0) / 1e6,
		);
}
