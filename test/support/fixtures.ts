/** The fixtures of the rules on disk, and what a review of one gives in the form of markers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../server/src/review/finding.ts';
import { projectRoot } from './engine.ts';
import type { Expectation } from './markers.ts';

/** The folder of all fixtures. */
export const fixturesFolder = join(projectRoot, 'test', 'rules');

/** A fixture file: `test/rules/<rule>/<name>`. */
export interface FixtureFile {
	readonly rule: string;
	readonly name: string;
	readonly path: string;
	readonly source: string;
}

/** Every marked fixture, those for fixes left out. */
export function markedFixtures(): FixtureFile[] {
	return fixtureFiles().filter((file) => !/^fix(?:\.|-|$)/.test(file.name));
}

/** Pairs of a fixture before and after its fixes. */
export function fixFixtures(): { readonly before: FixtureFile; readonly after: FixtureFile }[] {
	const files = fixtureFiles();
	return files
		.filter((file) => /^fix[\w-]*\.c$/.test(file.name))
		.map((before) => {
			const after = files.find((file) => file.rule === before.rule && file.name === before.name.replace(/\.c$/, '.after.c'));
			if (after === undefined) throw new Error(`${before.path} has no .after.c beside it`);
			return { before, after };
		});
}

/** Every C file below the folder. */
function fixtureFiles(): FixtureFile[] {
	const files: FixtureFile[] = [];
	for (const rule of readdirSync(fixturesFolder, { withFileTypes: true })) {
		if (!rule.isDirectory()) continue;
		for (const name of readdirSync(join(fixturesFolder, rule.name)).sort()) {
			if (!/\.[ch]$/.test(name)) continue;
			const path = join(fixturesFolder, rule.name, name);
			files.push({ rule: rule.name, name, path, source: readFileSync(path, 'utf8') });
		}
	}
	return files;
}

/** Findings as markers would say them: a range that goes on ends with its first line. */
export function asExpectations(findings: readonly Finding[], text: string): Expectation[] {
	const lines = text.split('\n');
	const expected: Expectation[] = [];
	for (const finding of findings) {
		const places = [
			{ range: finding.range, text: finding.rule },
			...finding.steps.map((step, index) => ({ range: step.range, text: `step ${index + 1}: ${step.message}` })),
		];
		for (const { range, text: words } of places) {
			const line = range.start.line - 1;
			const end = range.end.line === range.start.line ? range.end.column - 1 : (lines[line] ?? '').replace(/[ \t]*\\?\r?$/, '').length;
			expected.push({ line, start: range.start.column - 1, end, text: words });
		}
	}
	return expected;
}
