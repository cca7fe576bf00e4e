/**
 * Runs the tests of the folders named (`unit rules cli lsp` …) and prints what a person needs: failures in full, one line a folder, and
 * last `N passed, M failed`. The two numbers are added to the file that MM_REVIEW_TEST_COUNTS names, for a run in several steps.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = process.argv.slice(2);
const countsFile = process.env['MM_REVIEW_TEST_COUNTS'];

/** A file of tests that takes longer hangs. */
const LONGEST_FILE = 15 * 60_000;

let passed = 0;
let failed = 0;
for (const folder of folders) {
	const started = performance.now();
	const before = { passed, failed };
	await runFolder(folder);
	const own = passed - before.passed;
	const bad = failed - before.failed;
	console.log(`test/${folder}: ${own} passed, ${bad} failed, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
if (countsFile !== undefined) {
	const earlier = existsSync(countsFile) ? (JSON.parse(readFileSync(countsFile, 'utf8')) as { passed: number; failed: number }) : { passed: 0, failed: 0 };
	writeFileSync(countsFile, JSON.stringify({ passed: earlier.passed + passed, failed: earlier.failed + failed }));
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function runFolder(folder: string): Promise<void> {
	const files = readdirSync(join(root, 'test', folder))
		.filter((name) => name.endsWith('.test.ts'))
		.sort()
		.map((name) => join(root, 'test', folder, name));
	if (files.length === 0) {
		console.error(`test/${folder} holds no tests`);
		failed++;
		return Promise.resolve();
	}
	return new Promise((resolve) => {
		run({ files, concurrency: folder === 'unit' || folder === 'rules', timeout: LONGEST_FILE })
			.on('test:pass', (event) => {
				if (event.details.type !== 'suite' && !isFile(event.name)) passed++;
			})
			.on('test:fail', (event) => {
				const error = event.details.error as Error & { cause?: Error; failureType?: string };
				// A suite fails with its tests; only what has no test of its own to blame counts.
				if (event.details.type === 'suite' && error.failureType === 'subtestsFailed') return;
				if (isFile(event.name) && error.failureType === 'subtestsFailed') return;
				failed++;
				const cause = error.cause ?? error;
				console.error(`FAILED ${event.file?.replace(root, '') ?? folder}: ${event.name}\n${cause.stack ?? cause.message}\n`);
			})
			.on('test:diagnostic', () => {})
			.on('test:stdout', (event) => process.stdout.write(event.message))
			.on('test:stderr', (event) => process.stderr.write(event.message))
			.on('end', resolve)
			.resume();
	});
}

/** The runner reports each file as a test of its own. */
function isFile(name: string): boolean {
	return name.endsWith('.test.ts');
}
