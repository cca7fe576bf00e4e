/** `paths` tells what `check` did: on every function of mm/ of both trees the same objects, judged the same. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FileSummaries } from '../../server/src/analysis/summaries/file-summaries.ts';
import { checkFunction } from '../../server/src/analysis/typestate/check-function.ts';
import { pathsOfFunction } from '../../server/src/analysis/typestate/function-paths.ts';
import type { Violation } from '../../server/src/analysis/typestate/trace.ts';
import { Callees } from '../../server/src/contracts/callees.ts';
import { alternativesOf } from '../../server/src/flow/alternatives.ts';
import { readSource } from '../../server/src/kernel-c/source-file.ts';
import { listFiles } from '../../server/src/kernel-tree/list-files.ts';
import { defaultSettings, knownContracts } from '../../server/src/review/settings.ts';
import { testParser } from '../support/engine.ts';
import { kernelTree } from './kernels.ts';

const contracts = knownContracts({ ...defaultSettings, effects: ['mm', 'core'] });

/** What is wrong, each thing once: several objects may come to the same. */
function told(violations: readonly Violation[]): string[] {
	return [...new Set(violations.map(({ kind, acquisition, at, steps }) => `${kind} ${acquisition.path} ${at.start} ${steps.length}`))].sort();
}

describe('paths and check', () => {
	for (const kind of ['before', 'after'] as const) {
		it(`agree on mm/ of the tree ${kind} the conversion`, async () => {
			const root = kernelTree(kind);
			const parser = await testParser();
			let [functions, objects, wrong] = [0, 0, 0];
			for (const file of listFiles(root, ['mm']).files.filter((path) => path.endsWith('.c'))) {
				const source = readSource(readFileSync(join(root, file), 'utf8'), parser);
				const helpers = new FileSummaries(source, contracts);
				const callees = new Callees(contracts, helpers);
				for (const item of source.main.items) {
					const shown = item.kind === 'function' ? (pathsOfFunction(source, item, callees)?.objects ?? null) : null;
					if (shown === null) continue;
					const text = source.text.slice(item.start, item.end);
					const check = checkFunction(source.syntaxOf(item).root, text, alternativesOf(source, item), contracts, helpers);
					functions++;
					objects += shown.length;
					const once = new Map(shown.flatMap(({ violations }) => violations).map((each) => [`${each.kind} ${each.acquisition.path} ${each.at.start}`, each]));
					assert.equal(told(check.violations).length, once.size, `${file}: ${item.name}`);
					for (const each of check.violations) assert.ok(once.has(`${each.kind} ${each.acquisition.path} ${each.at.start}`), `${file}: ${item.name}`);
					assert.deepEqual(
						[...check.notWalked].sort(),
						shown
							.filter(({ isCut }) => isCut)
							.map(({ acquisition }) => acquisition.path)
							.sort(),
						`${file}: ${item.name}`,
					);
					wrong += once.size;
				}
			}
			assert.ok(functions > 5000 && objects > 500 && wrong > 0, `${functions} functions, ${objects} objects, ${wrong} findings`);
			console.log(`mm/ ${kind}: ${functions} functions, ${objects} objects, ${wrong} findings, told the same by both`);
		});
	}
});
