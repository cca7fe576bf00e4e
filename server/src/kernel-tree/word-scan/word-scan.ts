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

/** Rough counts of letters in kernel C, most frequent first; a word is represented by its three rarest neighbours. */
const frequent = 'etrsniao_dcplufmgbhvk0xw1E2RT3SAIyNOCDLPz4F5M6U8GB7H9VK9WXYjqZQJ';

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

interface Pattern {
	readonly index: number;
	readonly bytes: Uint8Array;
	readonly window: number;
	readonly key: string;
}

/** Fills the scanner's tables; returns for each record the index of its word. */
function writeTables(memory: Uint8Array, words: readonly string[]): number[] {
	const view = new DataView(memory.buffer);
	for (let byte = 0; byte < 256; byte++) memory[WORD_BYTES + byte] = byte >= 128 || /\w/.test(String.fromCharCode(byte)) ? 1 : 0;
	const patterns = words.map((word, index): Pattern => {
		const window = rarestWindow(word);
		return { index, bytes: new TextEncoder().encode(word), window, key: word.slice(window, window + 3) };
	});
	const keys = [...new Set(patterns.map((pattern) => pattern.key))].sort();
	// Neighbours in the alphabet share a bucket: the fewer different characters in one, the fewer places pass by chance.
	const bucketOf = (key: string) => Math.floor((keys.indexOf(key) * BUCKETS) / keys.length);
	patterns.sort((a, b) => bucketOf(a.key) - bucketOf(b.key));
	memory.fill(0, 0, SCRATCH_TABLES);
	let address = WORDS;
	for (const [i, pattern] of patterns.entries()) {
		const bucket = bucketOf(pattern.key);
		for (let place = 0; place < 3; place++) {
			const byte = pattern.bytes[pattern.window + place] as number;
			const table = place * 32;
			memory[table + (byte & 15)] = (memory[table + (byte & 15)] as number) | (1 << bucket);
			memory[table + 16 + (byte >> 4)] = (memory[table + 16 + (byte >> 4)] as number) | (1 << bucket);
		}
		const record = RECORDS + i * RECORD_SIZE;
		view.setInt32(record, pattern.window, true);
		view.setInt32(record + 4, pattern.bytes.length, true);
		view.setInt32(record + 8, address, true);
		memory.set(pattern.bytes, address);
		address += pattern.bytes.length;
	}
	for (let bucket = 0; bucket <= BUCKETS; bucket++) {
		const before = patterns.filter((pattern) => bucketOf(pattern.key) < bucket).length;
		view.setInt32(BUCKET_BOUNDS + bucket * 4, RECORDS + before * RECORD_SIZE, true);
	}
	return patterns.map((pattern) => pattern.index);
}

/** The offset of the three neighbouring characters that are rarest together. */
function rarestWindow(word: string): number {
	const rarity = (character: string) => (frequent.indexOf(character) + 1 || frequent.length) ** 2;
	let best = 0;
	let bestRarity = -1;
	for (let at = 0; at + 3 <= word.length; at++) {
		const sum = rarity(word[at] as string) + rarity(word[at + 1] as string) + rarity(word[at + 2] as string);
		if (sum > bestRarity) [best, bestRarity] = [at, sum];
	}
	return best;
}
