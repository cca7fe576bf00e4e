/** Reports as text, against what they must be. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { checkpatchLine, githubLine } from '../../server/src/report/lines.ts';
import type { Report } from '../../server/src/report/report.ts';
import { sarifReport } from '../../server/src/report/sarif.ts';
import { findingText } from '../../server/src/report/text.ts';
import { type Finding, noStats } from '../../server/src/review/finding.ts';
import { profileOf, review } from '../support/engine.ts';

const range = { start: { line: 3, column: 2 }, end: { line: 3, column: 9 } };
const withSteps: Finding = {
	rule: 'devmap-check',
	group: 'scheme',
	severity: 'warning',
	message: '100 % wrong,\nand more: yes',
	file: 'mm/with space.c',
	range,
	function: 'a',
	text: 'text',
	steps: [{ file: 'mm/with space.c', range, message: 'taken here' }],
	fix: { title: 'mend it', safety: 'safe', edits: [{ file: 'mm/with space.c', range, newText: 'x' }] },
	fingerprint: '0123',
};

function reportOf(findings: readonly Finding[], silenced: Report['silenced'] = []): Report {
	return {
		version: '1.2.3',
		tree: { root: '/a tree', profile: profileOf('series') },
		findings,
		silenced,
		inventory: null,
		notes: [
			{ level: 'warning', message: 'a.c does not exist', file: 'a.c' },
			{ level: 'error', message: 'b.c cannot be read' },
		],
		stats: noStats,
	};
}

describe('SARIF', () => {
	const schemaFile = join(dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif')), 'schemas/sarif-2.1.0-rtm.5.json');
	const { id: _id, $schema: _version, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
	const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
	const validate = ajv.compile<unknown>(schema);

	it('is valid, with steps, fixes, suppressions and notes', async () => {
		const reviewed = await review(
			'bool a(pmd_t b)\n{\n\t/* mm-review: ignore devmap-check -- why */\n\treturn pmd_devmap(b);\n}\nbool c(pmd_t d)\n{\n\treturn pmd_devmap(d);\n}\n',
			'series',
		);
		assert.equal(reviewed.silenced.length, 1);
		const text = sarifReport(reportOf([withSteps, ...reviewed.findings], reviewed.silenced));
		assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors, null, 1));
		const log = JSON.parse(text);
		const [result] = log.runs[0].results;
		assert.equal(result.locations[0].physicalLocation.artifactLocation.uri, 'mm/with%20space.c');
		assert.equal(result.codeFlows[0].threadFlows[0].locations[0].location.message.text, 'taken here');
		assert.equal(log.runs[0].originalUriBaseIds.TREE.uri, 'file:///a%20tree/');
	});
	it('is valid where nothing was found', () => assert.ok(validate(JSON.parse(sarifReport({ ...reportOf([]), tree: null, notes: [] })))));
	it('would not pass with less', () => assert.ok(!validate({ version: '2.1.0', runs: [{ results: [{}] }] })));
});

describe('lines', () => {
	it('of checkpatch', () => assert.equal(checkpatchLine({ ...withSteps, message: 'm' }), 'mm/with space.c:3: WARNING: devmap-check: m\n'));
	it('of GitHub escape what would end them', () =>
		assert.equal(
			githubLine({ ...withSteps, file: 'a,b:c.c' }),
			'::warning file=a%2Cb%3Ac.c,line=3,endLine=3,col=2,endColumn=9,title=devmap-check::100 %25 wrong,%0Aand more: yes\n',
		));
});

describe('text', () => {
	it('has colour only where asked', () => {
		assert.ok(!findingText(withSteps, 'a\nb\nc = d;\n', { colour: false }).includes('\u001b'));
		assert.ok(findingText(withSteps, 'a\nb\nc = d;\n', { colour: true }).includes('\u001b[33mwarning'));
	});
});
