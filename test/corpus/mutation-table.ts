/** `npm run mutations`: breaks clean functions of both kernel trees and counts how many of the breaks the checker sees. */
import { testParser } from '../support/engine.ts';
import { kernelTree } from './kernels.ts';
import { imbalancesOf, isAbout, type Mutation, type MutationKind, mutationsOf } from './mutations.ts';

/** Of each kind, of each tree. */
const MOST_OF_KIND = 150;
const bars: Partial<Record<MutationKind, number>> = { 'release deleted': 80, 'acquire deleted': 60, 'goto past a release': 75 };
const kinds = 5;

const parser = await testParser();
const rows = new Map<MutationKind, { tried: number; seen: number; missed: Mutation[] }>();
for (const [kind, seed] of [
	['before', 11],
	['after', 12],
] as const) {
	const tried = new Map<MutationKind, number>();
	for (const mutation of mutationsOf(kernelTree(kind), parser, seed)) {
		const times = tried.get(mutation.kind) ?? 0;
		if (times >= MOST_OF_KIND) {
			if ([...tried.values()].filter((count) => count >= MOST_OF_KIND).length === kinds) break;
			continue;
		}
		tried.set(mutation.kind, times + 1);
		const row = rows.get(mutation.kind) ?? { tried: 0, seen: 0, missed: [] };
		rows.set(mutation.kind, row);
		row.tried++;
		if (imbalancesOf(mutation.text, mutation.function, parser).some((found) => isAbout(found, mutation))) row.seen++;
		else row.missed.push(mutation);
	}
}
for (const [kind, { tried, seen }] of rows) {
	console.log(
		`${kind.padEnd(22)} ${String(tried).padStart(4)} tried, ${String(seen).padStart(4)} flagged, ${((100 * seen) / tried).toFixed(1)} %${bars[kind] === undefined ? '' : `   bar ${bars[kind]} %`}`,
	);
}
if (process.argv.includes('--missed')) {
	for (const [kind, { missed }] of rows) for (const { where, what } of missed) console.log(`missed, ${kind}: ${where}: ${what.replace(/\s+/g, ' ')}`);
}
