/** The pages of the rules: sections, and examples that do what the page says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fixText } from '../../server/src/review/fix.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { profileOf, projectRoot, review, type TreeName, testParser } from '../support/engine.ts';
import { asExpectations } from '../support/fixtures.ts';
import { type Expectation, parseFixture } from '../support/markers.ts';
import { foundIn, readPatchFixture, reviewFixture } from '../support/patch-fixtures.ts';

const sections = ['What it flags', 'Why', 'Flagged', 'Not flagged', 'Fix', 'Trees', 'How to silence'];

interface Example {
	readonly kind: string;
	readonly code: string;
}

function sectionsOf(page: string): Map<string, string> {
	const parts = page.split(/^## /m).slice(1);
	return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]));
}

function exampleIn(section: string): Example | null {
	const match = /^```c (\w+)\n([\s\S]*?)^```$/m.exec(section);
	return match === null ? null : { kind: match[1] as string, code: match[2] as string };
}

const show = (expected: readonly Expectation[]) => expected.map((each) => `${each.line + 1}:${each.start + 1}-${each.end + 1} ${each.text}`).sort();

const pageOf = (id: string) => readFileSync(join(projectRoot, 'docs', 'rules', `${id}.md`), 'utf8');
const isAboutPatches = (rule: Rule) => rule.checkPatch !== undefined;

for (const { id } of rules.filter(isAboutPatches)) {
	describe(`docs/rules/${id}.md`, () => {
		const parts = sectionsOf(pageOf(id));
		const example = (section: string) => /^```diff\n([\s\S]*?)^```$/m.exec(parts.get(section) ?? '')?.[1] ?? '';

		it('has its sections, in order', () => assert.deepEqual([...parts.keys()], sections));

		it('flags its first example where the page says', async () => {
			const fixture = await readPatchFixture(example('Flagged'));
			assert.ok(fixture.expected.length > 0);
			assert.deepEqual(foundIn(await reviewFixture(fixture, [id])), fixture.expected);
		});

		it('is silent on its second', async () => {
			const reviewed = await reviewFixture(await readPatchFixture(example('Not flagged')), [id]);
			assert.ok(reviewed.length > 0);
			assert.deepEqual(foundIn(reviewed), []);
		});
	});
}

for (const id of [...rules.filter((rule) => !isAboutPatches(rule)).map((rule) => rule.id), 'suppression']) {
	describe(`docs/rules/${id}.md`, () => {
		const page = pageOf(id);
		const parts = sectionsOf(page);
		const flagged = exampleIn(parts.get('Flagged') ?? '');
		const clean = exampleIn(parts.get('Not flagged') ?? '');
		const after = exampleIn(parts.get('Fix') ?? '');
		const fixture = parseFixture(`/* tree: ${flagged?.kind} */\n${flagged?.code}`);
		// The whole group runs on the suppression page: a comment silences a rule that runs.
		const only = id === 'suppression' ? [] : [id];

		it('has its sections, in order', () => assert.deepEqual([...parts.keys()], sections));

		it('flags its first example where the page says', async () => {
			const { findings } = await review(fixture.text, fixture.tree, { only });
			assert.ok(fixture.expected.length > 0);
			assert.deepEqual(show(asExpectations(findings, fixture.text)), show(fixture.expected));
		});

		it('is silent on its second', async () => {
			assert.ok(clean);
			const { findings } = await review(clean.code, clean.kind as TreeName, { only });
			assert.deepEqual(findings, []);
		});

		it('fixes the first example as printed', async () => {
			const input = {
				file: 'test.c',
				text: fixture.text.split('\n').slice(1).join('\n'),
				tree: profileOf(fixture.tree),
				settings: { ...defaultSettings, only },
			};
			const fixed = fixText(input, await testParser(), () => true);
			assert.equal(fixed.text, after?.code ?? input.text);
			assert.equal(after !== null, (rules.find((rule) => rule.id === id)?.fix ?? 'none') !== 'none');
		});
	});
}
