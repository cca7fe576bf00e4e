/** The word scanner against a plain search. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createWordScanner } from '../../server/src/kernel-tree/word-scan/word-scan.ts';

const words = ['pmd_devmap', 'pte_devmap', 'PFN_MAP', 'pgmap', 'vmf_insert_mixed', 'vmf_insert_mixed_mkwrite', '_refcount', 'mm-review'];

function scan(scanner: ReturnType<typeof createWordScanner>, text: string): string[] {
	const bytes = Buffer.from(text);
	scanner.buffer(bytes.length).set(bytes);
	return [...scanner.find(bytes.length)].map((index) => words[index] as string).sort();
}

function plainly(text: string): string[] {
	return words.filter((word) => new RegExp(`(?<![\\w\\u0080-\\uffff])${word}(?![\\w\\u0080-\\uffff])`).test(text)).sort();
}

describe('word scanner', () => {
	const scanner = createWordScanner(words);
	it('finds whole words only, at every place', () => {
		for (const text of [
			'pmd_devmap',
			'x pmd_devmap(y)',
			'hash__pmd_devmap(',
			'pmd_devmaps',
			'a->pgmap->b',
			'vmf_insert_mixed_mkwrite(',
			'/* mm-review: ignore */',
			'',
			'p',
			'\n_refcount',
		])
			assert.deepEqual(scan(scanner, text), plainly(text), JSON.stringify(text));
	});
	it('agrees with a plain search on 2,000 random texts', () => {
		let seed = 12345;
		const random = (below: number) => {
			seed = (seed * 1103515245 + 12345) & 0x7fffffff;
			return seed % below;
		};
		const pieces = [...words, ' ', '(', ')', '_', 'p', 'map', '\n', 'ä', '->', 'devmap', 'x1'];
		for (let round = 0; round < 2000; round++) {
			const text = Array.from({ length: random(30) }, () => pieces[random(pieces.length)]).join('');
			assert.deepEqual(scan(scanner, text), plainly(text), JSON.stringify(text));
		}
	});
	it('is not fooled by what a longer text left behind', () => {
		scan(scanner, `${' '.repeat(100)}pmd_devmap`);
		assert.deepEqual(scan(scanner, `${' '.repeat(100)}pmd_devm`), []);
	});
	it('grows for a large text', () => {
		const text = `${'int a;\n'.repeat(400_000)}pgmap`;
		assert.deepEqual(scan(scanner, text), ['pgmap']);
	});
});
