/** The rules of page tables on both kernel trees: what they find in the trees as they are, and what they find where a function is broken. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../server/src/review/finding.ts';
import { testParser } from '../support/engine.ts';
import { mmReview } from '../support/run.ts';
import { kernelTree } from './kernels.ts';
import { tableMutationTable } from './table-mutations.ts';

/** Every finding of the groups in either tree, as a person judged it. */
const judged: ReadonlyMap<string, 'right' | 'question' | 'wrong'> = new Map([
	// After a large folio was split it starts again, and may return by the huge entry with pages unmapped and nothing flushed.
	['unmap-without-flush mm/migrate_device.c migrate_vma_collect_pmd', 'question'],
]);

describe('the rules of page tables on whole trees', () => {
	for (const kind of ['before', 'after'] as const) {
		it(`find at most 25 in the tree ${kind} the conversion, every one judged, four of five worth saying`, () => {
			const run = mmReview(['audit', kernelTree(kind), '--group', 'mapping', '--group', 'locking', '--group', 'gup', '--format', 'json', '--quiet']);
			assert.ok(run.code === 0 || run.code === 1, run.stderr);
			const found = (JSON.parse(run.stdout) as { findings: readonly Finding[] }).findings.map(({ rule, file, function: name }) => `${rule} ${file} ${name}`);
			assert.deepEqual(
				found.filter((each) => !judged.has(each)),
				[],
				'findings that nobody has read',
			);
			assert.ok(found.length <= 25);
			assert.ok(found.filter((each) => judged.get(each) !== 'wrong').length * 5 >= found.length * 4);
		});
	}
});

describe('mutations of functions that map pages', () => {
	it('are found: three of four', async () => {
		const { rows, functions, flaggedAsTheyAre } = tableMutationTable([kernelTree('before'), kernelTree('after')], await testParser());
		assert.ok(functions >= 150, `only ${functions} functions`);
		assert.deepEqual(
			flaggedAsTheyAre.map((where) => where.replace(/:\d+/, '')),
			['mm/migrate_device.c migrate_vma_collect_pmd'],
		);
		let [tried, flagged] = [0, 0];
		for (const [kind, row] of rows) {
			assert.ok(row.tried >= 10, `${kind}: only ${row.tried} tried`);
			assert.ok(row.flagged * 2 >= row.tried, `${kind}: ${row.flagged} of ${row.tried} flagged`);
			tried += row.tried;
			flagged += row.flagged;
		}
		console.log(`${flagged} of ${tried} mutations of mapping code found`);
		assert.ok((100 * flagged) / tried >= 75, `${flagged} of ${tried} flagged, the bar is 75 %`);
	});
});
