/**
 * `npm run bench`: the speed of mm-review on a real kernel tree, beside other tools, in one run on one machine. Warm page cache. With
 * `--others` also Coccinelle and ast-grep, which take minutes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import { settleConditionals } from '../../server/src/kernel-c/conditionals.ts';
import { splitItems } from '../../server/src/kernel-c/items.ts';
import { maskItem } from '../../server/src/kernel-c/mask/top-level.ts';
import { readSource, SyntaxMemory } from '../../server/src/kernel-c/source-file.ts';
import { tokenise } from '../../server/src/kernel-c/tokens.ts';
import { loadWasmParser } from '../../server/src/kernel-tree/node-parser.ts';
import { rules } from '../../server/src/rules/index.ts';
import { kernelTree, seedThread } from '../corpus/kernels.ts';
import { projectRoot } from '../support/engine.ts';
import { LspClient, onLine } from '../support/lsp-client.ts';
import { bundle } from '../support/run.ts';

const root = kernelTree('before');
const withOthers = process.argv.includes('--others');
const scratch = mkdtempSync(join(tmpdir(), 'mm-review-bench-'));

interface Timed {
	readonly seconds: number;
	readonly megabytes: number;
}

/** The series with its thread, and a thousand patches in one mbox. */
function benchReview(): void {
	const thread = seedThread('002_c9fbaed906e0bbbb.txt');
	const onTree = timed(process.execPath, [bundle, 'review', thread, '--tree', root], 5);
	const alone = timed(process.execPath, [bundle, 'review', thread], 5);
	row('mm-review review, 13 patches on the tree', `${onTree.seconds.toFixed(2)} s`, 'at most 3 s');
	row('mm-review review, without a tree', `${alone.seconds.toFixed(2)} s`, 'at most 1.5 s');
	const box = join(scratch, 'many.mbox');
	for (const count of [100, 1000]) {
		const mails = Array.from({ length: count }, (_, index) => toyMail(index + 1, count));
		writeFileSync(box, mails.join('\n'));
		const many = timed(process.execPath, [bundle, 'review', box, '--tree', root, '--quiet'], 1);
		row(`mm-review review, ${count} patches in one mbox`, `${(count / many.seconds).toFixed(0)} patches/s`);
		row('  peak memory', `${many.megabytes.toFixed(0)} MB`, 'flat');
	}
	console.log('');
}

/** A patch of 60 lines to one of a hundred new files. */
function toyMail(number: number, count: number): string {
	const path = `mm/toy${number}.c`;
	const body = Array.from(
		{ length: 10 },
		(_, at) => `+int toy_${number}_${at}(struct page *page)\n+{\n+\tget_page(page);\n+\ttoy(page);\n+\treturn 0;\n+}`,
	).join('\n');
	const head = `From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Jane Doe <jane@example.org>\nSubject: [PATCH ${number}/${count}] toy: Add number ${number}\n\nText.\n---\n`;
	return `${head}diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,60 @@\n${body}\n-- \n2.43.0\n`;
}

/** The median of some runs of a command, by GNU time; what it prints goes nowhere. */
function timed(command: string, args: readonly string[], runs: number): Timed {
	const results: Timed[] = [];
	for (let index = 0; index < runs; index++) {
		const log = join(scratch, 'time');
		const started = performance.now();
		spawnSync('/usr/bin/time', ['-f', '%M', '-o', log, command, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'ignore'] });
		const seconds = (performance.now() - started) / 1000;
		results.push({ seconds, megabytes: Number(readFileSync(log, 'utf8').trim().split('\n').at(-1)) / 1024 });
	}
	return results.sort((a, b) => a.seconds - b.seconds)[Math.floor(runs / 2)] as Timed;
}

function row(name: string, value: string, bar = ''): void {
	console.log(`${name.padEnd(62)} ${value.padStart(16)}${bar === '' ? '' : `   bar ${bar}`}`);
}

function percentile(values: readonly number[], share: number): number {
	return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] as number;
}

await Parser.init();
const wasm = new Parser();
wasm.setLanguage(await Language.load(createRequire(import.meta.url).resolve('tree-sitter-c/tree-sitter-c.wasm')));

console.log(`mm-review on ${root}, Node ${process.version}, ${execFileSync('nproc', { encoding: 'utf8' }).trim()} cores\n`);
benchTree();
benchReview();
benchMasking(await loadWasmParser());
await benchEditor();
rmSync(scratch, { recursive: true, force: true });

function benchTree(): void {
	const words = [...new Set(rules.filter((rule) => rule.group === 'scheme').flatMap((rule) => rule.words.at(-1) ?? []))];
	const globs = ['--glob', '*.[ch]', '--glob', 'Kconfig*'];
	// Once for the page cache.
	spawnSync('rg', ['-c', words.join('|'), ...globs], { cwd: root, stdio: 'ignore' });
	const wordFile = join(scratch, 'words');
	writeFileSync(wordFile, words.join('\n'));
	const rg = timed('rg', ['-n', '-w', '-F', '-f', wordFile, ...globs], 5);
	const substrings = timed('rg', ['-n', words.join('|'), ...globs], 5);
	const audit = timed(process.execPath, [bundle, 'audit', '--group', 'scheme', '--format', 'json', '--quiet', '--output', join(scratch, 'audit.json')], 5);
	const whole = timed(process.execPath, [bundle, 'audit', '--format', 'json', '--quiet', '--output', join(scratch, 'whole.json')], 2);
	const { findings, stats } = JSON.parse(readFileSync(join(scratch, 'audit.json'), 'utf8')) as { findings: unknown[]; stats: { files: number } };
	row(`rg, the same ${words.length} words`, `${rg.seconds.toFixed(2)} s`);
	row(`mm-review audit --group scheme, ${stats.files} files, ${findings.length} findings`, `${audit.seconds.toFixed(2)} s`);
	row('  times rg', (audit.seconds / rg.seconds).toFixed(2), 'at most 3');
	row('  (rg without -w, its fastest way, lists more than the words)', `${substrings.seconds.toFixed(2)} s`);
	row('  times that', (audit.seconds / substrings.seconds).toFixed(2));
	row('  peak memory', `${audit.megabytes.toFixed(0)} MB`, 'under 600 MB');
	row('mm-review audit, all groups of rules', `${whole.seconds.toFixed(2)} s`, 'at most 15 s');
	row('  peak memory', `${whole.megabytes.toFixed(0)} MB`, 'under 1,000 MB');
	if (!withOthers) {
		console.log('(Coccinelle and ast-grep: --others)');
		return;
	}
	const cocci = timed('spatch', ['--sp-file', join(projectRoot, 'test/bench/devmap.cocci'), '--dir', root, '-j', '2', '--no-includes', '--very-quiet'], 1);
	row('Coccinelle, plain match of the same calls, 2 jobs', `${cocci.seconds.toFixed(0)} s`);
	row('  mm-review is faster by', `${(cocci.seconds / audit.seconds).toFixed(0)} times`, 'at least 40');
	writeFileSync(join(scratch, 'package.json'), '{}');
	spawnSync('npm', ['install', '--no-audit', '--no-fund', '@ast-grep/cli@0.39.5'], { cwd: scratch, stdio: 'ignore' });
	const config = join(scratch, 'rule.yml');
	writeFileSync(
		config,
		`id: scheme\nlanguage: c\nrule:\n  kind: call_expression\n  has:\n    field: function\n    regex: ^(p(te|md|ud|gd)_(mk)?devmap|pfn_t_devmap|vmf_insert_(mixed(_mkwrite)?|pfn_p[mu]d))$\n`,
	);
	const astGrep = timed(join(scratch, 'node_modules/.bin/ast-grep'), ['scan', '--rule', config, '--json=stream', root], 1);
	row('ast-grep, a regex on call names', `${astGrep.seconds.toFixed(0)} s`);
	row('  mm-review is faster by', `${(astGrep.seconds / audit.seconds).toFixed(0)} times`, 'at least 12');
}

function benchMasking(parser: Awaited<ReturnType<typeof loadWasmParser>>): void {
	console.log('');
	const files = ['mm/memory.c', 'mm/gup.c', 'fs/dax.c', 'mm/huge_memory.c', 'fs/ext4/inode.c', 'kernel/fork.c'].map((file) =>
		readFileSync(join(root, file), 'utf8'),
	);
	const memory = files[0] as string;
	const mask = (text: string) => {
		const tokens = tokenise(text);
		return splitItems(tokens, settleConditionals(tokens))
			.filter((item) => item.kind !== 'macro')
			.map((item) => maskItem(tokens, item));
	};
	let maskTime = 0;
	let parseTime = 0;
	let copyTime = 0;
	for (let round = 0; round < 12; round++) {
		for (const text of files) {
			const started = performance.now();
			const masked = mask(text);
			const between = performance.now();
			for (const item of masked) rawParse(item);
			const parsed = performance.now();
			for (const item of masked) parser.parse(item);
			if (round >= 6) {
				maskTime += between - started;
				parseTime += parsed - between;
				copyTime += performance.now() - parsed;
			}
		}
	}
	row('masking, share of mask + parse, warm, six files', `${((100 * maskTime) / (maskTime + copyTime)).toFixed(1)} %`, 'at most 20 %');
	row('  of mask + tree-sitter alone, nothing copied', `${((100 * maskTime) / (maskTime + parseTime)).toFixed(1)} %`);
	const cold: number[] = [];
	const edited: number[] = [];
	const at = memory.indexOf('pmd_devmap');
	for (let round = 0; round < 30; round++) {
		const started = performance.now();
		for (const item of mask(memory)) rawParse(item);
		cold.push(performance.now() - started);
		const kept = new SyntaxMemory();
		const parseAll = (text: string) => {
			const source = readSource(text, parser, kept);
			for (const item of source.main.items) source.syntaxOf(item);
		};
		parseAll(memory);
		const before = performance.now();
		parseAll(`${memory.slice(0, at)}x${memory.slice(at)}`);
		edited.push(performance.now() - before);
	}
	row('mm/memory.c, all items masked and parsed', `${percentile(cold, 0.5).toFixed(0)} ms`, '60 ms');
	row('mm/memory.c, after a one-character edit', `${percentile(edited, 0.5).toFixed(1)} ms`, '15 ms');
}

async function benchEditor(): Promise<void> {
	console.log('');
	const dax = readFileSync(join(root, 'fs/dax.c'), 'utf8');
	const starts: number[] = [];
	for (let round = 0; round < 7; round++) {
		const started = performance.now();
		const client = await LspClient.start({ folders: [root] });
		const uri = await client.open(join(root, 'fs/dax.c'), dax);
		await client.diagnostics(uri);
		starts.push(performance.now() - started);
		await client.stop();
	}
	row('server start to first diagnostics of fs/dax.c', `${percentile(starts, 0.5).toFixed(0)} ms`, 'under 600 ms');

	const text = readFileSync(join(root, 'mm/memory.c'), 'utf8');
	const client = await LspClient.start({ folders: [root], capabilities: { textDocument: { diagnostic: {} } } });
	const uri = await client.open(join(root, 'mm/memory.c'), text);
	const pull = () => client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
	await pull();
	const lines = text.split('\n');
	const targets = lines.flatMap((line, index) => (/^\t\t?if \(/.test(line) ? [index] : []));
	const keystroke = async (round: number): Promise<number> => {
		const line = targets[(round * 37) % targets.length] as number;
		const started = performance.now();
		await client.change(uri, onLine(line, 2, 2), 'x');
		await pull();
		const elapsed = performance.now() - started;
		await client.change(uri, onLine(line, 2, 3), '');
		return elapsed;
	};
	const strokes: number[] = [];
	for (let round = 0; round < 300; round++) strokes.push(await keystroke(round));
	row('keystroke to diagnostics, mm/memory.c, p50', `${percentile(strokes, 0.5).toFixed(1)} ms`, '30 ms');
	row('keystroke to diagnostics, mm/memory.c, p95', `${percentile(strokes, 0.95).toFixed(1)} ms`, '100 ms');
	await pull();
	const hovers: number[] = [];
	for (let round = 0; round < 300; round++) {
		const line = (round * 97) % lines.length;
		const started = performance.now();
		await client.hover(uri, line, Math.min(8, (lines[line] ?? '').length));
		hovers.push(performance.now() - started);
	}
	row('hover, p95', `${percentile(hovers, 0.95).toFixed(1)} ms`, '20 ms');
	const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${client.process.pid}/status`, 'utf8'))?.[1]) / 1024;
	const memory: number[] = [];
	for (let round = 0; round < 5000; round++) {
		await keystroke(round);
		if (round % 500 === 499) memory.push(resident());
	}
	row('server memory after 1,000 / 5,500 / 10,000 edits', `${[0, 4, 9].map((index) => (memory[index] as number).toFixed(0)).join(' / ')} MB`, 'flat');
	await client.stop();
}

/** Parses without copying, for what the grammar alone costs. */
function rawParse(text: string): void {
	wasm.parse(text)?.delete();
}
