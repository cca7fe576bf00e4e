/** Runs the built command line. */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './engine.ts';

/** The bundle; `npm run build` makes it. Another build is tested where MM_REVIEW_BUNDLE names its bundle: does a test fail on the last one? */
export const bundle = process.env['MM_REVIEW_BUNDLE'] ?? join(projectRoot, 'dist', 'mm-review.js');

/** What a run gave. */
export interface Run {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs `mm-review` with arguments. */
export function mmReview(args: readonly string[], options: SpawnSyncOptions = {}): Run {
	const result = spawnSync(process.execPath, [bundle, ...args], { maxBuffer: 1 << 28, ...options, encoding: 'utf8' });
	if (result.error !== undefined) throw result.error;
	return { code: result.status, stdout: String(result.stdout), stderr: String(result.stderr) };
}
