/** Merges SARIF reports of parts of a tree. */

import { z } from 'zod';
import { jsonText } from './foreign-text.ts';

const result = z.looseObject({ ruleId: z.string(), partialFingerprints: z.record(z.string(), z.string()).optional() });
const notification = z.looseObject({ message: z.looseObject({ text: z.string() }) });
const run = z.looseObject({
	results: z.array(result),
	invocations: z.array(z.looseObject({ executionSuccessful: z.boolean(), toolExecutionNotifications: z.array(notification).optional() })).optional(),
});
const log = z.looseObject({ version: z.literal('2.1.0'), runs: z.array(run).min(1) });

/** One report with the results of all, each once. Throws where an input is no SARIF 2.1.0. */
export function mergeSarif(reports: readonly unknown[]): string {
	const logs = reports.map((report) => log.parse(report));
	const runs = logs.flatMap((each) => each.runs);
	const seen = new Set<string>();
	const results = runs
		.flatMap((each) => each.results)
		.filter((each) => {
			const key = JSON.stringify([each.ruleId, each.partialFingerprints, each['locations']]);
			return !seen.has(key) && seen.add(key);
		})
		.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
	const invocations = runs.flatMap((each) => each.invocations ?? []);
	const merged = {
		...runs[0],
		results,
		invocations: [
			{
				executionSuccessful: invocations.every((each) => each.executionSuccessful),
				toolExecutionNotifications: invocations.flatMap((each) => each.toolExecutionNotifications ?? []),
			},
		],
	};
	return jsonText({ ...logs[0], runs: [merged] });
}

const location = z.looseObject({
	physicalLocation: z.looseObject({
		artifactLocation: z.looseObject({ uri: z.string() }),
		region: z.looseObject({ startLine: z.number(), startColumn: z.number() }),
	}),
});

/** Sorts by file, line and column. */
function placeOf(each: z.infer<typeof result>): string {
	const first = z.array(location).safeParse(each['locations']);
	const place = first.success ? first.data[0]?.physicalLocation : undefined;
	if (place === undefined) return '';
	const pad = (value: number) => String(value).padStart(9, '0');
	return `${place.artifactLocation.uri} ${pad(place.region.startLine)} ${pad(place.region.startColumn)} ${each.ruleId}`;
}
