/** A worker of the audit: searches the files of each batch for the words that rules ask about, and reviews those that hold one. */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { TextParser } from '../kernel-c/syntax.ts';
import { decode, LARGEST_FILE, tooLarge } from '../kernel-tree/decode.ts';
import { isCFile, isKconfig, isKconfigPath } from '../kernel-tree/file-kinds.ts';
import { listFiles } from '../kernel-tree/list-files.ts';
import { loadParser } from '../kernel-tree/node-parser.ts';
import { reasonOf } from '../kernel-tree/read-file.ts';
import { createWordScanner, type WordScanner } from '../kernel-tree/word-scan/word-scan.ts';
import type { Rule } from '../rules/rule.ts';
import { type Batch, type BatchResult, type FileResult, PLACE, STOP, type Task, type WorkerSetup } from './audit-messages.ts';
import { nothingFound, oneFile, readAs } from './file-result.ts';
import { addStats, noStats, type Stats } from './finding.ts';
import { knownNames } from './known-names.ts';
import { selectRules } from './settings.ts';
import { suppressionMark } from './suppressions.ts';

const MOST_WORDS = 64;

/** Says whether a file, whose bytes are in the search buffer, can hold anything. */
interface Search {
	readonly scanners: readonly WordScanner[];
	/** What was found, as words. */
	wordsIn(found: readonly ReadonlySet<number>[]): string[];
	isCandidate(name: string, found: readonly ReadonlySet<number>[]): boolean;
	/** Whether a candidate holds, somewhere, all that some rule asks for; saves reading the others as C. */
	mayConcern(text: string, found: readonly ReadonlySet<number>[]): boolean;
}

function searchFor({ tree }: WorkerSetup, { job, settings, names = [] }: Task): Search {
	const rules = selectRules(settings).filter((rule) => (job === 'index' ? rule.packWords !== undefined : rule.schemes.includes(tree.scheme)));
	const asked = job === 'inventory' ? knownNames : job === 'names' ? names : null;
	const words = asked ?? [...new Set([suppressionMark, ...rules.flatMap((rule) => [...(rule.words.at(-1) ?? []), ...(rule.kconfig ?? [])])])];
	const scanners: WordScanner[] = [];
	for (let at = 0; at < words.length; at += MOST_WORDS) scanners.push(createWordScanner(words.slice(at, at + MOST_WORDS)));
	const indexOf = new Map(words.map((word, index) => [word, index]));
	const holdsOne = (list: readonly string[], found: readonly ReadonlySet<number>[]) =>
		list.some((word) => {
			const index = indexOf.get(word);
			return index !== undefined && found[Math.floor(index / MOST_WORDS)]?.has(index % MOST_WORDS) === true;
		});
	return {
		scanners,
		wordsIn: (found) => found.flatMap((indexes, scanner) => [...indexes].map((index) => words[scanner * MOST_WORDS + index] as string)),
		isCandidate(name, found) {
			if (found.every((words) => words.size === 0)) return false;
			if (asked !== null) return true;
			const list = (rule: Rule) => (isKconfig(name) ? rule.kconfig : rule.words.at(-1)) ?? [];
			return holdsOne([suppressionMark], found) || rules.some((rule) => holdsOne(list(rule), found));
		},
		mayConcern: (text, found) =>
			rules.some((rule) => holdsOne(rule.words.at(-1) ?? [], found) && rule.words.slice(0, -1).every((list) => list.some((word) => text.includes(word)))),
	};
}

async function run(setup: WorkerSetup): Promise<void> {
	const port = parentPort;
	if (port === null) throw new Error('the audit worker runs as a worker thread only');
	let { task } = setup;
	let search = searchFor(setup, task);
	const progress = new Int32Array(setup.progress);
	// Loaded for the first candidate: the search of the first batch need not wait for it.
	let parser: TextParser | null = null;
	port.on('message', async (batch: Batch | Task) => {
		if ('job' in batch) {
			task = batch;
			search = searchFor(setup, task);
			return;
		}
		const found: FileResult[] = [];
		let stats = noStats;
		for (const [place, file] of batch.files.entries()) {
			if (Atomics.load(progress, STOP) !== 0) break;
			Atomics.store(progress, PLACE, place);
			if (task.job === 'names') {
				const isFile = isCFile(file) || isKconfigPath(file);
				const inside = isFile ? [file] : listFiles(setup.root, [file]).files;
				for (const each of inside) {
					const read = readCandidate(setup, task, search, each);
					if (read.kind === 'done' && read.result !== null) found.push(read.result);
				}
				stats = addStats(stats, { ...oneFile, files: inside.length });
				continue;
			}
			const text = readCandidate(setup, task, search, file);
			if (text.kind === 'candidate') parser ??= await loadParser(setup.parser);
			const one = text.kind === 'candidate' ? readAs(setup.tree, task, text.text, parser as TextParser, file) : text;
			stats = addStats(stats, one.stats);
			if (one.result !== null) found.push(one.result);
		}
		port.postMessage({ number: batch.number, results: found, stats } satisfies BatchResult);
	});
}

type Done = { readonly kind: 'done'; readonly result: FileResult | null; readonly stats: Stats };
type Read = { readonly kind: 'candidate'; readonly text: string } | Done;

/** Reads a file and says whether anything in it can concern a rule. */
function readCandidate(setup: WorkerSetup, { job }: Task, search: Search, file: string): Read {
	const silent: Done = { kind: 'done', result: null, stats: oneFile };
	// What cannot be read the review says, once.
	const noted = (message: string): Read =>
		job === 'index' || job === 'names' ? silent : { ...silent, result: { ...nothingFound, file, notes: [{ level: 'warning', message, file }] } };
	let length: number;
	try {
		length = readInto(join(setup.root, file), search.scanners);
	} catch (error) {
		return noted(`${file} ${reasonOf(error)}`);
	}
	if (length > LARGEST_FILE) return noted(`${file} ${tooLarge.reason}`);
	const name = file.slice(file.lastIndexOf('/') + 1);
	const found = search.scanners.map((scanner) => scanner.find(length));
	if (!search.isCandidate(name, found)) return silent;
	if (job === 'names') return { ...silent, result: { ...nothingFound, file, names: search.wordsIn(found) } };
	const read = decode((search.scanners[0] as WordScanner).buffer(length).slice());
	if (!read.ok) return noted(`${file} ${read.reason}`);
	const isWorthReading = job === 'inventory' || isKconfig(name) || search.mayConcern(read.text, found) || read.text.includes(suppressionMark);
	return isWorthReading ? { kind: 'candidate', text: read.text } : silent;
}

/** Reads a file into every scanner's buffer; a length above the limit says that it is too large. */
function readInto(path: string, scanners: readonly WordScanner[]): number {
	const descriptor = openSync(path, 'r');
	try {
		const first = (scanners[0] as WordScanner).buffer(LARGEST_FILE + 1);
		const length = readSync(descriptor, first, 0, LARGEST_FILE + 1, 0);
		for (const scanner of scanners.slice(1)) scanner.buffer(LARGEST_FILE + 1).set(first.subarray(0, length));
		return length;
	} finally {
		closeSync(descriptor);
	}
}

await run(workerData as WorkerSetup);
