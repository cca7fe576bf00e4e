/** What decides what is reported: suppressions, baselines, configuration, fingerprints; and the probes of trees. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { profileFrom } from '../../server/src/kernel-tree/probe.ts';
import { formatBaseline, parseBaseline } from '../../server/src/review/baseline.ts';
import { parseConfig } from '../../server/src/review/config.ts';
import { reviewKconfig } from '../../server/src/review/document.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { profileOf, review } from '../support/engine.ts';

const flagged = (comment = '', before = '') => `bool a(pmd_t b)\n{\n${before}\treturn pmd_devmap(b);${comment}\n}\n`;

describe('suppressions', () => {
	it('silence on the line', async () => {
		const { findings, silenced } = await review(flagged(' /* mm-review: ignore devmap-check -- for a test */'), 'devmap');
		assert.deepEqual(findings, []);
		assert.deepEqual(
			silenced.map((each) => [each.finding.rule, each.by, each.reason]),
			[['devmap-check', 'comment', 'for a test']],
		);
	});
	it('silence from the line above', async () => {
		const { findings } = await review(flagged('', '\t// mm-review: ignore devmap-check -- for a test\n'), 'devmap');
		assert.deepEqual(findings, []);
	});
	it('do not reach further', async () => {
		const { findings } = await review(flagged('', '\t/* mm-review: ignore devmap-check -- for a test */\n\n'), 'devmap');
		assert.deepEqual(findings.map((finding) => finding.rule).sort(), ['devmap-check', 'suppression']);
	});
	const faults: Record<string, RegExp> = {
		'/* mm-review: ignore */': /names no rule/,
		'/* mm-review: ignore devmap-check */': /gives no reason/,
		'/* mm-review: ignore no-such-rule -- why */': /there is no rule no-such-rule/,
		'/* mm-review: ignore raw-pgmap-access -- why */': /silences nothing/,
	};
	for (const [comment, message] of Object.entries(faults)) {
		it(`${comment} is reported`, async () => {
			const { findings } = await review(`${comment}\nint a;\n`, 'devmap');
			assert.equal(findings.length, 1);
			assert.equal(findings[0]?.rule, 'suppression');
			assert.match(findings[0]?.message ?? '', message);
		});
	}
	it('of a rule that does not run are not called useless', async () => {
		const { findings } = await review('/* mm-review: ignore devmap-check -- why */\nint a;\n', 'devmap', { without: ['devmap-check'] });
		assert.deepEqual(findings, []);
	});
});

describe('fingerprints', () => {
	it('stay when lines move and differ where a line repeats', async () => {
		const twice = 'bool a(pmd_t b)\n{\n\tif (pmd_devmap(b))\n\t\treturn 1;\n\tif (pmd_devmap(b))\n\t\treturn 1;\n}\n';
		const first = await review(twice, 'devmap');
		const moved = await review(`\n\n/* more */\n${twice}`, 'devmap');
		const prints = first.findings.map((finding) => finding.fingerprint);
		assert.equal(new Set(prints).size, 2);
		assert.deepEqual(
			moved.findings.map((finding) => finding.fingerprint),
			prints,
		);
	});
	it('make a baseline that silences', async () => {
		const { findings } = await review(flagged(), 'devmap');
		const baseline = parseBaseline(formatBaseline(findings));
		assert.ok(baseline);
		const again = await review(flagged(), 'devmap', { baseline });
		assert.deepEqual(again.findings, []);
		assert.deepEqual(
			again.silenced.map((each) => each.by),
			['baseline'],
		);
	});
	it('of other files make no baseline', () => {
		assert.equal(parseBaseline('{"fingerprints": 3}'), null);
		assert.equal(parseBaseline('no json'), null);
	});
});

describe('severities', () => {
	it('are those of the scheme, or configured', async () => {
		assert.equal((await review(flagged(), 'devmap')).findings[0]?.severity, 'info');
		assert.equal((await review(flagged(), 'series')).findings[0]?.severity, 'warning');
		assert.equal((await review(flagged(), 'series', { rules: { 'devmap-check': 'error' } })).findings[0]?.severity, 'error');
		assert.deepEqual((await review(flagged(), 'devmap', { lowest: 'warning' })).findings, []);
		assert.deepEqual((await review(flagged(), 'devmap', { rules: { 'devmap-check': 'off' } })).findings, []);
	});
});

describe('configuration', () => {
	it('tells what is wrong, with its line, and takes the rest', () => {
		const { config, problems } = parseConfig('scheme: devmap\nrules:\n  devmap-check: loud\n  no-such: off\n  pfn-dev-map: off\nexcludes: []\n');
		assert.deepEqual(config, { scheme: 'devmap', rules: { 'pfn-dev-map': 'off' } });
		assert.deepEqual(problems.map((problem) => problem.line).sort(), [3, 4, 6]);
	});
	it('tells where the YAML is broken', () => {
		const { problems } = parseConfig('scheme: devmap\nrules: [\n');
		assert.equal(problems.length > 0, true);
		assert.ok((problems[0]?.line ?? 0) >= 2);
	});
	it('must be a mapping', () => assert.match(parseConfig('- a\n').problems[0]?.message ?? '', /must be a mapping/));
	it('may be empty', () => assert.deepEqual(parseConfig(''), { config: {}, problems: [] }));
});

describe('trees', () => {
	it('are told by their probes', () => {
		assert.deepEqual([profileOf('devmap').scheme, profileOf('series').scheme, profileOf('normal').scheme], ['devmap', 'converting', 'normal']);
		assert.deepEqual(
			[profileOf('devmap').insertApi, profileOf('series').insertApi, profileOf('normal').insertApi],
			['dax_insert_pfn', 'dax_insert_pfn', 'mainline'],
		);
		assert.deepEqual(
			[profileOf('devmap').pgmapAccessor, profileOf('series').pgmapAccessor, profileOf('normal').pgmapAccessor],
			['page->pgmap', 'page_dev_pagemap', 'page_pgmap'],
		);
		assert.equal(profileOf('devmap').version, '6.12.1');
		assert.equal(profileOf('series').version, '6.13.0-rc1');
	});
	it('with neither scheme are unknown', () => assert.equal(profileFrom('6.9', {}).scheme, 'unknown'));
	it('can be overridden', () => assert.equal(profileFrom('6.9', {}, { scheme: 'normal' }).scheme, 'normal'));
});

describe('Kconfig', () => {
	it('is read for the symbol, help texts left out', () => {
		const text =
			'config ARCH_HAS_PTE_DEVMAP\n\tbool\n\nconfig TOY\n\tdepends on ARCH_HAS_PTE_DEVMAP && MMU\n\tselect ARCH_HAS_PTE_DEVMAP if X\n\thelp\n\t  ARCH_HAS_PTE_DEVMAP is needed.\n';
		const { findings } = reviewKconfig({ file: 'Kconfig', text, tree: profileOf('series'), settings: defaultSettings });
		assert.deepEqual(
			findings.map((finding) => [finding.range.start.line, finding.severity, finding.fix !== undefined]),
			[
				[1, 'info', true],
				[5, 'warning', false],
				[6, 'warning', true],
			],
		);
	});
});
