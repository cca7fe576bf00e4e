/** A progress bar on standard error, where that is a terminal. */
import { Presets, SingleBar } from 'cli-progress';

/** Shows how far an audit is. */
export interface Progress {
	show(done: number, total: number): void;
	/** Makes room for output; the bar comes back with the next step. */
	clear(): void;
	end(): void;
}

/** Starts a progress bar, or one that shows nothing. */
export function showProgress(isQuiet: boolean): Progress {
	if (isQuiet || !process.stderr.isTTY) return { show: () => {}, clear: () => {}, end: () => {} };
	const bar = new SingleBar(
		{ stream: process.stderr, format: '{bar} {value}/{total} files, {eta} s left', hideCursor: true, clearOnComplete: true },
		Presets.shades_classic,
	);
	let isRunning = false;
	const stop = () => {
		if (isRunning) bar.stop();
		isRunning = false;
	};
	return {
		show(done, total) {
			if (isRunning) bar.update(done);
			else bar.start(total, done);
			isRunning = true;
		},
		clear: stop,
		end: stop,
	};
}
