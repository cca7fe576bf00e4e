/**
 * Fixes keep the meaning. Random functions that test for devmap entries are compiled with gcc as they are and as fixed, with the tests
 * false, and run on random input: both make the same calls, the same warnings and give back the same value.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { indexLines } from '../../server/src/kernel-c/line-index.ts';
import { applyEdits } from '../../server/src/kernel-c/rewrite/text-edit.ts';
import { fixText } from '../../server/src/review/fix.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { profileOf, review, testParser } from '../support/engine.ts';
import { randomNumbers } from './random.ts';

const FUNCTIONS = 1000;
const INPUTS = 24;

type Random = (below: number) => number;

/** What the functions call: tests that are false, functions that only tell, functions that do something and are logged. */
const prelude = `
#include <stdio.h>
#include <setjmp.h>
#include <stdbool.h>
static jmp_buf out;
static unsigned state, calls;
static void seen(int what) { printf("%d ", what); if (++calls > 60) longjmp(out, 1); }
static int next(void) { state ^= state << 13; state ^= state >> 17; state ^= state << 5; return state % 3; }
static int pmd_devmap(int entry) { return 0; }
static int pud_devmap(int entry) { return 0; }
static int pmd_none(int entry) { return entry & 1; }
static int pmd_write(int entry) { return entry & 2; }
static int pmd_present(int entry) { return entry & 4; }
static int take(int what) { seen(what); return next(); }
#define likely(x) (!!(x))
#define unlikely(x) (!!(x))
#define WARN_ON(x) ({ int warned = !!(x); if (warned) seen(-1); warned; })
#define WARN_ON_ONCE(x) WARN_ON(x)
#define VM_WARN_ON(x) WARN_ON(x)
#define VM_BUG_ON(x) do { if (x) { seen(-2); longjmp(out, 1); } } while (0)
`;

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;

function expression(random: Random, depth: number): string {
	const inner = () => expression(random, depth - 1);
	if (depth === 0 || random(5) === 0) {
		return pick(random, [
			'pmd_devmap(e)',
			'pud_devmap(u)',
			'pmd_devmap(e)',
			'pmd_none(e)',
			'pmd_write(e)',
			'pmd_present(e)',
			'a',
			'b',
			'a == b',
			'a & 2',
			`take(${random(90) + 1})`,
			'(a = take(99))',
		]);
	}
	switch (random(11)) {
		case 0:
		case 1:
		case 2:
			return `${operand(random, depth)} || ${operand(random, depth)}`;
		case 3:
		case 4:
		case 5:
			return `${operand(random, depth)} && ${operand(random, depth)}`;
		case 6:
			return `!${pick(random, [`(${inner()})`, 'pmd_devmap(e)', 'pud_devmap(u)'])}`;
		case 7:
			return `(${inner()}) ? ${operand(random, depth)} : ${operand(random, depth)}`;
		case 8:
			return `${pick(random, ['unlikely', 'likely', 'WARN_ON', 'WARN_ON_ONCE'])}(${inner()})`;
		case 9:
			return `a ${pick(random, ['==', '!=', '+', '&', '<'])} (${inner()})`;
		default:
			return `pmd_devmap(e) ${pick(random, ['==', '!='])} ${random(2)}`;
	}
}

function operand(random: Random, depth: number): string {
	const text = expression(random, depth - 1);
	return /[|&?=]/.test(text) && !/^\w+\([^()]*\)$/.test(text) ? `(${text})` : text;
}

function statement(random: Random, depth: number, tabs: string): string {
	const condition = () => expression(random, 1 + random(3));
	const body = () => branch(random, depth - 1, tabs);
	if (depth > 0) {
		switch (random(12)) {
			case 0:
			case 1:
			case 2:
			case 3:
				return `${tabs}if (${condition()})${body()}`;
			case 4:
			case 5:
				return `${tabs}if (${condition()}) {\n${block(random, depth - 1, `${tabs}\t`)}${tabs}} else {\n${block(random, depth - 1, `${tabs}\t`)}${tabs}}\n`;
			case 6:
				return `${tabs}if (${condition()}) {\n${block(random, depth - 1, `${tabs}\t`)}${tabs}} else if (${condition()})${body()}`;
			case 7:
				// Every turn is logged, so that every loop ends.
				return `${tabs}while (${condition()}) {\n${tabs}\ttake(${random(90) + 1});\n${block(random, depth - 1, `${tabs}\t`)}${tabs}}\n`;
			case 8:
				return `${tabs}switch (${condition()}) {\n${tabs}case 0:\n${block(random, depth - 1, `${tabs}\t`)}${tabs}\tbreak;\n${tabs}case 1:\n${block(random, depth - 1, `${tabs}\t`)}${tabs}}\n`;
			default:
				break;
		}
	}
	switch (random(8)) {
		case 0:
			return `${tabs}${pick(random, ['VM_BUG_ON', 'WARN_ON', 'VM_WARN_ON'])}(${condition()});\n`;
		case 1:
			return `${tabs}return ${condition()};\n`;
		case 2:
			return `${tabs}a = ${condition()};\n`;
		case 3:
			return `${tabs}f = ${condition()};\n`;
		case 4:
			return `${tabs}take(${condition()});\n`;
		default:
			return `${tabs}take(${random(90) + 1});\n`;
	}
}

/** What follows a condition: a statement on the next line, or a block. */
function branch(random: Random, depth: number, tabs: string): string {
	if (random(2) === 0) return ` {\n${block(random, depth, `${tabs}\t`)}${tabs}}\n`;
	// An `if` alone would take the `else` of another.
	return `\n${statement(random, 0, `${tabs}\t`)}`;
}

function block(random: Random, depth: number, tabs: string): string {
	const name = `c${random(1_000_000)}`;
	let text = random(6) === 0 ? `${tabs}int ${name} = a;\n\n${tabs}take(${name});\n` : '';
	for (let i = 1 + random(2); i > 0; i--) text += statement(random, depth, tabs);
	return text;
}

function randomFunction(random: Random, name: string): string {
	const type = pick(random, ['int', 'bool']);
	return `static ${type} ${name}(int e, int u, int a, int b)\n{\n\tbool f = ${expression(random, 2)};\n\n${block(random, 3, '\t')}${block(random, 2, '\t')}\treturn f + ${random(5)};\n}\n`;
}

/** Titles of fixes that say that they change what the function does. */
const changing = /a call with it|a warning that|the part of the assertion/;

/** Applies, one after the other, every fix that promises to keep the meaning. */
async function fixedOneByOne(code: string): Promise<{ code: string; applied: number }> {
	let text = code;
	for (let applied = 0; ; applied++) {
		const { findings } = await review(text, 'series', { minSeverity: 'info' } as never);
		const finding = findings.find((candidate) => candidate.rule === 'devmap-check' && candidate.fix !== undefined && !changing.test(candidate.fix.title));
		if (finding?.fix === undefined || applied > 60) return { code: text, applied };
		const lines = indexLines(text);
		const offset = (at: { readonly line: number; readonly column: number }) => lines.lineStart(at.line - 1) + at.column - 1;
		text = applyEdits(
			text,
			finding.fix.edits.map((edit) => ({ start: offset(edit.range.start), end: offset(edit.range.end), newText: edit.newText })),
		);
	}
}

/** Runs functions on the same input; one line a run: calls in order, then the value. */
function runAll(functions: readonly string[], names: readonly string[]): string[] {
	const folder = mkdtempSync(join(tmpdir(), 'mm-review-fixes-'));
	try {
		const runs = names.map((name) => `{ "${name}", (int (*)(int, int, int, int)) call_${name} },`).join('\n');
		const callers = names.map((name) => `static int call_${name}(int e, int u, int a, int b) { return ${name}(e, u, a, b); }`).join('\n');
		const main = `${callers}
static struct { const char *name; int (*function)(int, int, int, int); } all[] = {
${runs}
};
int main(void) {
	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (unsigned input = 0; input < ${INPUTS}; input++) {
			state = 77 + input * 7919;
			calls = 0;
			if (setjmp(out) == 0)
				printf("= %d", all[i].function(input & 7, input & 3, (input >> 1) & 3, (input >> 3) & 3));
			printf("\\n");
		}
}
`;
		writeFileSync(join(folder, 'run.c'), `${prelude}${functions.join('\n')}${main}`);
		execFileSync('gcc', ['-w', '-O0', '-fwrapv', '-o', join(folder, 'run'), join(folder, 'run.c')], { stdio: ['ignore', 'ignore', 'inherit'] });
		return execFileSync(join(folder, 'run'), { maxBuffer: 1 << 28, timeout: 20_000 })
			.toString()
			.trimEnd()
			.split('\n');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function assertSame(before: readonly string[], after: readonly string[], names: readonly string[], say: (index: number) => string) {
	const first = runAll(before, names);
	const second = runAll(after, names);
	assert.equal(first.length, names.length * INPUTS);
	const differing = names.findIndex((_, index) => {
		const from = index * INPUTS;
		return first.slice(from, from + INPUTS).join('\n') !== second.slice(from, from + INPUTS).join('\n');
	});
	if (differing >= 0) assert.fail(`${say(differing)}`);
}

describe('fixes', () => {
	const random = randomNumbers(20240627);
	const names = Array.from({ length: FUNCTIONS }, (_, index) => `walk_${index}`);
	const functions = names.map((name) => randomFunction(random, name));

	it('that promise to keep the meaning keep it, one by one', async () => {
		let applied = 0;
		const fixed: string[] = [];
		for (const code of functions) {
			const result = await fixedOneByOne(code);
			applied += result.applied;
			fixed.push(result.code);
		}
		assert.ok(applied > FUNCTIONS, `only ${applied} fixes in ${FUNCTIONS} functions`);
		assertSame(functions, fixed, names, (index) => `not the same:\n${functions[index]}\n${fixed[index]}`);
	});

	it('that are safe keep it, all at once', async () => {
		const parser = await testParser();
		const input = { file: 'test.c', tree: profileOf('series'), settings: defaultSettings };
		let applied = 0;
		const fixed = functions.map((text) => {
			const result = fixText({ ...input, text }, parser, (safety) => safety === 'safe');
			applied += result.applied;
			return result.text;
		});
		assert.ok(applied > FUNCTIONS / 2, `only ${applied} fixes in ${FUNCTIONS} functions`);
		assertSame(functions, fixed, names, (index) => `not the same:\n${functions[index]}\n${fixed[index]}`);
	});
});
