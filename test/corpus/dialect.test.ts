/** The dialect on whole kernel trees: parse errors, functions found, calls and names kept, lengths and line ends. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadWasmParser } from '../../server/src/kernel-tree/node-parser.ts';
import { type Fidelity, measureFolder, noFidelity } from './fidelity.ts';
import { kernelTree } from './kernels.ts';
import { checkLengths } from './lengths.ts';

/** The fifteen parts of ../shared/design/dialect-study.md. */
const studied = [
	'mm',
	'fs',
	'include/linux',
	'drivers/dax',
	'drivers/nvdimm',
	'drivers/pci',
	'drivers/vfio',
	'drivers/iommu',
	'drivers/gpu/drm/nouveau',
	'arch/x86/mm',
	'arch/x86/include/asm',
	'arch/arm64/mm',
	'arch/arm64/include/asm',
	'arch/powerpc/mm',
	'arch/powerpc/include/asm',
	'kernel',
	'io_uring',
	'virt',
];
const notStudied = ['net', 'block', 'lib', 'security', 'drivers/md', 'drivers/nvme', 'drivers/usb'];

const parser = await loadWasmParser();

function measure(root: string, folders: readonly string[]): Fidelity {
	const sum = noFidelity();
	for (const folder of folders) measureFolder(root, folder, parser, sum);
	return sum;
}

const percent = (part: number, whole: number) => (100 * part) / whole;

function tell(name: string, sum: Fidelity): void {
	console.log(
		`${name}: ${sum.files} files, ${sum.functions} functions, ${percent(sum.functionsWithErrors, sum.functions).toFixed(4)} % with parse errors, ` +
			`${percent(sum.foundAndClean, sum.tagged).toFixed(3)} % of ctags' found and clean, ${percent(sum.callSitesKept, sum.callSites).toFixed(3)} % of ${sum.callSites} call sites kept, ${sum.otherNames.length} other names`,
	);
}

function holds(sum: Fidelity, errors: number): void {
	const sample = sum.lost.slice(0, 20).join('\n');
	assert.ok(percent(sum.functionsWithErrors, sum.functions) <= errors, sample);
	assert.ok(percent(sum.foundAndClean, sum.tagged) >= 99.85, sample);
	assert.ok(percent(sum.callSitesKept, sum.callSites) >= 99.9, sample);
	// Where ctags takes an attribute or a macro's argument for the name: at most one in ten thousand.
	assert.ok(percent(sum.otherNames.length, sum.tagged) <= 0.01, sum.otherNames.join('\n'));
}

describe('6.12', () => {
	const root = kernelTree('before');
	it('the parts of the study', () => {
		const sum = measure(root, studied);
		tell('6.12, the fifteen parts', sum);
		holds(sum, 0.03);
	});
	for (const folder of ['mm', 'drivers/dax']) {
		it(`${folder} has no parse error`, () => assert.equal(measure(root, [folder]).functionsWithErrors, 0));
	}
	it('parts that nothing was tuned on', () => {
		const sum = measure(root, notStudied);
		tell('6.12, other parts', sum);
		holds(sum, 0.1);
	});
	it('every C file keeps its length and its line ends', async () => {
		const files = await checkLengths(root);
		console.log(`6.12: ${files} C files keep length and line ends`);
		assert.ok(files > 59_000);
	});
});

describe('the newer tree', () => {
	const root = kernelTree('after');
	it('all those parts', () => {
		const sum = measure(root, [...studied, ...notStudied]);
		tell('newer tree, all parts', sum);
		holds(sum, 0.1);
	});
	it('every C file keeps its length and its line ends', async () => {
		const files = await checkLengths(root);
		console.log(`newer tree: ${files} C files keep length and line ends`);
		assert.ok(files > 59_000);
	});
});
