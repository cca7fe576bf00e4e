/**
 * Random functions whose balance is known: each is run, as a program in this file, with every choice of its conditions, and the checker
 * has to say what the runs say, a leak, a put too much, or nothing.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { review } from '../support/engine.ts';
import { randomNumbers } from './random.ts';

const PROGRAMS = 1500;
const CONDITIONS = 5;

type Random = (below: number) => number;

type Statement =
	| { readonly kind: 'put' | 'work' | 'goto' | 'break' }
	| { readonly kind: 'return'; readonly value: string }
	| {
			readonly kind: 'if';
			readonly condition: number;
			readonly negated: boolean;
			readonly held: readonly Statement[];
			readonly otherwise: readonly Statement[];
	  }
	| { readonly kind: 'once'; readonly body: readonly Statement[] }
	| { readonly kind: 'switch'; readonly condition: number; readonly zero: readonly Statement[]; readonly one: readonly Statement[]; readonly falls: boolean };

interface Program {
	readonly body: readonly Statement[];
	/** After `out:`. */
	readonly out: readonly Statement[];
}

function randomBlock(random: Random, depth: number, inBreakable: boolean): Statement[] {
	return Array.from({ length: 1 + random(3) }, () => randomStatement(random, depth, inBreakable));
}

function randomStatement(random: Random, depth: number, inBreakable: boolean): Statement {
	const choice = random(depth > 0 ? 14 : 8);
	if (choice < 2) return { kind: 'put' };
	if (choice < 4) return { kind: 'work' };
	if (choice === 4) return { kind: 'goto' };
	if (choice === 5) return { kind: 'return', value: ['0', '-EIO', '-ENOMEM'][random(3)] as string };
	if (choice === 6 && inBreakable) return { kind: 'break' };
	if (choice < 8) return { kind: 'work' };
	if (choice < 12) {
		const otherwise = random(2) === 0 ? [] : randomBlock(random, depth - 1, inBreakable);
		return { kind: 'if', condition: random(CONDITIONS), negated: random(2) === 0, held: randomBlock(random, depth - 1, inBreakable), otherwise };
	}
	if (choice === 12) return { kind: 'once', body: randomBlock(random, depth - 1, true) };
	const zero = randomBlock(random, depth - 1, true);
	return { kind: 'switch', condition: random(CONDITIONS), zero, one: randomBlock(random, depth - 1, true), falls: random(2) === 0 };
}

/** How a block ends: it goes on, breaks, jumps to `out:`, or leaves the function. */
type Ending = 'on' | 'break' | 'goto' | 'return';

class Run {
	count = 1;
	lowest = 1;
	readonly #choices: number;

	constructor(choices: number) {
		this.#choices = choices;
	}

	#isTrue(condition: number): boolean {
		return ((this.#choices >> condition) & 1) === 1;
	}

	block(statements: readonly Statement[]): Ending {
		for (const statement of statements) {
			const ending = this.#statement(statement);
			if (ending !== 'on') return ending;
		}
		return 'on';
	}

	#statement(statement: Statement): Ending {
		switch (statement.kind) {
			case 'put':
				this.count--;
				this.lowest = Math.min(this.lowest, this.count);
				return 'on';
			case 'work':
				return 'on';
			case 'if':
				return this.block(this.#isTrue(statement.condition) !== statement.negated ? statement.held : statement.otherwise);
			case 'once': {
				const ending = this.block(statement.body);
				return ending === 'break' ? 'on' : ending;
			}
			case 'switch': {
				const isOne = this.#isTrue(statement.condition);
				let ending: Ending = isOne ? 'on' : this.block(statement.zero);
				if (ending === 'on' && (isOne || statement.falls)) ending = this.block(statement.one);
				return ending === 'break' ? 'on' : ending;
			}
			default:
				return statement.kind;
		}
	}
}

/** What the runs say: whether one leaks, and whether one puts too much. */
function truthOf(program: Program): { readonly leaks: boolean; readonly putsTooMuch: boolean } {
	let leaks = false;
	let putsTooMuch = false;
	for (let choices = 0; choices < 1 << CONDITIONS; choices++) {
		const run = new Run(choices);
		const ending = run.block(program.body);
		if (ending !== 'return') run.block(program.out);
		if (run.count > 0) leaks = true;
		if (run.lowest < 0) putsTooMuch = true;
	}
	return { leaks, putsTooMuch };
}

function write(statements: readonly Statement[], tabs: string): string {
	return statements.map((statement) => writeOne(statement, tabs)).join('');
}

function writeOne(statement: Statement, tabs: string): string {
	const inner = `${tabs}\t`;
	switch (statement.kind) {
		case 'put':
			return `${tabs}put_page(page);\n`;
		case 'work':
			return `${tabs}toy_work(mapping);\n`;
		case 'goto':
			return `${tabs}goto out;\n`;
		case 'break':
			return `${tabs}break;\n`;
		case 'return':
			return `${tabs}return ${statement.value};\n`;
		case 'if': {
			const otherwise = statement.otherwise.length === 0 ? '' : ` else {\n${write(statement.otherwise, inner)}${tabs}}`;
			return `${tabs}if (${statement.negated ? '!' : ''}c${statement.condition}) {\n${write(statement.held, inner)}${tabs}}${otherwise}\n`;
		}
		case 'once':
			return `${tabs}do {\n${write(statement.body, inner)}${tabs}} while (0);\n`;
		default:
			return `${tabs}switch (c${statement.condition}) {\n${tabs}case 0:\n${write(statement.zero, inner)}${statement.falls ? '' : `${inner}break;\n`}${tabs}default:\n${write(statement.one, inner)}${tabs}}\n`;
	}
}

function codeOf(program: Program): string {
	const conditions = Array.from({ length: CONDITIONS }, (_, index) => `int c${index}`).join(', ');
	return `static int toy(struct address_space *mapping, pgoff_t index, ${conditions})\n{\n\tstruct page *page = find_get_page(mapping, index);\n\n\tif (!page)\n\t\treturn -ENOENT;\n${write(program.body, '\t')}out:\n${write(program.out, '\t')}\treturn 0;\n}\n`;
}

describe('random functions', () => {
	it(`${PROGRAMS} with a known balance are judged as they run`, async () => {
		const random = randomNumbers(60127);
		const seen = { leaks: 0, putsTooMuch: 0, balanced: 0 };
		for (let i = 0; i < PROGRAMS; i++) {
			// Some with a put at the end, so that not all leak.
			const out: Statement[] = random(2) === 0 ? [{ kind: 'put' }] : [{ kind: 'work' }];
			const program = { body: randomBlock(random, 3, false), out };
			const truth = truthOf(program);
			const { findings } = await review(codeOf(program), 'normal', { only: ['ref-leak', 'ref-double-put'] });
			const said = {
				leaks: findings.some((finding) => finding.rule === 'ref-leak'),
				putsTooMuch: findings.some((finding) => finding.rule === 'ref-double-put'),
			};
			assert.deepEqual(said, truth, codeOf(program));
			if (truth.leaks) seen.leaks++;
			if (truth.putsTooMuch) seen.putsTooMuch++;
			if (!truth.leaks && !truth.putsTooMuch) seen.balanced++;
		}
		for (const [kind, times] of Object.entries(seen)) assert.ok(times > PROGRAMS / 25, `only ${times} are ${kind}`);
	});
});
