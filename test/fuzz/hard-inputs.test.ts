/** Inputs that were made to bring the program down: each is read, or what is left out of it is said; the rest of the run is reviewed. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { treeFolder } from '../support/engine.ts';
import { type HardInput, laborious, leak, nested } from '../support/hard-inputs.ts';
import { type MeasuredRun, measured } from '../support/measured.ts';

/** The reference machine needs less than a fifth of it; what hangs needs more than any. */
const LONGEST_SECONDS = 10;
const MOST_MEGABYTES = 1024;

const ESC = String.fromCharCode(27);
const colour = new RegExp(`${ESC}\\[[\\d;]*m`, 'g');

const folder = mkdtempSync(join(tmpdir(), 'mm-review-hard-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Reported {
	readonly findings: readonly { readonly rule: string; readonly function: string; readonly file: string; readonly patch?: { readonly index: number } }[];
	readonly notes: readonly { readonly level: string; readonly message: string }[];
	readonly stats: { readonly functionsSkipped: number };
}

function bearable(run: MeasuredRun): Reported {
	assert.ok(!run.isHung && run.seconds < LONGEST_SECONDS, `took ${run.seconds.toFixed(1)} s`);
	assert.ok(run.megabytes < MOST_MEGABYTES, `took ${run.megabytes.toFixed(0)} MB`);
	assert.doesNotMatch(run.stderr, /\n {4}at |internal error/);
	return JSON.parse(run.stdout) as Reported;
}

/** The exit code that the findings and notes of a report ask for. */
function codeOf(report: Reported): number {
	if (report.notes.some(({ level }) => level !== 'info')) return 2;
	return report.findings.length > 0 ? 1 : 0;
}

function write(name: string, text: string): string {
	const path = join(folder, name);
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, text);
	return path;
}

function mailOf(number: number, file: string, text: string): string {
	const lines = text.split('\n').slice(0, -1);
	return [
		'From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001',
		'From: A U Thor <author@example.org>',
		`Subject: [PATCH ${number}/2] mm: ${file}`,
		`Message-ID: <${number}@example.org>`,
		'',
		'---',
		`diff --git a/mm/${file} b/mm/${file}`,
		'new file mode 100644',
		'--- /dev/null',
		`+++ b/mm/${file}`,
		`@@ -0,0 +1,${lines.length} @@`,
		...lines.map((line) => `+${line}`),
		'-- ',
		'2.40.0',
		'',
		'',
	].join('\n');
}

describe('hard C', () => {
	const inputs: HardInput[] = [...nested(20_000), ...nested(1000).slice(0, 20), ...laborious()];
	for (const [index, { name, text, note }] of inputs.entries()) {
		it(`check: ${name}, ${text.length} characters`, () => {
			const run = measured(['check', write(`check-${index}.c`, text), write('other.c', leak), '--format', 'json']);
			const report = bearable(run);
			assert.equal(run.code, codeOf(report));
			assert.equal(report.notes.filter(({ level }) => level === 'error').length, 0, JSON.stringify(report.notes));
			const found = report.findings.filter((finding) => finding.rule === 'ref-leak' && finding.function === 'leak');
			assert.equal(found.length, 2, 'the leak after it, and the one in the other file');
			if (note === null) return;
			assert.match(report.notes.map(({ message }) => message).join('\n'), note);
			assert.ok(report.stats.functionsSkipped > 0 || /macro/.test(name));
		});
	}

	it('review: every third as a patch, with a patch after it', () => {
		// The largest would be a mail of 10 MB.
		for (const [index, { name, text }] of inputs.filter((input, at) => at % 3 === 0 && input.text.length < 2_000_000).entries()) {
			const mails = write(`mail-${index}.mbox`, mailOf(1, 'hard.c', text) + mailOf(2, 'leak.c', leak));
			const report = bearable(measured(['review', mails, '--format', 'json']));
			const files = report.findings.filter((finding) => finding.rule === 'ref-leak' && finding.function === 'leak').map(({ file }) => file);
			assert.deepEqual(files.sort(), ['mm/hard.c', 'mm/leak.c'], name);
		}
	});

	it('audit: all of them in one tree', () => {
		const tree = join(folder, 'tree');
		cpSync(treeFolder('devmap'), tree, { recursive: true });
		const own = inputs.filter((input) => input.text.length < 1_000_000);
		for (const [index, { text }] of own.entries()) writeFileSync(join(tree, 'mm', `hard-${index}.c`), text);
		const run = measured(['audit', tree, '--format', 'json', '--effects', 'mm,core'], 240);
		const report = JSON.parse(run.stdout) as Reported;
		assert.equal(run.code, 2);
		assert.ok(!run.isHung);
		const found = new Set(report.findings.filter((finding) => finding.function === 'leak').map(({ file }) => file));
		assert.deepEqual(
			own.map((_, index) => `mm/hard-${index}.c`).filter((file) => !found.has(file)),
			[],
		);
	});
});

describe('the hostile inputs of the second study', () => {
	const shared = process.env['MM_REVIEW_HARD'] ?? fileURLToPath(new URL('../../../shared/hard', import.meta.url));
	const files = existsSync(shared) ? readdirSync(shared).sort() : [];
	it('are there, or the project stands alone', () => assert.ok(files.length > 0 || !existsSync(shared)));
	for (const name of files.filter((each) => each.endsWith('.c'))) {
		it(name, () => {
			const run = measured(['check', join(shared, name), write('other.c', leak), '--format', 'json']);
			assert.equal(bearable(run).findings.length, 1);
			assert.equal(run.code, 1);
		});
	}
	/** What each mail is to give: findings, and what is said. */
	const mails: Record<string, readonly [findings: number, note: RegExp | null]> = {
		'01-compound-head-recursion.mbox': [1, null],
		'03-reply-header-injection.mbox': [1, null],
		'09-terminal-escape-code.mbox': [1, null],
		'09-terminal-escape-subject.mbox': [1, null],
		'10-interdiff-in-cover.mbox': [0, /is a cover letter: the diff in its text is not reviewed/],
		'12-kernel-doc-in-another-hunk.mbox': [0, null],
		'13-todo-moved.mbox': [0, null],
	};
	for (const name of files.filter((each) => each.endsWith('.mbox'))) {
		it(name, () => {
			const run = measured(['review', join(shared, name), '--format', 'json']);
			const report = bearable(run);
			const [findings, note] = mails[basename(name)] ?? [null, null];
			if (findings === null) return;
			assert.equal(report.findings.length, findings);
			assert.equal(run.code, findings > 0 ? 1 : 0);
			if (note !== null) assert.match(report.notes.map(({ message }) => message).join('\n'), note);
			const text = measured(['review', join(shared, name), '--format', 'text', '--color', 'always']);
			// Our own colours begin and end what they colour; nothing of the mail is left that begins with an escape.
			assert.doesNotMatch(text.stdout.replaceAll(colour, ''), /(?![\n\t])\p{Cc}/u, name);
			assert.ok(!text.stdout.includes(`${ESC}[31mred`));
		});
	}
	it('orphan hunks, 120,000 of them', () => {
		const mail = `From: A <a@example.org>\nSubject: [PATCH] x\nMessage-ID: <1@example.org>\n\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\nx\n${'@@ -1 +1 @@\n'.repeat(120_000)}`;
		const report = bearable(measured(['review', write('orphans.mbox', mail), '--format', 'json']));
		assert.match(report.notes.map(({ message }) => message).join('\n'), /120000 hunks stand from here on that belong to no file/);
		assert.ok(report.notes.length < 10);
		assert.equal(readFileSync(join(folder, 'orphans.mbox'), 'utf8').length, mail.length);
	});
});
