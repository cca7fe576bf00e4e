/** `npm run table-mutations`: breaks clean functions of both trees that map pages, and counts how many of the breaks are seen. `--missed` lists the rest. */
import { testParser } from '../support/engine.ts';
import { kernelTree } from './kernels.ts';
import { tableMutationTable } from './table-mutations.ts';

const { rows, functions, flaggedAsTheyAre } = tableMutationTable([kernelTree('before'), kernelTree('after')], await testParser());
let [tried, flagged] = [0, 0];
for (const [kind, row] of rows) {
	tried += row.tried;
	flagged += row.flagged;
	console.log(
		`${kind.padEnd(20)} ${String(row.tried).padStart(4)} tried, ${String(row.flagged).padStart(4)} flagged, ${((100 * row.flagged) / row.tried).toFixed(1)} %`,
	);
}
console.log(`${'all'.padEnd(20)} ${String(tried).padStart(4)} tried, ${String(flagged).padStart(4)} flagged, ${((100 * flagged) / tried).toFixed(1)} %`);
console.log(`${functions} functions, ${flaggedAsTheyAre.length} flagged as they are${flaggedAsTheyAre.map((where) => `\n  ${where}`).join('')}`);
if (process.argv.includes('--missed'))
	for (const [kind, { missed }] of rows) for (const { where, what } of missed) console.log(`missed, ${kind}: ${where}: ${what}`);
