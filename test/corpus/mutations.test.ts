/** Functions of both kernel trees in which the checker finds nothing, each broken in one place. The bars are those that the issue names. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testParser } from '../support/engine.ts';
import { kernelTree } from './kernels.ts';
import { type MutationKind, mutationTable } from './mutations.ts';

const bars = new Map<MutationKind, number>([
	['release deleted', 80],
	['acquire deleted', 60],
	['goto past a release', 75],
]);

describe('mutations of clean functions', () => {
	it('are found', async () => {
		const rows = mutationTable(
			[
				[kernelTree('before'), 21],
				[kernelTree('after'), 22],
			],
			await testParser(),
			200,
		);
		for (const [kind, bar] of bars) {
			const { tried, flagged } = rows.get(kind) ?? { tried: 0, flagged: 0 };
			assert.ok(tried >= 300, `${kind}: only ${tried} tried`);
			assert.ok((100 * flagged) / tried >= bar, `${kind}: ${flagged} of ${tried} flagged, the bar is ${bar} %`);
		}
	});
});
