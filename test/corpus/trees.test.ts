/**
 * The rules on whole kernel trees. What is expected was read by a person: in the series "fs/dax: Fix FS DAX page reference counts", which
 * converts these sites, and in the kernel files.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { listFiles } from '../../server/src/kernel-tree/list-files.ts';
import { probedFiles } from '../../server/src/kernel-tree/probe.ts';
import type { Finding } from '../../server/src/review/finding.ts';
import type { InventoryUse } from '../../server/src/review/inventory.ts';
import { knownNames } from '../../server/src/review/known-names.ts';
import { LspClient } from '../support/lsp-client.ts';
import { bundle, mmReview } from '../support/run.ts';
import { codeOnly } from './fidelity.ts';
import { kernelTree } from './kernels.ts';

interface Report {
	readonly findings: Finding[];
	readonly inventory: InventoryUse[];
	readonly notes: { message: string }[];
	readonly tree: { scheme: string; version: string };
	readonly stats: { files: number; functions: number; functionsWithParseErrors: number };
}

const run = (args: readonly string[]): Report => JSON.parse(mmReview([...args, '--format', 'json', '--quiet']).stdout);
const sites = (findings: readonly Finding[], rule: string) =>
	findings.filter((finding) => finding.rule === rule).map((finding) => `${finding.file} ${finding.function}`);

describe('6.12, before the conversion', () => {
	const root = kernelTree('before');
	let report: Report;
	before(() => {
		report = run(['audit', root, '--group', 'scheme']);
	});

	it('is what it is', () => {
		assert.equal(report.tree.scheme, 'devmap');
		assert.match(report.tree.version, /^6\.12\./);
		assert.deepEqual(report.notes, []);
		assert.ok(report.stats.files > 59_000);
		assert.equal(report.stats.functionsWithParseErrors, 0);
	});

	it('has every insert that patches 06 to 10 convert, and no other', () => {
		assert.deepEqual(sites(report.findings, 'dax-insert-without-ref').sort(), [
			'drivers/dax/device.c __dev_dax_pmd_fault',
			'drivers/dax/device.c __dev_dax_pte_fault',
			'drivers/dax/device.c __dev_dax_pud_fault',
			'fs/dax.c dax_fault_iter',
			'fs/dax.c dax_fault_iter',
			'fs/dax.c dax_fault_iter',
			'fs/dax.c dax_insert_pfn_mkwrite',
			'fs/dax.c dax_insert_pfn_mkwrite',
			'fs/dax.c dax_load_hole',
		]);
	});

	it('says nothing about drivers that map raw pfns or areas of their own', () => {
		const drivers = /^(?:fs\/cramfs|drivers\/gpu\/drm\/(?:gma500|omapdrm)|drivers\/hwtracing\/intel_th|drivers\/vfio)\//;
		assert.deepEqual(
			report.findings.filter((finding) => drivers.test(finding.file)),
			[],
		);
	});

	it('has every devmap test that a plain lexer sees outside of their definitions', () => {
		const found = new Set(
			report.findings
				.filter((finding) => finding.rule === 'devmap-check')
				.map((finding) => `${finding.file}:${finding.range.start.line}:${finding.range.start.column}`),
		);
		const lexed = lexicalUses(root, ['pte_devmap', 'pmd_devmap', 'pud_devmap', 'pgd_devmap']).filter((use) => use.next === '(' && !isDefinition(use));
		assert.deepEqual(
			lexed.map((use) => `${use.file}:${use.line}:${use.column}`).filter((place) => !found.has(place)),
			[],
		);
		assert.equal(found.size, lexed.length);
		assert.equal(found.size, 69);
	});

	it('has the waits that patch 03 gathers, and nothing else that is idle at one', () => {
		assert.deepEqual(sites(report.findings, 'one-based-idle').sort(), [
			'fs/ext4/inode.c ext4_break_layouts',
			'fs/fuse/dax.c __fuse_dax_break_layouts',
			'fs/xfs/xfs_inode.c xfs_break_dax_layouts',
		]);
	});

	it('has the flags that patch 10 drops', () => {
		assert.deepEqual(sites(report.findings, 'pfn-dev-map').sort(), [
			'drivers/dax/device.c __dev_dax_pmd_fault',
			'drivers/dax/device.c __dev_dax_pte_fault',
			'drivers/dax/device.c __dev_dax_pud_fault',
			'drivers/nvdimm/pmem.c pmem_attach_disk',
			'drivers/nvdimm/pmem.c pmem_attach_disk',
			'fs/fuse/virtio_fs.c virtio_fs_direct_access',
		]);
	});

	it('has the branches on the type that Hellwig named, and two like them', () => {
		assert.deepEqual(sites(report.findings, 'zone-device-type-not-exhaustive').sort(), [
			'mm/memremap.c free_zone_device_folio',
			'mm/memremap.c memunmap_pages',
			'mm/memremap.c pagemap_range',
			'mm/mm_init.c __init_zone_device_page',
		]);
	});

	it('has nothing of the rules for what 6.12 does right', () => {
		for (const rule of [
			'zone-device-initial-count',
			'fsdax-pagemap-ops-missing',
			'devmap-on-refcounted-type',
			'mixed-insert-without-mixedmap',
			'zero-ref-page-mapped',
		]) {
			assert.deepEqual(sites(report.findings, rule), [], rule);
		}
	});

	it('gives the same with the native parser and with wasm', () => {
		const [native, wasm] = ['native', 'wasm'].map((parser) => run(['audit', root, '--parser', parser]).findings);
		assert.ok((native?.length ?? 0) > report.findings.length);
		assert.deepEqual(native, wasm);
	});

	it('has an inventory of every use that a plain lexer sees', () => {
		const { inventory } = run(['inventory', root]);
		const key = (use: { name: string; file: string; line: number; column: number }) => `${use.file}:${use.line}:${use.column} ${use.name}`;
		const found = inventory
			.filter((use) => use.kind !== 'comment')
			.map((use) => key({ name: use.name, file: use.file, line: use.range.start.line, column: use.range.start.column }));
		const lexed = lexicalUses(root, knownNames).map(key);
		const foundSet = new Set(found);
		const lexedSet = new Set(lexed);
		assert.deepEqual(
			lexed.filter((use) => !foundSet.has(use)),
			[],
			'missing',
		);
		assert.deepEqual(
			found.filter((use) => !lexedSet.has(use)),
			[],
			'too many',
		);
		console.log(`6.12: inventory of ${found.length} uses of ${knownNames.length} names, none missing`);
		checkKinds(inventory);
	});

	it('stops cleanly at Ctrl-C', async () => {
		const child = spawn(process.execPath, [bundle, 'audit', root, '--format', 'checkpatch'], { stdio: ['ignore', 'pipe', 'pipe'] });
		let errors = '';
		child.stderr.on('data', (data) => {
			errors += data;
		});
		child.stdout.once('data', () => child.kill('SIGINT'));
		const code = await new Promise((resolve) => child.once('close', resolve));
		assert.equal(code, 130);
		assert.match(errors, /^warning: interrupted after \d+ files\n$/);
	});
});

/** Kinds of uses that a person looked up in the files. */
function checkKinds(inventory: readonly InventoryUse[]): void {
	const kinds = (name: string, file: string) =>
		inventory.filter((use) => use.name === name && use.file === file).map((use) => `${use.kind}${use.function === '' ? '' : ` in ${use.function}`}`);
	assert.deepEqual(kinds('vmf_insert_mixed', 'mm/memory.c'), ['definition in vmf_insert_mixed', 'other']);
	assert.deepEqual(kinds('vmf_insert_mixed', 'include/linux/mm.h'), ['declaration']);
	assert.deepEqual(kinds('vmf_insert_pfn_pmd', 'mm/huge_memory.c'), ['comment', 'definition in vmf_insert_pfn_pmd', 'other']);
	assert.deepEqual(kinds('pmd_devmap', 'include/linux/huge_mm.h'), ['macro body in split_huge_pmd', 'call in pmd_trans_huge_lock']);
	assert.deepEqual(kinds('pmd_devmap', 'arch/arm64/include/asm/pgtable.h'), ['definition in pmd_devmap']);
	assert.deepEqual(kinds('pte_devmap', 'arch/arm64/include/asm/pgtable.h'), ['definition in pte_devmap', 'macro body in pmd_devmap']);
	assert.deepEqual(kinds('PFN_MAP', 'drivers/nvdimm/pmem.c'), ['other in pmem_attach_disk', 'other in pmem_attach_disk']);
	assert.deepEqual(kinds('CONFIG_ARCH_HAS_PTE_DEVMAP', 'include/linux/mm.h'), ['other']);
	assert.deepEqual(kinds('zone_device_page_init', 'mm/memremap.c'), ['definition in zone_device_page_init', 'other']);
	assert.deepEqual(kinds('zone_device_page_init', 'include/linux/memremap.h'), ['declaration']);
	assert.deepEqual(kinds('zone_device_page_init', 'lib/test_hmm.c'), ['call in dmirror_devmem_alloc_page']);
	assert.deepEqual(kinds('pte_mkdevmap', 'include/linux/pfn_t.h'), ['declaration']);
	assert.deepEqual(kinds('pfn_t_devmap', 'include/linux/pfn_t.h'), ['definition in pfn_t_devmap', 'definition in pfn_t_devmap']);
}

describe('the newer tree, after the conversion', () => {
	const root = kernelTree('after');
	it('has two branches on the type that name two members and leave the others, and nothing else', () => {
		const report = run(['audit', root, '--group', 'scheme']);
		assert.equal(report.tree.scheme, 'normal');
		assert.deepEqual(
			report.findings.map((finding) => `${finding.severity} ${finding.rule} ${finding.file} ${finding.function}`),
			['info zone-device-type-not-exhaustive mm/memremap.c memunmap_pages', 'info zone-device-type-not-exhaustive mm/memremap.c pagemap_range'],
		);
		assert.equal(report.stats.functionsWithParseErrors, 0);
	});
});

describe('fixes of all of 6.12', () => {
	const root = kernelTree('before');
	let copy: string;
	before(() => {
		copy = mkdtempSync(join(tmpdir(), 'mm-review-fix-'));
		const { findings } = run(['audit', root]);
		for (const file of new Set([...findings.map((finding) => finding.file), ...probedFiles])) {
			try {
				const text = readFileSync(join(root, file));
				mkdirSync(dirname(join(copy, file)), { recursive: true });
				cpSync(join(root, file), join(copy, file));
				assert.ok(text.length > 0);
			} catch (error) {
				// A probe asks for files that only other trees have.
				assert.ok(probedFiles.includes(file), String(error));
			}
		}
	});
	after(() => rmSync(copy, { recursive: true, force: true }));

	it('are not found again, parse no worse, and change nothing the second time', () => {
		const first = run(['check', copy]);
		const fixable = first.findings.filter((finding) => finding.fix !== undefined).length;
		mmReview(['fix', copy, '--quiet']);
		const second = run(['check', copy]);
		assert.deepEqual(
			second.findings.filter((finding) => finding.fix !== undefined).map((finding) => `${finding.file}:${finding.range.start.line} ${finding.rule}`),
			[],
		);
		assert.equal(second.stats.functionsWithParseErrors, 0);
		const texts = listFiles(copy).files.map((file) => readFileSync(join(copy, file), 'utf8'));
		const again = mmReview(['fix', copy]);
		assert.match(again.stderr, /^0 fixes in 0 files/m);
		assert.deepEqual(
			listFiles(copy).files.map((file) => readFileSync(join(copy, file), 'utf8')),
			texts,
		);
		console.log(`6.12: ${first.findings.length} findings, ${fixable} with a fix; after fixing ${second.findings.length} are left, none with a fix`);
	});
});

describe('command line and server', () => {
	it('give the same on mm/', async () => {
		const root = kernelTree('before');
		const { findings } = run(['check', join(root, 'mm')]);
		const client = await LspClient.start({ folders: [root] });
		const place = (file: string, line: number, column: number, rule: string, fingerprint: string) => `${file}:${line}:${column} ${rule} ${fingerprint}`;
		const served: string[] = [];
		for (const file of listFiles(root, ['mm']).files) {
			const uri = await client.open(join(root, file), readFileSync(join(root, file), 'utf8'));
			for (const diagnostic of await client.diagnostics(uri))
				served.push(place(file, diagnostic.range.start.line + 1, diagnostic.range.start.character + 1, String(diagnostic.code), diagnostic.data.fingerprint));
		}
		await client.stop();
		assert.deepEqual(
			served,
			findings.map((finding) => place(finding.file, finding.range.start.line, finding.range.start.column, finding.rule, finding.fingerprint)),
		);
		assert.ok(served.length > 60);
	});
});

interface LexicalUse {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly name: string;
	/** The text before it on its line, and the character after it. */
	readonly before: string;
	readonly next: string;
}

/** Every whole word of the names in the C files of a tree, outside comments and strings, by a lexer of its own. */
function lexicalUses(root: string, names: readonly string[]): LexicalUse[] {
	const wanted = new Set(names);
	const quick = new RegExp(names.join('|'));
	const uses: LexicalUse[] = [];
	for (const file of listFiles(root).files) {
		if (!/\.[ch]$/.test(file)) continue;
		const bytes = readFileSync(join(root, file), 'latin1');
		if (!quick.test(bytes)) continue;
		const utf8 = readFileSync(join(root, file), 'utf8');
		const code = codeOnly(utf8.includes('\ufffd') ? bytes : utf8, true);
		for (const [index, line] of code.split('\n').entries()) {
			for (const match of line.matchAll(/[A-Za-z_]\w*/g)) {
				if (!wanted.has(match[0])) continue;
				const end = match.index + match[0].length;
				uses.push({
					file,
					line: index + 1,
					column: match.index + 1,
					name: match[0],
					before: line.slice(0, match.index),
					next: line.slice(end).trimStart().charAt(0),
				});
			}
		}
	}
	return uses;
}

/** `static inline int pmd_devmap(`, `#define pmd_devmap(`, or a use inside one that is on the same line or below such a head. */
function isDefinition(use: LexicalUse): boolean {
	return /\b(?:int|bool)\s+$/.test(use.before) || /#\s*define\s+(?:$|p..?_devmap\()/.test(use.before) || isInDefinition(use);
}

/** The body of `pmd_devmap()` that asks `pte_devmap()`: arch headers define one by the other. */
function isInDefinition(use: LexicalUse): boolean {
	return use.file.startsWith('arch/') && /pgtable(?:-\w+)?\.h$/.test(use.file) && /^\s*return\s+$/.test(use.before);
}
