/** Bytes to text, so that nothing is lost: any bytes, one clear reason where there is no text. Needs no disk. */
import type { ReadResult } from './result.ts';

/** Larger files are generated tables, not code that a person reviews. In bytes. */
export const LARGEST_FILE = 32 * 1024 * 1024;

/** What is said of a file that is larger. */
export const tooLarge = { ok: false, reason: `is larger than ${LARGEST_FILE / 1024 / 1024} MB and was not read` } as const;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Turns a file's bytes into text. Bytes that are no UTF-8 become one character each, so that they can be written back. */
export function decode(bytes: Uint8Array): ReadResult {
	if (bytes.includes(0)) return { ok: false, reason: 'holds NUL bytes and is no C text' };
	try {
		return { ok: true, text: decoder.decode(bytes), encoding: 'utf8' };
	} catch {
		return { ok: true, text: latin1(bytes), encoding: 'latin1' };
	}
}

/** One character a byte; TextDecoder's "latin1" is windows-1252, which cannot be written back. */
function latin1(bytes: Uint8Array): string {
	const CHUNK = 8192;
	let text = '';
	for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
	return text;
}
