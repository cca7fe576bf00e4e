/** Every rule on its fixtures: findings where markers are and nowhere else, fixes as written, and fixed code stays fixed. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fixText } from '../../server/src/review/fix.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { rules } from '../../server/src/rules/index.ts';
import { profileOf, review, testParser } from '../support/engine.ts';
import { engineOn } from '../support/engine-states.ts';
import { asExpectations, fixFixtures, fixturesFolder, markedFixtures } from '../support/fixtures.ts';
import { type Expectation, isOfEngine, parseFixture } from '../support/markers.ts';
import { foundIn, patchFixtures, readPatchFixture, reviewFixture } from '../support/patch-fixtures.ts';

const show = (expected: readonly Expectation[]) => expected.map((each) => `${each.line + 1}:${each.start + 1}-${each.end + 1} ${each.text}`).sort();

describe('fixtures', () => {
	for (const file of markedFixtures()) {
		it(`${file.rule}/${file.name}`, async () => {
			const fixture = parseFixture(file.source);
			const { findings, notes } = await review(fixture.text, fixture.tree, { only: [file.rule], effects: fixture.effects });
			assert.deepEqual(notes, []);
			const isMiss = (each: Expectation) => each.text.startsWith('known miss:');
			assert.deepEqual(show(asExpectations(findings, fixture.text)), show(fixture.expected.filter((each) => !isMiss(each) && !isOfEngine(each))));
			for (const miss of fixture.expected.filter(isMiss)) {
				assert.ok(
					!findings.some((finding) => finding.range.start.line === miss.line + 1),
					`line ${miss.line + 1} is marked as a known miss and is found now: make it a marker`,
				);
			}
			const isFlagFixture = file.name.startsWith('flag');
			assert.equal(
				fixture.expected.some((each) => each.text === file.rule),
				isFlagFixture,
				isFlagFixture ? 'a flag fixture has a marker' : 'only flag fixtures have markers',
			);
		});
	}
});

describe('states and summaries in fixtures', () => {
	const asserting = markedFixtures().filter(({ source }) => /\^ state:|summary of \w+:/.test(source));
	it('are there', () => assert.ok(asserting.length >= 3));
	for (const file of asserting) {
		it(`${file.rule}/${file.name}`, async () => {
			const fixture = parseFixture(file.source);
			const { states, summaryOf } = await engineOn(fixture.text, fixture.effects);
			for (const expected of fixture.expected.filter(isOfEngine)) {
				const here = states.filter((each) => each.line === expected.line && each.start === expected.start).flatMap(({ texts }) => texts);
				const text = expected.text.slice('state: '.length);
				assert.ok(here.includes(text), `line ${expected.line + 1}: ${text}; there is ${here.join(' | ') || 'none'}`);
			}
			for (const [name, facts] of fixture.summaries) assert.equal(summaryOf(name), facts);
		});
	}
});

describe('fixtures of patches', () => {
	for (const { rule, name, text } of patchFixtures()) {
		it(`${rule}/${name}`, async () => {
			const fixture = await readPatchFixture(text);
			const reviewed = await reviewFixture(fixture, [rule]);
			assert.ok(reviewed.length > 0);
			assert.deepEqual(foundIn(reviewed), fixture.expected);
			assert.deepEqual(
				reviewed.flatMap(({ notes }) => notes),
				[],
			);
			assert.equal(fixture.expected.length > 0, name.startsWith('flag'));
		});
	}
});

describe('fixes', () => {
	for (const { before, after } of fixFixtures()) {
		it(`${before.rule}/${before.name}`, async () => {
			const { tree } = parseFixture(before.source);
			const input = { file: 'test.c', text: before.source, tree: profileOf(tree), settings: { ...defaultSettings, only: [before.rule] } };
			const parser = await testParser();
			const fixed = fixText(input, parser, () => true);
			assert.equal(fixed.text, after.source);
			const again = fixText({ ...input, text: fixed.text }, parser, () => true);
			assert.equal(again.text, fixed.text);
			assert.equal(again.applied, 0);
		});
	}
});

describe('what every rule has', () => {
	for (const rule of rules) {
		it(rule.id, () => {
			assert.ok(rule.sources.length > 0, 'a source');
			const fixtures = rule.checkPatch === undefined ? markedFixtures() : patchFixtures();
			assert.ok(
				fixtures.some((file) => file.rule === rule.id && file.name.startsWith('flag')),
				'a flag fixture',
			);
			assert.ok(
				fixtures.some((file) => file.rule === rule.id && file.name.startsWith('clean')),
				'a clean fixture',
			);
			assert.equal(
				fixFixtures().some(({ before }) => before.rule === rule.id),
				rule.fix !== 'none',
				'a fix fixture if and only if it has a fix',
			);
			assert.ok(existsSync(join(fixturesFolder, rule.id)));
		});
	}
});
