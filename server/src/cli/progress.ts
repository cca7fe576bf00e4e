/** A progress bar on standard error, where that is a terminal. */
import { Presets, SingleBar } from 'cli-progress';

/** Shows how far an audit is. */
export interface Progress {
	/** `what` is said with the numbers. */
	show(done: number, total: number, what: string): void;
	/** Makes room for output; the bar comes back with the next step. */
	clear(): void;
	end(): void;
}

/** Starts a progress bar, or one that shows nothing. */
export function showProgress(isQuiet: boolean): Progress {
	if (isQuiet || !process.stderr.isTTY) return { show: () => {}, clear: () => {}, end: () => {} };
	const bar = new SingleBar(
		{ stream: process.stderr, format: '{bar} {what}{value}/{total} files, {eta} s left', hideCursor: true, clearOnComplete: true },
		Presets.shades_classic,
	);
	let isRunning = false;
	let shown = '';
	const stop = () => {
		if (isRunning) bar.stop();
		isRunning = false;
	};
	return {
		show(done, total, what) {
			if (what !== shown) stop();
			shown = what;
			// Files are still being listed.
			if (isRunning) bar.setTotal(total);
			if (isRunning) bar.update(done, { what });
			else bar.start(total, done, { what });
			isRunning = true;
		},
		clear: stop,
		end: stop,
	};
}
