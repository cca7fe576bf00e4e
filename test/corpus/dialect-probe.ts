// Development probe: error rates per directory.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import { settleConditionals } from '../../server/src/kernel-c/conditionals.ts';
import { splitItems } from '../../server/src/kernel-c/items.ts';
import { maskItem } from '../../server/src/kernel-c/mask/top-level.ts';
import { tokenise } from '../../server/src/kernel-c/tokens.ts';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load('node_modules/tree-sitter-c/tree-sitter-c.wasm'));
const walk = (dir: string): string[] =>
	readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(join(dir, e.name)) : /\.[ch]$/.test(e.name) ? [join(dir, e.name)] : []));
const [tree, ...dirs] = process.argv.slice(2);
const show = Number(process.env.SHOW ?? 0);
let shown = 0;
for (const dir of dirs) {
	let files = 0,
		bad = 0,
		functions = 0,
		badFunctions = 0,
		badItems = 0,
		items = 0;
	let tMask = 0,
		tParse = 0,
		mb = 0;
	const path = join(tree!, dir);
	for (const file of dir.endsWith('.c') ? [path] : walk(path)) {
		const text = readFileSync(file, 'utf8');
		mb += text.length / 1e6;
		files++;
		let t = performance.now();
		const tokens = tokenise(text);
		const settled = settleConditionals(tokens);
		const list = splitItems(tokens, settled).filter((i) => i.kind !== 'macro');
		const masked = list.map((i) => maskItem(tokens, i));
		tMask += performance.now() - t;
		t = performance.now();
		let fileBad = false;
		for (const [k, item] of list.entries()) {
			if (masked[k]!.length !== item.end - item.start) throw new Error('length ' + file + ' ' + item.name);
			items++;
			if (item.kind === 'function') functions++;
			const parsed = parser.parse(masked[k]!)!;
			if (parsed.rootNode.hasError) {
				badItems++;
				fileBad = true;
				if (item.kind === 'function') badFunctions++;
				if (shown < show && (process.env.ALL || item.kind === 'function')) {
					shown++;
					const err = (function find(n: any): any {
						if (n.isError || n.isMissing) return n;
						for (const c of n.children)
							if (c.hasError || c.isMissing || c.isError) {
								const r = find(c);
								if (r) return r;
							}
						return null;
					})(parsed.rootNode);
					const at = err?.startIndex ?? 0;
					const line = text.slice(0, item.start + at).split('\n').length;
					const ls = masked[k]!.lastIndexOf('\n', at - 1) + 1;
					console.log(
						`--- ${file}:${line} ${item.kind} ${item.name}\n  orig: ${JSON.stringify(text.slice(item.start + ls, item.start + ls + 150))}\n  mask: ${JSON.stringify(masked[k]!.slice(ls, ls + 150))}`,
					);
				}
			}
			parsed.delete();
		}
		tParse += performance.now() - t;
		if (fileBad) bad++;
	}
	console.log(
		dir.padEnd(26),
		`files ${files} bad ${((100 * bad) / files).toFixed(2)}%  functions ${functions} bad ${badFunctions} (${((100 * badFunctions) / functions).toFixed(3)}%) items ${items} bad ${badItems}  ${mb.toFixed(1)} MB mask ${tMask | 0} parse ${tParse | 0} ms`,
	);
}
