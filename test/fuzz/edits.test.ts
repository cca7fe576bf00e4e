/**
 * A thousand random edits of real kernel files. After each the document, read with the memory of the one before, is what a fresh reading
 * of the same text is: same items, same syntax, same findings.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readSource, type SourceFile, SyntaxMemory } from '../../server/src/kernel-c/source-file.ts';
import type { SyntaxNode } from '../../server/src/kernel-c/syntax.ts';
import { loadWasmParser } from '../../server/src/kernel-tree/node-parser.ts';
import { probeTree } from '../../server/src/kernel-tree/probe-tree.ts';
import { reviewCode } from '../../server/src/review/document.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { kernelTree } from '../corpus/kernels.ts';
import { randomNumbers } from './random.ts';

const EDITS = 1000;
const files = [
	'mm/gup.c',
	'fs/dax.c',
	'include/linux/huge_mm.h',
	'arch/x86/include/asm/pgtable.h',
	'drivers/dax/device.c',
	'mm/memremap.c',
	'mm/hmm.c',
	'fs/fuse/dax.c',
];
const pieces = [
	'{',
	'}',
	'(',
	')',
	'[',
	']',
	'"',
	"'",
	'/*',
	'*/',
	'//',
	';',
	',',
	'\\\n',
	'\n',
	' ',
	'#',
	'\n#if 0\n',
	'\n#ifdef CONFIG_X\n',
	'\n#else\n',
	'\n#endif\n',
	'\n#define A(b) \\\n\tb\n',
	'pmd_devmap(x)',
	' || pmd_devmap(*pmd)',
	'if (a) {',
	'} else {',
	'return 0;',
	'static int f(void)\n{\n\treturn 1;\n}\n',
	'case 1:',
	'do {',
	'} while (0);',
	'\u{1F600}',
	'é',
	'\r\n',
	'__init ',
	'struct x ',
	'0x',
	'\t',
];

function randomEdit(text: string, random: (below: number) => number): string {
	const at = random(text.length + 1);
	switch (random(5)) {
		case 0:
			return text.slice(0, at) + pieces[random(pieces.length)] + text.slice(at);
		case 1:
			return text.slice(0, at) + text.slice(Math.min(text.length, at + 1 + random(8)));
		case 2: {
			const from = random(text.length);
			return text.slice(0, at) + text.slice(from, from + random(400)) + text.slice(at);
		}
		case 3:
			return text.slice(0, at) + text.slice(Math.min(text.length, at + random(600)));
		default:
			return text.slice(0, at) + pieces[random(pieces.length)] + text.slice(Math.min(text.length, at + random(3)));
	}
}

function shape(node: SyntaxNode): string {
	return `${node.type}:${node.field}:${node.start}-${node.end}(${node.children.map(shape).join(' ')})`;
}

/** Everything that a reading says. */
function describeReading(source: SourceFile): string[] {
	const items = [...source.main.items, ...(source.otherSide()?.items ?? [])];
	return items.map((item) => `${item.kind} ${item.name} ${item.start}-${item.end} ${shape(source.syntaxOf(item).root)}`);
}

describe('edits', () => {
	const root = kernelTree('before');
	const tree = probeTree(root);
	for (const [index, file] of files.entries()) {
		it(`${EDITS / files.length} in ${file}`, async () => {
			const parser = await loadWasmParser();
			const random = randomNumbers(7919 * (index + 1));
			const original = readFileSync(join(root, file), 'utf8');
			const memory = new SyntaxMemory();
			let text = original;
			for (let edit = 0; edit < EDITS / files.length; edit++) {
				// From the original again now and then, so that not every text is a ruin.
				text = randomEdit(edit % 25 === 0 ? original : text, random);
				const kept = describeReading(readSource(text, parser, memory));
				const fresh = describeReading(readSource(text, parser));
				assert.deepEqual(kept, fresh, `edit ${edit} of ${file}`);
				const input = { file, text, tree, settings: defaultSettings };
				assert.deepEqual(reviewCode(input, parser, memory).findings, reviewCode(input, parser).findings);
			}
		});
	}
});
