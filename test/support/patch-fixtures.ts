/**
 * Fixtures of rules about patches: an mbox. A first mail with the subject "tree" makes the files that the others apply to; the text of a
 * patch says what is found in it: `flagged: FILE:LINE`, in the post-image.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyChange } from '../../server/src/patch/diff/apply.ts';
import { readMails } from '../../server/src/patch/mail/read-mails.ts';
import { type Patch, seriesOf } from '../../server/src/patch/series.ts';
import { type ReviewedPatch, reviewSeries, type SeriesBase } from '../../server/src/review/patches/review-series.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { profileOf, testParser } from './engine.ts';
import { fixturesFolder } from './fixtures.ts';

/** A fixture that was read. */
export interface PatchFixture {
	/** The files of its tree, or null where it has none. */
	readonly files: ReadonlyMap<string, string> | null;
	readonly patches: readonly Patch[];
	/** `INDEX FILE:LINE`, sorted. */
	readonly expected: readonly string[];
}

/** Reads a fixture. */
export async function readPatchFixture(text: string): Promise<PatchFixture> {
	const mails = await readMails('fixture', new TextEncoder().encode(text));
	const trees = seriesOf(mails.filter(({ subject }) => subject === 'tree')).patches;
	const { patches } = seriesOf(mails.filter(({ subject }) => subject !== 'tree'));
	const expected = patches.flatMap(({ index, mail }) =>
		mail.lines.flatMap(({ text: line }) => {
			const match = /^flagged: (\S+:\d+)$/.exec(line);
			return match === null ? [] : [`${index} ${match[1]}`];
		}),
	);
	const files = trees.flatMap(({ diff }) => diff.changes.map((change): [string, string] => [change.newPath, applyChange('', change).text]));
	return { files: trees.length === 0 ? null : new Map(files), patches, expected: expected.sort() };
}

/** A tree that is a map. */
export function baseOf(files: ReadonlyMap<string, string>): SeriesBase {
	return {
		profile: profileOf('devmap'),
		read: (path) => files.get(path) ?? null,
		search: async (names) =>
			new Map(
				[...names].map((name) => [
					name,
					[...files].filter(([path, text]) => /\.[ch]$|Kconfig/.test(path) && new RegExp(`\\b${name}\\b`).test(text)).map(([path]) => path),
				]),
			),
	};
}

/** Reviews a fixture by some rules; all where none are named. */
export async function reviewFixture(
	fixture: PatchFixture,
	only: readonly string[],
	more: { readonly all?: boolean; readonly backwards?: boolean } = {},
): Promise<ReviewedPatch[]> {
	const reviewed: ReviewedPatch[] = [];
	const request = {
		patches: fixture.patches,
		base: fixture.files === null ? null : baseOf(fixture.files),
		overrides: {},
		settings: { ...defaultSettings, only },
		parser: await testParser(),
		all: more.all === true,
		backwards: more.backwards === true,
	};
	for await (const patch of reviewSeries(request)) reviewed.push(patch);
	return reviewed;
}

/** What was found, as a fixture says it. */
export function foundIn(reviewed: readonly ReviewedPatch[]): string[] {
	return [
		...new Set(reviewed.flatMap(({ findings }) => findings.map((finding) => `${finding.patch?.index} ${finding.file}:${finding.range.start.line}`))),
	].sort();
}

/** Every fixture that is a patch: `test/rules/<rule>/<name>.patch`. */
export function patchFixtures(): { readonly rule: string; readonly name: string; readonly text: string }[] {
	return readdirSync(fixturesFolder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.flatMap(({ name: rule }) =>
			readdirSync(join(fixturesFolder, rule))
				.filter((name) => name.endsWith('.patch'))
				.sort()
				.map((name) => ({ rule, name, text: readFileSync(join(fixturesFolder, rule, name), 'utf8') })),
		);
}
