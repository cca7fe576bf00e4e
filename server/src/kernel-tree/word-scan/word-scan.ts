/**
 * Searches files for whole words, fast enough to read a kernel tree at the speed of the page cache. A candidate search only: words in
 * comments and strings count too, what is code is for the tokeniser.
 */
import { scanWasm } from './scan-wasm.ts';

/** Where scan.wat expects what. */
const SCRATCH_TABLES = 96;
const WORD_BYTES = 256;
const BUCKET_BOUNDS = 512;
const RECORDS = 1024;
const RECORD_SIZE = 12;
const WORDS = 4096;
const TEXT = 65536;
const PADDING = 32;
const PAGE = 65536;
const MOST_WORDS = 64;
const BUCKETS = 8;

/** Letters of kernel C, most frequent first. */
const frequent = 'etrsniao_dcplufmgbhvk0xw1E2RT3SAIyNOCDLPz4F5M6U8GB7H9VK9WXYjqZQJ';
/** The share of each byte in the text, roughly: blanks are the most frequent. */
const shares: readonly (readonly [byte: number, share: number])[] = [...` ${frequent}`].map((letter, rank) => [letter.charCodeAt(0), 0.3 / (rank + 2)]);

const nothing: ReadonlySet<number> = new Set();

/** Searches for a set of words. */
export interface WordScanner {
	/** Where a file's bytes are to be written before {@link find}, with room for at least `length`. */
	buffer(length: number): Uint8Array;
	/** The words, by index, that stand in the first `length` bytes of the buffer. */
	find(length: number): ReadonlySet<number>;
}

/** Makes a scanner for up to 64 words of at least three characters. */
export function createWordScanner(words: readonly string[]): WordScanner {
	if (words.length > MOST_WORDS) throw new Error(`a word scanner takes ${MOST_WORDS} words, not ${words.length}`);
	const instance = new WebAssembly.Instance(new WebAssembly.Module(scanWasm));
	const memory = instance.exports['memory'] as WebAssembly.Memory;
	const scan = instance.exports['scan'] as (length: number) => bigint;
	let bytes = new Uint8Array(memory.buffer);
	const order = writeTables(bytes, words);
	return {
		buffer(length) {
			const needed = TEXT + length + PADDING - memory.buffer.byteLength;
			if (needed > 0) memory.grow(Math.ceil(needed / PAGE));
			return new Uint8Array(memory.buffer, TEXT, length);
		},
		find(length) {
			if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer);
			bytes[TEXT - 1] = 10;
			bytes.fill(0, TEXT + length, TEXT + length + PADDING);
			let bits = BigInt.asUintN(64, scan(length));
			if (bits === 0n) return nothing;
			const found = new Set<number>();
			for (let i = 0; bits !== 0n; i++, bits >>= 1n) if ((bits & 1n) !== 0n) found.add(order[i] as number);
			return found;
		},
	};
}

/** A word, and the window of it by which it is found: three neighbouring bytes. */
interface Pattern {
	readonly index: number;
	readonly bytes: Uint8Array;
	readonly window: number;
	readonly bucket: number;
}

/** Fills the scanner's tables; returns for each record the index of its word. */
function writeTables(memory: Uint8Array, words: readonly string[]): number[] {
	const view = new DataView(memory.buffer);
	for (let byte = 0; byte < 256; byte++) memory[WORD_BYTES + byte] = byte >= 128 || /\w/.test(String.fromCharCode(byte)) ? 1 : 0;
	const patterns = patternsOf(words).sort((a, b) => a.bucket - b.bucket);
	memory.fill(0, 0, SCRATCH_TABLES);
	let address = WORDS;
	for (const [i, pattern] of patterns.entries()) {
		for (let place = 0; place < 3; place++) {
			const byte = pattern.bytes[pattern.window + place] as number;
			const table = place * 32;
			memory[table + (byte & 15)] = (memory[table + (byte & 15)] as number) | (1 << pattern.bucket);
			memory[table + 16 + (byte >> 4)] = (memory[table + 16 + (byte >> 4)] as number) | (1 << pattern.bucket);
		}
		const record = RECORDS + i * RECORD_SIZE;
		view.setInt32(record, pattern.window, true);
		view.setInt32(record + 4, pattern.bytes.length, true);
		view.setInt32(record + 8, address, true);
		memory.set(pattern.bytes, address);
		address += pattern.bytes.length;
	}
	for (let bucket = 0; bucket <= BUCKETS; bucket++) {
		const before = patterns.filter((pattern) => pattern.bucket < bucket).length;
		view.setInt32(BUCKET_BOUNDS + bucket * 4, RECORDS + before * RECORD_SIZE, true);
	}
	return patterns.map((pattern) => pattern.index);
}

/** Gives every word the window and the bucket by which the fewest places pass that hold none; words with the rarest windows first. */
function patternsOf(words: readonly string[]): Pattern[] {
	const buckets = Array.from({ length: BUCKETS }, () => new Bucket());
	const encoded = words.map((word, index) => ({ index, bytes: new TextEncoder().encode(word) }));
	const alone = (bytes: Uint8Array) => Math.min(...windowsOf(bytes).map((window) => new Bucket().with(bytes, window).passes));
	const order = encoded.map((word) => ({ ...word, rarity: alone(word.bytes) })).sort((a, b) => a.rarity - b.rarity || a.index - b.index);
	return order.map(({ index, bytes }) => {
		let best: { readonly cost: number; readonly window: number; readonly bucket: number; readonly grown: Bucket } | null = null;
		for (const window of windowsOf(bytes)) {
			for (const [bucket, old] of buckets.entries()) {
				const grown = old.with(bytes, window);
				const cost = grown.passes - old.passes;
				if (best === null || cost < best.cost) best = { cost, window, bucket, grown };
			}
		}
		if (best === null) throw new Error('a word scanner takes words of at least three characters');
		buckets[best.bucket] = best.grown;
		return { index, bytes, window: best.window, bucket: best.bucket };
	});
}

function windowsOf(bytes: Uint8Array): number[] {
	return Array.from({ length: Math.max(0, bytes.length - 2) }, (_, window) => window);
}

/** What a bucket lets pass: at each of three places the bytes whose low and whose high half some word of it has there. */
class Bucket {
	readonly #low: readonly number[];
	readonly #high: readonly number[];
	/** How often three neighbouring bytes of kernel C pass, roughly. */
	readonly passes: number;

	constructor(low: readonly number[] = [0, 0, 0], high: readonly number[] = [0, 0, 0]) {
		this.#low = low;
		this.#high = high;
		let passes = 1;
		for (let place = 0; place < 3; place++) passes *= shareOf(low[place] as number, high[place] as number);
		this.passes = passes;
	}

	/** The bucket with one more word. */
	with(bytes: Uint8Array, window: number): Bucket {
		const byteAt = (place: number) => bytes[window + place] as number;
		return new Bucket(
			this.#low.map((mask, place) => mask | (1 << (byteAt(place) & 15))),
			this.#high.map((mask, place) => mask | (1 << (byteAt(place) >> 4))),
		);
	}
}

/** The share of bytes whose halves are in two sets. */
function shareOf(low: number, high: number): number {
	let share = 0;
	for (const [byte, each] of shares) if ((low & (1 << (byte & 15))) !== 0 && (high & (1 << (byte >> 4))) !== 0) share += each;
	return share;
}
