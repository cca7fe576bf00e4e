/** `npm run mutations`: breaks clean functions of both kernel trees and counts how many of the breaks the checker sees. `--missed` lists the rest. */
import { testParser } from '../support/engine.ts';
import { kernelTree } from './kernels.ts';
import { mutationTable } from './mutations.ts';

const rows = mutationTable(
	[
		[kernelTree('before'), 11],
		[kernelTree('after'), 12],
	],
	await testParser(),
	150,
);
for (const [kind, { tried, flagged }] of rows) {
	console.log(`${kind.padEnd(26)} ${String(tried).padStart(4)} tried, ${String(flagged).padStart(4)} flagged, ${((100 * flagged) / tried).toFixed(1)} %`);
}
if (process.argv.includes('--missed')) {
	for (const [kind, { missed }] of rows) for (const { where, what } of missed) console.log(`missed, ${kind}: ${where}: ${what.replace(/\s+/g, ' ')}`);
}
