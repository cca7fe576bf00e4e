/** 600 mails that were never meant for us: fixtures, cut, doubled, shuffled and spoilt. None may throw, or read what is outside of the tree. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInside } from '../../server/src/patch/diff/safe-path.ts';
import { readMails } from '../../server/src/patch/mail/read-mails.ts';
import { seriesOf } from '../../server/src/patch/series.ts';
import { mailReplies } from '../../server/src/report/mail-reply.ts';
import { patchText } from '../../server/src/report/patch-text.ts';
import { noStats } from '../../server/src/review/finding.ts';
import { type ReviewedPatch, reviewSeries } from '../../server/src/review/patches/review-series.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { profileOf, testParser } from '../support/engine.ts';
import { patchFixtures, readPatchFixture } from '../support/patch-fixtures.ts';
import { randomNumbers } from './random.ts';

const COUNT = 600;
const paths = [
	'../../etc/passwd',
	'/etc/passwd',
	'a/../../../root/.ssh/id',
	'C:\\windows\\win.ini',
	'..',
	'/dev/null',
	'mm/toy.c\u0000.h',
	'"a/\\377\\000"',
	'',
	'-rf',
];
const headers = [
	'Content-Type: multipart/mixed; boundary=',
	'Content-Type: multipart/alternative; boundary=x',
	'Content-Transfer-Encoding: base64',
	'Content-Transfer-Encoding: quoted-printable',
	'Content-Type: text/plain; charset=x-unknown',
	'Content-Type: text/plain; format=flowed; delsp=yes',
	'Content-Type: text/html',
	'Content-Type: message/rfc822',
	'Subject: =?utf-8?q?=ff?=',
	'References: <a> <b',
];

/** Spoils a text in one of many ways. */
function spoil(text: string, random: (below: number) => number): string {
	const lines = text.split('\n');
	const at = random(lines.length);
	switch (random(14)) {
		case 0:
			return lines.slice(0, at).join('\n');
		case 1:
			return lines.slice(at).join('\n');
		case 2:
			return [...lines.slice(0, at), ...lines.slice(at + 1 + random(4))].join('\n');
		case 3:
			return [...lines.slice(0, at), lines[random(lines.length)], ...lines.slice(at)].join('\n');
		case 4:
			return lines.map((line) => `> ${line}`).join('\n');
		case 5:
			return text.replaceAll('\t', '    ');
		case 6:
			return text.replace(/(?:[ab]\/[\w./-]+)/g, () => paths[random(paths.length)] as string);
		case 7:
			return text.replace(/^Subject:/m, () => `${headers[random(headers.length)]}\nSubject:`);
		case 8:
			return text.replaceAll('\n', '\r\n');
		case 9:
			return text.replace(/@@ -\d+(?:,\d+)? \+\d+/g, () => `@@ -${random(9)},${random(99)} +${random(1e9)},${random(3)}`);
		case 10:
			return lines.map((line) => (random(20) === 0 ? String.fromCharCode(random(0xd000), random(256)) + line : line)).join('\n');
		case 11:
			return lines.map((line) => (line.length > 40 ? `${line.slice(0, 40)}\n${line.slice(40)}` : line)).join('\n');
		case 12:
			return text + text;
		default:
			return lines.map((line) => line.trimEnd()).join('\n');
	}
}

describe('odd mails', () => {
	it(`${COUNT} of them: no crash, no read outside of the tree, a note where there is no patch`, async () => {
		const random = randomNumbers(20_241_121);
		const parser = await testParser();
		const fixtures = patchFixtures();
		const files = new Map<string, string>();
		for (const { text } of fixtures) for (const [path, content] of (await readPatchFixture(text)).files ?? []) files.set(path, content);
		let patches = 0;
		for (let round = 0; round < COUNT; round++) {
			let text = fixtures[random(fixtures.length)]?.text ?? '';
			for (let times = 1 + random(3); times > 0; times--) text = spoil(text, random);
			const series = seriesOf(await readMails('odd', new TextEncoder().encode(text)), random(4) === 0);
			assert.ok(series.patches.length + series.notes.length > 0 || text.trim() !== '', `round ${round} says nothing`);
			const asked: string[] = [];
			const base = {
				profile: profileOf('devmap'),
				read(path: string) {
					asked.push(path);
					return files.get(path) ?? null;
				},
				search: async (names: ReadonlySet<string>) => new Map([...names].map((name) => [name, [...files.keys()].filter((path) => path.endsWith('.c'))])),
			};
			const reviewed: ReviewedPatch[] = [];
			const request = {
				patches: series.patches,
				base: random(3) === 0 ? null : base,
				overrides: {},
				settings: defaultSettings,
				parser,
				all: random(2) === 0,
				backwards: random(5) === 0,
			};
			for await (const patch of reviewSeries(request)) {
				assert.deepEqual(
					patch.notes.filter(({ message }) => /^rule .* failed/.test(message)),
					[],
					`round ${round}\n${text}`,
				);
				reviewed.push(patch);
				patchText(patch, { colour: false });
			}
			mailReplies({ version: '', tree: null, findings: [], silenced: [], inventory: null, patches: reviewed, notes: [], stats: noStats });
			assert.deepEqual(
				asked.filter((path) => !isInside(path)),
				[],
				`round ${round}`,
			);
			patches += reviewed.length;
		}
		assert.ok(patches > COUNT / 3, `only ${patches} patches were reviewed`);
		console.log(`${COUNT} odd mails: ${patches} patches reviewed`);
	});
});
