/** Writes files so that the old one stays whole until the new one is: beside it first, then renamed over it. */
import { closeSync, fchmodSync, fsyncSync, openSync, realpathSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
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

/** Begins to write a file anew; `what` names it in messages. Devices and pipes are written as they are. Throws {@link WriteError}. */
export function replaceByWriting(path: string, what: string): FileReplacement {
	try {
		const old = statSync(path, { throwIfNoEntry: false });
		if (old !== undefined && !old.isFile()) {
			const descriptor = openSync(path, 'w');
			return { descriptor, commit: () => closeSync(descriptor), discard: () => closeSync(descriptor) };
		}
		// A link stays a link.
		const target = old === undefined ? path : realpathSync(path);
		const beside = `${target}.mm-review-${process.pid}`;
		const descriptor = openSync(beside, 'wx');
		if (old !== undefined) fchmodSync(descriptor, old.mode);
		const discard = () => {
			closeSync(descriptor);
			unlinkSync(beside);
		};
		return {
			descriptor,
			discard,
			commit() {
				try {
					fsyncSync(descriptor);
				} catch (error) {
					discard();
					throw new WriteError(what, error);
				}
				closeSync(descriptor);
				renameSync(beside, target);
			},
		};
	} catch (error) {
		throw new WriteError(what, error);
	}
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
