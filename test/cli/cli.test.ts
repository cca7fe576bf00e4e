/** The command line, as it is shipped. */
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Finding } from '../../server/src/review/finding.ts';
import { review, treeFolder } from '../support/engine.ts';
import { markedFixtures } from '../support/fixtures.ts';
import { parseFixture } from '../support/markers.ts';
import { mmReview } from '../support/run.ts';

let folder: string;
before(() => {
	folder = mkdtempSync(join(tmpdir(), 'mm-review-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A file in a fresh copy of a tiny tree. */
function inTree(tree: 'devmap' | 'series' | 'normal', name: string, content: string | Buffer): string {
	const root = mkdtempSync(join(folder, `${tree}-`));
	cpSync(treeFolder(tree), root, { recursive: true });
	writeFileSync(join(root, name), content);
	return join(root, name);
}

const flagged = 'bool a(pmd_t b)\n{\n\treturn pmd_trans_huge(b) || pmd_devmap(b);\n}\n';
const clean = 'int a(void)\n{\n\treturn 0;\n}\n';
const jsonOf = (stdout: string) =>
	JSON.parse(stdout) as { findings: Finding[]; notes: { message: string }[]; tree: { scheme: string; insertApi: string } | null; stats: { files: number } };

describe('check', () => {
	it('gives the findings of the engine on every fixture', async () => {
		for (const file of markedFixtures()) {
			const fixture = parseFixture(file.source);
			assert.notEqual(fixture.tree, 'none');
			const path = inTree(fixture.tree as 'devmap', 'fixture.c', fixture.text);
			const run = mmReview(['check', path, '--format', 'json', '--rule', file.rule]);
			const expected = await review(fixture.text, fixture.tree, { only: [file.rule] }, 'fixture.c');
			assert.deepEqual(jsonOf(run.stdout).findings, JSON.parse(JSON.stringify(expected.findings)), file.path);
			assert.equal(run.code, expected.findings.length > 0 ? 1 : 0);
		}
	});
	it('names the tree, by its probes or as told', () => {
		const path = inTree('series', 'a.c', clean);
		assert.deepEqual([jsonOf(mmReview(['check', path, '--format', 'json']).stdout).tree?.scheme], ['converting']);
		const told = jsonOf(mmReview(['check', path, '--format', 'json', '--scheme', 'normal', '--insert-api', 'mainline']).stdout).tree;
		assert.deepEqual([told?.scheme, told?.insertApi], ['normal', 'mainline']);
	});
	it('reads a folder, and standard input', () => {
		const path = inTree('devmap', 'a.c', flagged);
		assert.ok(jsonOf(mmReview(['check', join(path, '..'), '--format', 'json']).stdout).findings.some((finding) => finding.file === 'a.c'));
		const piped = mmReview(['check', '-', '--format', 'checkpatch'], { input: flagged });
		assert.equal(
			piped.stdout,
			'<stdin>.c:3: WARNING: devmap-check: pmd_devmap() asks for a devmap entry; DAX pages are counted as any page and no entry is one\n',
		);
		assert.equal(piped.code, 1);
	});
	it('shows the code under a finding', () => {
		const run = mmReview(['check', inTree('devmap', 'a.c', flagged)]);
		assert.match(run.stdout, /a\.c:3:30: info: .* \[devmap-check\]\n.*\n> 3 \| \treturn pmd_trans_huge\(b\) \|\| pmd_devmap\(b\);\n\s+\|\s+\^{13}\n/);
		assert.match(run.stdout, /1 finding in 1 file \(linux 6\.12\.1, devmap scheme/);
	});
	it('selects rules and severities', () => {
		const path = inTree('devmap', 'a.c', flagged);
		assert.equal(mmReview(['check', path, '--no-rule', 'devmap-check']).code, 0);
		assert.equal(mmReview(['check', path, '--rule', 'pfn-dev-map']).code, 0);
		assert.equal(mmReview(['check', path, '--severity', 'warning']).code, 0);
		assert.equal(mmReview(['check', path, '--group', 'scheme']).code, 1);
	});
	it('writes a baseline and goes by it', () => {
		const path = inTree('devmap', 'a.c', flagged);
		const baseline = join(folder, 'baseline.json');
		assert.equal(mmReview(['check', path, '--write-baseline', baseline, '--quiet']).code, 1);
		assert.equal(mmReview(['check', path, '--baseline', baseline, '--quiet']).code, 0);
	});
	it('goes by the configuration of the tree', () => {
		const path = inTree('devmap', 'a.c', flagged);
		writeFileSync(join(path, '../mm-review.yaml'), 'rules:\n  devmap-check: off\n');
		assert.equal(mmReview(['check', path]).code, 0);
		writeFileSync(join(path, '../mm-review.yaml'), 'rules:\n  devmap-check: error\nexclude: ["drivers"]\n');
		const run = jsonOf(mmReview(['check', join(path, '..'), '--format', 'json']).stdout);
		assert.deepEqual([...new Set(run.findings.filter((finding) => finding.rule === 'devmap-check').map((finding) => finding.severity))], ['error']);
		assert.ok(!run.findings.some((finding) => finding.file.startsWith('drivers/')));
	});
	it('gives SARIF and GitHub commands', () => {
		const path = inTree('devmap', 'a.c', `${flagged}/* mm-review: ignore devmap-check -- why */\nbool c(pmd_t d) { return pmd_devmap(d); }\n`);
		const sarif = JSON.parse(mmReview(['check', path, '--format', 'sarif']).stdout);
		const [run] = sarif.runs;
		assert.equal(sarif.version, '2.1.0');
		assert.equal(run.results.length, 2);
		assert.equal(run.tool.driver.rules[run.results[0].ruleIndex].id, run.results[0].ruleId);
		assert.equal(run.results[0].fixes[0].artifactChanges[0].replacements.length, 1);
		assert.deepEqual(run.results[1].suppressions, [{ kind: 'inSource', justification: 'why' }]);
		assert.ok(run.tool.driver.rules.every((rule: { help: { markdown: string } }) => rule.help.markdown.includes('## Why')));
		assert.match(
			mmReview(['check', path, '--format', 'github']).stdout,
			/^::notice file=a\.c,line=3,endLine=3,col=30,endColumn=43,title=devmap-check::pmd_devmap\(\)/,
		);
	});
	it('merges SARIF of shards', () => {
		const root = join(inTree('devmap', 'a.c', flagged), '..');
		const shards = ['1/2', '2/2'].map((shard) => {
			const output = join(folder, `shard-${shard[0]}.sarif`);
			mmReview(['audit', root, '--shard', shard, '--format', 'sarif', '--output', output, '--quiet']);
			return output;
		});
		const whole = JSON.parse(mmReview(['audit', root, '--format', 'sarif', '--quiet']).stdout).runs[0].results;
		const merged = JSON.parse(mmReview(['merge', ...shards, shards[0] as string]).stdout).runs[0].results;
		const key = (result: { ruleId: string; partialFingerprints: object }) => JSON.stringify([result.ruleId, result.partialFingerprints]);
		assert.deepEqual(merged.map(key).sort(), whole.map(key).sort());
		assert.ok(merged.length > 5);
	});
});

describe('audit', () => {
	it('finds what check finds', () => {
		const audited = jsonOf(mmReview(['audit', treeFolder('devmap'), '--format', 'json']).stdout);
		const checked = jsonOf(mmReview(['check', treeFolder('devmap'), '--format', 'json']).stdout);
		assert.deepEqual(audited.findings, checked.findings);
		assert.equal(audited.findings.length, 8);
	});
	it('keeps to a folder', () => {
		const { findings } = jsonOf(mmReview(['audit', treeFolder('devmap'), '--path', 'drivers/dax', '--format', 'json']).stdout);
		assert.deepEqual([...new Set(findings.map((finding) => finding.file))], ['drivers/dax/toy.c']);
	});
	it('is silent on a converted tree', () => assert.equal(mmReview(['audit', treeFolder('normal')]).code, 0));
	it('lists an inventory with kinds', () => {
		const { inventory } = JSON.parse(mmReview(['inventory', treeFolder('devmap'), '--format', 'json']).stdout);
		const uses = inventory.map((use: { name: string; kind: string; file: string; function: string }) => `${use.file} ${use.name} ${use.kind} ${use.function}`);
		for (const use of [
			'include/linux/mm.h vmf_insert_mixed declaration ',
			'include/linux/pgtable.h pmd_devmap definition pmd_devmap',
			'include/linux/pgtable.h CONFIG_ARCH_HAS_PTE_DEVMAP other ',
			'drivers/dax/toy.c vmf_insert_mixed call toy_dax_fault',
			'drivers/dax/toy.c PFN_MAP other toy_dax_fault',
		])
			assert.ok(uses.includes(use), `${use} in\n${uses.join('\n')}`);
	});
});

describe('fix', () => {
	it('writes, and prints a patch that git takes', () => {
		const path = inTree('devmap', 'a.c', flagged);
		const patch = mmReview(['fix', path, '--diff']);
		assert.match(patch.stdout, /^diff --git a\/a\.c b\/a\.c\n--- a\/a\.c\n\+\+\+ b\/a\.c\n@@ /);
		assert.equal(readFileSync(path, 'utf8'), flagged);
		assert.equal(mmReview(['fix', path, '--safe', '--quiet']).code, 1);
		assert.equal(readFileSync(path, 'utf8'), flagged);
		assert.equal(mmReview(['fix', path, '--quiet']).code, 0);
		assert.equal(readFileSync(path, 'utf8'), flagged.replace(' || pmd_devmap(b)', ''));
	});
	it('leaves the bytes of other encodings and line ends as they are', () => {
		const before = Buffer.concat([Buffer.from('/* caf'), Buffer.from([0xe9]), Buffer.from(' */\r\n'), Buffer.from(flagged.replaceAll('\n', '\r\n'))]);
		const path = inTree('devmap', 'a.c', before);
		mmReview(['fix', path, '--quiet']);
		assert.equal(readFileSync(path, 'latin1'), before.toString('latin1').replace(' || pmd_devmap(b)', ''));
	});
});

describe('rules and explain', () => {
	it('list and explain', () => {
		const { rules, formatVersion } = JSON.parse(mmReview(['rules', '--format', 'json']).stdout);
		assert.equal(formatVersion, 1);
		for (const rule of rules) assert.match(mmReview(['explain', rule.id]).stdout, /^# [\s\S]*## Why/);
		assert.match(mmReview(['explain', 'get_page']).stdout, /takes a reference on its first argument/);
		assert.match(
			mmReview(['explain', 'pmd_devmap', '--tree', treeFolder('devmap')]).stdout,
			/In this tree \(linux 6\.12\.1, devmap scheme\): true for entries of DAX pages/,
		);
	});
	it('suggest what was meant', () => {
		const run = mmReview(['explain', 'devmap']);
		assert.equal(run.code, 2);
		assert.match(run.stderr, /do you mean .*devmap-check/);
	});
});

describe('bad input', () => {
	/** One line on standard error, and the exit code for it. */
	function refuses(args: readonly string[], message: RegExp, options = {}): void {
		const run = mmReview([...args, ...(args[0] === 'explain' ? [] : ['--quiet'])], options);
		assert.equal(run.code, 2, run.stderr);
		assert.match(run.stderr, message);
		assert.doesNotMatch(run.stderr, /internal error|\n {4}at /);
	}
	it('a missing path', () => refuses(['check', join(folder, 'nowhere.c')], /^error: .*nowhere\.c does not exist\n$/));
	it('a folder that is no kernel tree', () => refuses(['audit', folder], /^mm-review: .* is no kernel tree: .*\n$/));
	it('an empty folder', () => {
		mkdirSync(join(folder, 'empty'), { recursive: true });
		refuses(['check', join(folder, 'empty')], /holds no C files/);
	});
	it('a binary file, and the rest goes on', () => {
		const path = inTree('devmap', 'a.c', flagged);
		writeFileSync(join(path, '../b.c'), Buffer.from([127, 69, 76, 70, 0, 0, 1]));
		const run = mmReview(['check', join(path, '..'), '--format', 'json']);
		assert.equal(run.code, 2);
		assert.ok(jsonOf(run.stdout).findings.length > 0);
		assert.deepEqual(
			jsonOf(run.stdout).notes.map((note) => note.message.replace(/.*\//, '')),
			['b.c holds NUL bytes and is no C text'],
		);
		assert.equal(mmReview(['check', join(path, '..'), '--keep-going', '--quiet']).code, 1);
	});
	it('a file of 50 MB', () => {
		const path = inTree('devmap', 'a.c', Buffer.alloc(50 * 1024 * 1024, 'int a;\n'));
		refuses(['check', path], /is larger than 32 MB and was not read/);
		refuses(['audit', join(path, '..')], /a\.c is larger than 32 MB and was not read/);
	});
	it('invalid UTF-8, a byte order mark, CRLF', () => {
		const text = Buffer.concat([
			Buffer.from([0xef, 0xbb, 0xbf]),
			Buffer.from('/* '),
			Buffer.from([0xff, 0xfe]),
			Buffer.from(' */\r\n'),
			Buffer.from(flagged.replaceAll('\n', '\r\n')),
		]);
		const { findings, notes } = jsonOf(mmReview(['check', inTree('devmap', 'a.c', text), '--format', 'json']).stdout);
		assert.deepEqual(
			findings.map((finding) => [finding.range.start.line, finding.range.start.column]),
			[[4, 30]],
		);
		assert.deepEqual(notes, []);
	});
	for (const [name, text] of Object.entries({
		'a file cut in a function': `${flagged}int cut(pmd_t b)\n{\n\tif (pmd_devmap(b`,
		'a file cut inside a macro': `${flagged}#define cut(a) \\\n\tdo { pmd_devmap(a) \\`,
		'a file cut in a comment': `${flagged}/* and so`,
		'a file cut in a conditional': `${flagged}#ifdef A\nint b;\n#else`,
	})) {
		it(name, () => {
			const run = mmReview(['check', inTree('devmap', 'a.c', text), '--format', 'json']);
			assert.ok(jsonOf(run.stdout).findings.some((finding) => finding.range.start.line === 3));
			assert.equal(run.code, 1);
		});
	}
	it('an empty file', () => assert.equal(mmReview(['check', inTree('devmap', 'a.c', '')]).code, 0));
	it('a symlink loop', () => {
		const path = inTree('devmap', 'a.c', flagged);
		symlinkSync('..', join(path, '../drivers/loop'));
		symlinkSync('self.c', join(path, '../self.c'));
		const { findings } = jsonOf(mmReview(['audit', join(path, '..'), '--format', 'json']).stdout);
		assert.equal(findings.filter((finding) => finding.rule === 'devmap-check').length, 2);
		refuses(['check', join(path, '../self.c')], /is a loop of symbolic links/);
	});
	it('an unreadable file and an unreadable folder', () => {
		const path = inTree('devmap', 'a.c', flagged);
		const root = join(path, '..');
		chmodSync(folder, 0o755);
		chmodSync(root, 0o755);
		copyFileSync(path, join(root, 'secret.c'));
		chmodSync(join(root, 'secret.c'), 0);
		mkdirSync(join(root, 'secret'));
		chmodSync(join(root, 'secret'), 0);
		// Root may read everything: the program runs as nobody then.
		const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
		const run = mmReview(['audit', root, '--format', 'json'], { ...asNobody, cwd: '/' });
		assert.equal(run.code, 2, run.stderr);
		assert.deepEqual(
			jsonOf(run.stdout)
				.notes.map((note) => note.message)
				.sort(),
			['secret cannot be read: permission denied', 'secret.c cannot be read: permission denied'],
		);
		assert.ok(jsonOf(run.stdout).findings.some((finding) => finding.file === 'a.c'));
	});
	it('a bad configuration', () => {
		const path = inTree('devmap', 'a.c', flagged);
		writeFileSync(join(path, '../mm-review.yaml'), 'scheme: devmap\nrules:\n  devmap-check: loud\n');
		const run = mmReview(['check', path, '--format', 'checkpatch']);
		assert.match(run.stderr, /mm-review\.yaml:3: rules\.devmap-check: /);
		assert.match(run.stdout, /devmap-check/);
		assert.equal(run.code, 2);
		refuses(['check', path, '--config', join(folder, 'no.yaml')], /the configuration .*no\.yaml does not exist/);
		refuses(['check', path, '--baseline', path], /is no baseline/);
	});
	it('an unknown rule, format, command', () => {
		refuses(['check', 'a.c', '--rule', 'nonsense'], /There is no such rule/);
		refuses(['check', 'a.c', '--format', 'nonsense'], /Allowed choices are text/);
		const run = mmReview(['nonsense']);
		assert.equal(run.code, 2);
		assert.match(run.stderr, /unknown command/);
	});
	it('something that nobody knows', () => refuses(['explain', 'nonsense'], /no rule and no known API/));
	it('SARIF that is none', () => {
		const run = mmReview(['merge', inTree('devmap', 'a.c', flagged)]);
		assert.equal(run.code, 2);
		assert.match(run.stderr, /is no JSON/);
	});
	it('an output that cannot be written', () =>
		refuses(['check', inTree('devmap', 'a.c', flagged), '--output', join(folder, 'no/where')], /the output .* cannot be written/));
});

describe('paths', () => {
	const code = `static int toy(struct address_space *mapping)
{
	struct page *page = find_get_page(mapping, 0);

	if (!page)
		return -ENOENT;
	if (toy_check(mapping))
		return -EIO;
	put_page(page);
	return 0;
}
`;
	it('tells every path of an object, and how it ends', () => {
		const run = mmReview(['paths', `${inTree('normal', 'a.c', code)}:toy`, '--format', 'json']);
		assert.equal(run.code, 0);
		const { objects } = JSON.parse(run.stdout) as { objects: { name: string; paths: { outcome: string; returned: string; steps: { line: number }[] }[] }[] };
		assert.deepEqual(
			objects.map((object) => [object.name, object.paths.map((path) => `${path.outcome} ${path.returned} ${path.steps.map((step) => step.line).join(' ')}`)]),
			[['page', ['leaked error 3 5 7 8', 'released success 3 5 7 9 10']]],
		);
		assert.match(mmReview(['paths', `${inTree('normal', 'a.c', code)}:toy`]).stdout, /path 1: leaked, returns error/);
	});
	it('refuses what is no function', () => {
		const path = inTree('normal', 'a.c', code);
		assert.match(mmReview(['paths', `${path}:other`]).stderr, /^mm-review: .* has no function other\n$/);
		assert.match(mmReview(['paths', 'toy']).stderr, /^mm-review: toy: give a file and a function/);
		assert.equal(mmReview(['paths', 'toy']).code, 2);
	});
	it('draws them', () => {
		const place = `${inTree('normal', 'a.c', code)}:toy`;
		const dot = mmReview(['paths', place, '--format', 'dot']).stdout;
		assert.match(dot, /^digraph paths \{/);
		// The way that leaks in red, the one that drops in green, and what is held in between.
		assert.match(dot, /label="8: return -EIO;\\lheld: 1\\l"/);
		assert.match(dot, /label="9: put_page\(page\)\\l10: return 0;\\lheld: 0\\l"/);
		assert.ok(dot.includes('color="#c62828"') && dot.includes('color="#2e7d32"'));
		const svg = mmReview(['paths', place, '--format', 'svg', '--object', 'page']).stdout;
		assert.match(svg, /<svg [\s\S]*put_page\(page\)[\s\S]*<\/svg>/);
		assert.match(mmReview(['paths', place, '--object', 'other']).stderr, /toy\(\) has no object other/);
	});
	it('follows what check follows: the same configuration, the same judgement, and writes where it is told to', () => {
		const found = code.replace('find_get_page(mapping, 0)', 'toy_find(mapping)');
		const path = inTree('normal', 'a.c', found);
		const config = join(folder, 'paths.yaml');
		writeFileSync(config, 'effects:\n  - names: [toy_find]\n    effects: [{ on: result, change: 1, counts: page, when: non-null }]\n');
		const [finding] = jsonOf(mmReview(['check', path, '--config', config, '--format', 'json', '--rule', 'ref-leak']).stdout).findings;
		const written = join(folder, 'paths.json');
		assert.equal(mmReview(['paths', `${path}:toy`, '--config', config, '--format', 'json', '--output', written]).code, 0);
		const { objects } = JSON.parse(readFileSync(written, 'utf8')) as { objects: { findings: { kind: string; line: number }[] }[] };
		assert.deepEqual(
			objects.map(({ findings }) => findings),
			[[{ kind: 'leak', line: finding?.range.start.line }]],
		);
	});
	it('says why not', () => {
		const given = 'static int toy(struct page *page)\n{\n\tget_page(page);\n\tif (toy_check())\n\t\treturn -EIO;\n\treturn 0;\n}\n';
		assert.match(
			mmReview(['paths', `${inTree('normal', 'a.c', given)}:toy`]).stdout,
			/not called a leak: a reference that is taken on what the caller has too/,
		);
	});
	it('goes by helpers of the configuration', () => {
		const own = 'effects:\n  - names: [toy_grab]\n    effects: [{ on: result, change: 1, counts: page, when: non-null }]\n';
		const path = inTree('normal', 'a.c', 'static int toy(void)\n{\n\tstruct page *page = toy_grab();\n\n\tif (!page)\n\t\treturn 1;\n\treturn 0;\n}\n');
		const config = join(path, '../own.yaml');
		writeFileSync(config, own);
		const rules = jsonOf(mmReview(['check', path, '--config', config, '--format', 'json']).stdout).findings.map((finding) => finding.rule);
		assert.deepEqual(rules, ['ref-leak']);
		assert.deepEqual(jsonOf(mmReview(['check', path, '--format', 'json']).stdout).findings, []);
		writeFileSync(config, 'effects:\n  - names: [toy_grab]\n    effects: [{ on: argument, change: 1, counts: page }]\n');
		assert.match(mmReview(['check', path, '--config', config]).stderr, /own\.yaml:3: effects\.0\.effects\.0: an argument is needed/);
	});
	it('knows what functions of other files do where it is asked to', () => {
		const user = 'int toy(void)\n{\n\tstruct page *page = toy_new();\n\n\tif (!page)\n\t\treturn -ENOMEM;\n\treturn 0;\n}\n';
		const path = inTree('normal', 'mm/user.c', user);
		writeFileSync(join(path, '../toy_new.h'), 'static inline struct page *toy_new(void)\n{\n\treturn alloc_page(GFP_KERNEL);\n}\n');
		const found = (...more: string[]) => jsonOf(mmReview(['check', path, '--format', 'json', ...more]).stdout).findings.map((finding) => finding.rule);
		assert.deepEqual(found(), []);
		assert.deepEqual(found('--tree-helpers'), ['ref-leak']);
	});
	it('knows the packs', () => {
		const path = inTree('normal', 'a.c', 'static int toy(void)\n{\n\tstruct device_node *np = of_find_node_by_path("/toy");\n\n\treturn np ? 1 : 0;\n}\n');
		const core = jsonOf(mmReview(['check', path, '--effects', 'mm,core', '--group', 'balance', '--format', 'json']).stdout);
		const mm = jsonOf(mmReview(['check', path, '--group', 'balance', '--format', 'json']).stdout);
		assert.deepEqual([core.findings.map((finding) => finding.rule), mm.findings], [['ref-leak'], []]);
		assert.match(mmReview(['check', path, '--effects', 'nonsense']).stderr, /There is no pack "nonsense"; there are mm and core/);
	});
});
