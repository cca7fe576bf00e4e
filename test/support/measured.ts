/** Runs the built command line and measures it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, type Run } from './run.ts';

/** A run with its cost. */
export interface MeasuredRun extends Run {
	/** Of wall time. */
	readonly seconds: number;
	/** The most memory that the process had at a time. */
	readonly megabytes: number;
	/** Whether it was ended because it took too long. */
	readonly isHung: boolean;
}

const reporter = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.MM_REVIEW_PEAK, String(process.resourceUsage().maxRSS)));`;

/** Runs `mm-review` for at most so many seconds. */
export function measured(args: readonly string[], longest = 60): MeasuredRun {
	const folder = mkdtempSync(join(tmpdir(), 'mm-review-peak-'));
	const peak = join(folder, 'peak');
	const started = performance.now();
	const result = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(reporter)}`, bundle, ...args], {
		encoding: 'utf8',
		maxBuffer: 1 << 28,
		timeout: longest * 1000,
		env: { ...process.env, MM_REVIEW_PEAK: peak },
	});
	const seconds = (performance.now() - started) / 1000;
	const isHung = result.error !== undefined && 'code' in result.error && result.error.code === 'ETIMEDOUT';
	if (result.error !== undefined && !isHung) throw result.error;
	const megabytes = isHung ? Number.POSITIVE_INFINITY : Number(readFileSync(peak, 'utf8')) / 1024;
	rmSync(folder, { recursive: true, force: true });
	return { code: result.status, stdout: result.stdout, stderr: result.stderr, seconds, megabytes, isHung };
}
