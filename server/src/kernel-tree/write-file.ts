/** Writes files so that the old one stays whole until the new one is: beside it first, then renamed over it. */
import { closeSync, fchmodSync, fsyncSync, lstatSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reasonOf } from './read-file.ts';
import type { Encoding } from './result.ts';

/** A file, or an output, cannot be written; the message is one line for users. */
export class WriteError extends Error {
	constructor(what: string, error: unknown) {
		const isFolderMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		super(`${what} cannot be written: ${isFolderMissing ? 'its folder does not exist' : reasonOf(error)}`);
	}
}

/** A file that is being written. */
export interface FileReplacement {
	readonly descriptor: number;
	/** Puts it in the place of the old one. Throws {@link WriteError}. */
	commit(): void;
	/** Leaves the old one as it was. */
	discard(): void;
}

/** Files beside others that are being written: what is left of them when the program ends is removed. */
const unfinished = new Set<string>();

function removeUnfinished(): void {
	for (const path of unfinished) rmSync(path, { force: true });
	unfinished.clear();
}

const fatalSignals = new Map([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
]);

/** Makes sure, once, that no file stays behind: also where a signal ends the program that nobody else hears. */
function removeAtEnd(): void {
	if (process.listeners('exit').includes(removeUnfinished)) return;
	process.on('exit', removeUnfinished);
	for (const [signal, code] of fatalSignals) if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(code));
}

/**
 * Begins to write a file anew; `what` names it in messages. What cannot be replaced is written in place: devices, pipes, files with other
 * names or owners, folders in which nothing can be made. Throws {@link WriteError}.
 */
export function replaceByWriting(path: string, what: string): FileReplacement {
	try {
		const beside = placeBeside(path);
		const descriptor = beside === null ? null : openBeside(beside.path, beside.mode);
		if (beside === null || descriptor === null) {
			const own = openSync(path, 'w');
			return { descriptor: own, commit: () => closeSync(own), discard: () => closeSync(own) };
		}
		let isOpen = true;
		const close = () => {
			if (isOpen) closeSync(descriptor);
			isOpen = false;
		};
		const discard = () => {
			close();
			rmSync(beside.path, { force: true });
			unfinished.delete(beside.path);
		};
		return {
			descriptor,
			discard,
			commit() {
				try {
					fsyncSync(descriptor);
					close();
					renameSync(beside.path, beside.target);
				} catch (error) {
					discard();
					throw new WriteError(what, error);
				}
				unfinished.delete(beside.path);
			},
		};
	} catch (error) {
		throw new WriteError(what, error);
	}
}

interface PlaceBeside {
	readonly path: string;
	/** What it will replace, links followed. */
	readonly target: string;
	/** Permissions of the old file; null where there is none. */
	readonly mode: number | null;
}

/** Where a file is written before it replaces the old one; null where it must not be replaced. */
function placeBeside(path: string): PlaceBeside | null {
	const name = `.mm-review-${process.pid}-${unfinished.size}`;
	const old = statSync(path, { throwIfNoEntry: false });
	// A link to nothing makes what it leads to.
	if (old === undefined) return lstatSync(path, { throwIfNoEntry: false }) === undefined ? { path: join(dirname(path), name), target: path, mode: null } : null;
	const isOurs = process.getuid === undefined || old.uid === process.getuid();
	if (!old.isFile() || old.nlink > 1 || !isOurs) return null;
	const target = realpathSync(path);
	return { path: join(dirname(target), name), target, mode: old.mode };
}

/** Opens the file beside; null where none can be made there. */
function openBeside(path: string, mode: number | null): number | null {
	let descriptor: number;
	try {
		descriptor = openSync(path, 'wx');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
		return null;
	}
	unfinished.add(path);
	removeAtEnd();
	if (mode !== null) fchmodSync(descriptor, mode);
	return descriptor;
}

/** Writes a whole file anew. Throws {@link WriteError}, and the old file is as it was. */
export function replaceFile(path: string, text: string, encoding: Encoding, what = path): void {
	const replacement = replaceByWriting(path, what);
	try {
		writeBytes(replacement.descriptor, Buffer.from(text, encoding));
	} catch (error) {
		replacement.discard();
		throw new WriteError(what, error);
	}
	replacement.commit();
}

/** Writes all bytes, also to a pipe that is full for a while. Throws what the system says. */
export function writeBytes(descriptor: number, bytes: Uint8Array): void {
	let at = 0;
	while (at < bytes.length) {
		try {
			at += writeSync(descriptor, bytes, at);
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
		}
	}
}
