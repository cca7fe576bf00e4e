import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { settleConditionals } from '../../server/src/kernel-c/conditionals.ts';
import { splitItems } from '../../server/src/kernel-c/items.ts';
import { maskItem } from '../../server/src/kernel-c/mask/top-level.ts';
import { nativeParser, wasmParser } from '../../server/src/kernel-c/parsers.ts';
import { tokenise } from '../../server/src/kernel-c/tokens.ts';
await Parser.init();
const lang = await Language.load('node_modules/tree-sitter-c/tree-sitter-c.wasm');
const require = createRequire(import.meta.url);
const w = wasmParser(Parser, lang),
	n = nativeParser(require('tree-sitter'), require('tree-sitter-c'));
const t = readFileSync('/var/tmp/mm-review-kernels/linux-6.12/mm/memory.c', 'utf8');
const flat = (x: any): string => `${x.type}|${x.field}|${x.start}|${x.end}(${x.children.map(flat).join(',')})`;
for (let r = 0; r < 12; r++) {
	const tk = tokenise(t);
	const m = splitItems(tk, settleConditionals(tk))
		.filter((i) => i.kind !== 'macro')
		.map((i) => maskItem(tk, i));
	let p = performance.now();
	const a = m.map((x) => w.parse(x));
	const q = performance.now();
	const b = m.map((x) => n.parse(x));
	const s = performance.now();
	if (r % 5 === 0) {
		let c = 0;
		const count = (x: any) => {
			c++;
			x.children.forEach(count);
		};
		a.forEach((x) => count(x.root));
		console.log(
			'wasm',
			q - p,
			'native',
			s - q,
			'nodes',
			c,
			a.every((x, i) => flat(x.root) === flat(b[i]!.root)),
		);
	}
}
