/**
 * The thread of "fs/dax: Fix FS DAX page reference counts" as it was saved from lore: 13 patches and 40 replies, reviewed with 6.12 and
 * without a tree. What is expected was read in the thread and looked up in the patches by a person.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Finding, Note } from '../../server/src/review/finding.ts';
import { mmReview } from '../support/run.ts';
import { kernelTree, seedThread } from './kernels.ts';

interface ReviewReport {
	readonly findings: readonly Finding[];
	readonly patches: readonly { readonly index: number; readonly subject: string; readonly applied: string }[];
	readonly notes: readonly Note[];
}

const thread = seedThread('002_c9fbaed906e0bbbb.txt');
const lines = readFileSync(thread, 'utf8').split('\n');

function reviewed(...more: string[]): ReviewReport {
	const run = mmReview(['review', thread, '--format', 'json', ...more]);
	assert.equal(run.code, 1, run.stderr);
	return JSON.parse(run.stdout) as ReviewReport;
}

/** Rule, patch, and the line of the mail, without its sign. */
const named: readonly [rule: string, patch: number, line: string][] = [
	['zone-device-type-not-exhaustive', 2, '	    folio->page.pgmap->type == MEMORY_DEVICE_COHERENT)'],
	['zone-device-type-not-exhaustive', 2, '	    pgmap->type == MEMORY_DEVICE_PCI_P2PDMA)'],
	['declaration-unused', 6, 'extern void prep_compound_page(struct page *page, unsigned int order);'],
	['prototype-extern', 6, 'extern void prep_compound_page(struct page *page, unsigned int order);'],
	['export-without-kernel-doc', 6, 'vm_fault_t dax_insert_pfn(struct vm_area_struct *vma,'],
	['stale-pte-value', 6, '	set_pte_at(vma->vm_mm, addr, pte, mk_pte(page, prot));'],
	['mkwrite-without-young-dirty', 6, '		entry = maybe_mkwrite(mk_pte(page, prot), vma);'],
	['config-guard-mismatch', 7, '	__folio_add_file_rmap(folio, page, HPAGE_PUD_NR, vma, RMAP_LEVEL_PUD);'],
	['config-guard-mismatch', 7, '	__folio_remove_rmap(folio, page, HPAGE_PUD_NR, vma, RMAP_LEVEL_PUD);'],
	['use-after-put', 7, '		add_mm_counter(vma->vm_mm, mm_counter_file(folio), -HPAGE_PUD_NR);'],
	['vma-prot-mutated', 8, '	track_pfn_insert(vma, &vma->vm_page_prot, pfn);'],
	['pgtable-deposit-pairing', 10, '		pgtable_trans_huge_deposit(vma->vm_mm, vmf->pmd, pgtable);'],
	['huge-zero-lifetime', 10, '	mm_put_huge_zero_folio(vma->vm_mm);'],
	['zone-device-type-not-exhaustive', 10, '	    pgmap->type == MEMORY_DEVICE_FS_DAX)'],
	['one-based-idle', 10, '	return ___wait_var_event(page, page_ref_count(page) == 1 || i++,'],
	['longterm-pin-dax', 12, '			if (unlikely(flags & FOLL_LONGTERM))'],
	['longterm-pin-dax', 12, '		if (unlikely(flags & FOLL_LONGTERM))'],
	['longterm-pin-dax', 12, '		if (unlikely(flags & FOLL_LONGTERM))'],
	['todo-left', 12, '	// TODO: As a side-effect does this allow long-term pinning of DAX pages?'],
	['todo-left', 12, '	// TODO: FOLL_LONGTERM?'],
	['patch-breaks-syntax', 12, '		   || !pmd_present(*pmdp));'],
	['patch-breaks-syntax', 13, '}'],
];

/** Only a tree tells who uses what. */
const withTree: readonly [rule: string, patch: number, line: string][] = [
	['removed-but-used', 11, 'vm_fault_t vmf_insert_pfn_pmd(struct vm_fault *vmf, pfn_t pfn, bool write)'],
	['removed-but-used', 11, 'vm_fault_t vmf_insert_pfn_pud(struct vm_fault *vmf, pfn_t pfn, bool write)'],
	// loongarch and riscv select it in 6.12; the series was written before they did.
	['removed-but-used', 13, 'config ARCH_HAS_PTE_DEVMAP'],
];

/**
 * What else is found, read one by one. Worth saying: exported functions without kernel-doc (04, 08; Hellwig asked for it in 06), devmap
 * entries made by functions that are new (07, 08), a raw pgmap read in the function that patch 05 had converted (10).
 */
const others: readonly [rule: string, patch: number, count: number][] = [
	['export-without-kernel-doc', 4, 1],
	['devmap-make', 7, 2],
	['export-without-kernel-doc', 8, 1],
	['devmap-make', 8, 2],
	['raw-pgmap-access', 10, 2],
];

function lineOf(finding: Finding): string {
	return (lines[(finding.patch?.mailRange.end.line ?? 0) - 1] ?? '').slice(1);
}

function check(report: ReviewReport, expected: readonly [string, number, string][]): void {
	assert.deepEqual(
		report.patches.map(({ index }) => index),
		[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
	);
	const found = report.findings.map((finding) => `${finding.patch?.index} ${finding.rule} ${lineOf(finding)}`);
	for (const [rule, patch, line] of expected) {
		const key = `${patch} ${rule} ${line}`;
		assert.ok(found.includes(key), `not found: ${key}`);
		found.splice(found.indexOf(key), 1);
	}
	for (const [rule, patch, count] of others) {
		const rest = found.filter((each) => each.startsWith(`${patch} ${rule} `));
		assert.equal(rest.length, count, `${rule} in patch ${patch}`);
		for (const each of rest) found.splice(found.indexOf(each), 1);
	}
	assert.deepEqual(found, [], 'findings that nobody has read');
}

describe('the thread of the series', () => {
	it('without a tree', () => check(reviewed(), named));

	it('with 6.12, to which at least 193 of its 214 hunks apply', () => {
		const report = reviewed('--tree', kernelTree('before'));
		check(report, [...named, ...withTree]);
		const failed = report.notes.filter(({ message }) => message.includes('does not apply')).length;
		assert.ok(214 - failed >= 193, `${failed} hunks do not apply`);
		console.log(`the series on 6.12: ${214 - failed} of 214 hunks applied`);
	});

	it('backwards reports what it had fixed', () => {
		const report = reviewed('--tree', kernelTree('before'), '--backwards');
		const found = new Set(report.findings.map((finding) => `${finding.patch?.index} ${finding.rule} ${finding.file}`));
		// Each of these a patch says that it fixes.
		for (const key of [
			'3 one-based-idle fs/ext4/inode.c',
			'3 one-based-idle fs/fuse/dax.c',
			'3 one-based-idle fs/xfs/xfs_inode.c',
			'5 raw-pgmap-access mm/hmm.c',
			'5 raw-pgmap-access mm/migrate_device.c',
			'10 dax-insert-without-ref fs/dax.c',
			'10 dax-insert-without-ref drivers/dax/device.c',
			'10 one-based-idle mm/memremap.c',
			'10 pfn-dev-map drivers/nvdimm/pmem.c',
			'12 devmap-check mm/memory.c',
			'12 devmap-check mm/gup.c',
			'12 devmap-check arch/powerpc/mm/book3s64/radix_pgtable.c',
			'13 devmap-make arch/arm64/include/asm/pgtable.h',
			'13 devmap-make arch/x86/include/asm/pgtable.h',
			'13 devmap-make mm/Kconfig',
		])
			assert.ok(found.has(key), `not found: ${key}`);
		assert.deepEqual(
			report.patches.map(({ index }) => index),
			[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
		);
	});

	it('answers patch 06 in a mail that quotes what it speaks of and nothing else of the diff', () => {
		const { stdout } = mmReview(['review', thread, '--format', 'mail']);
		const reply = stdout.split(/^From mboxrd@z.*\n/m).find((each) => each.includes('Subject: Re: [PATCH 06/13]')) ?? '';
		assert.match(reply, /^To: Alistair Popple\nCc: dan\.j\.williams,/);
		assert.match(reply, /^> \+extern void prep_compound_page\(.*\n\nNo need for the extern/m);
		assert.match(reply, /^> \+vm_fault_t dax_insert_pfn\(.*\n\ndax_insert_pfn\(\) is new and exported/m);
		assert.match(reply, /^> {2}\tset_pte_at\(vma->vm_mm, addr, pte, mk_pte\(page, prot\)\);\n\nWhat is set here is made anew/m);
		// Of the 76 lines that the patch adds.
		assert.equal(reply.match(/^> \+/gm)?.length, 7);
	});
});

describe('the patch that stands in replies', () => {
	it('is put together from the quotes, and found wrong where its reviewers did', () => {
		const path = seedThread('001_68fe3263a2152425.txt');
		const run = mmReview(['review', path, '--quoted', '--format', 'json']);
		assert.equal(run.code, 1, run.stderr);
		const quoted = readFileSync(path, 'utf8').split('\n');
		const found = (JSON.parse(run.stdout) as ReviewReport).findings.map(({ rule, file, range, patch }) => {
			const { start, end } = patch?.mailRange ?? range;
			return [rule, file, (quoted[start.line - 1] ?? '').slice(start.column - 1, end.column - 1)];
		});
		assert.deepEqual(found, [
			['table-page-count-race', 'mm/huge_memory.c', 'page_count(virt_to_page(pmdp))'],
			['pxd-clear-without-lock', 'mm/huge_memory.c', 'pud_clear(pud)'],
			['shared-table-flush', 'mm/huge_memory.c', 'unshare_huge_pmd(vma->vm_mm, addr, pmd)'],
		]);
	});
});

describe('the other threads', () => {
	for (const name of ['000_a143507214b4e8e8.txt', '001_68fe3263a2152425.txt', '003_63d8551ed7bda4d3.txt', '004_880cb68288ee37a1.txt']) {
		it(`${name} says in a line that there is no patch in it`, () => {
			const run = mmReview(['review', seedThread(name)]);
			assert.equal(run.code, 0);
			assert.match(run.stderr, /^info: .*(?:there is no patch in it|--quoted reads them)\n$/);
		});
	}
});
