/** What strangers tried: mails that steer a header or a terminal, trees whose configuration or repository runs, hangs or reads. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { treeFolder } from '../support/engine.ts';
import { leak } from '../support/hard-inputs.ts';
import { bundle, mmReview } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mm-review-attacks-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const ESC = String.fromCharCode(27);

let count = 0;
/** A tree of its own. */
function tree(): string {
	const path = join(folder, `tree-${count++}`);
	cpSync(treeFolder('devmap'), path, { recursive: true });
	return path;
}

function mail(headers: string, code = leak, path = 'mm/x.c'): string {
	const lines = code.split('\n').slice(0, -1);
	const file = join(folder, `mail-${count++}.mbox`);
	writeFileSync(
		file,
		`${headers}\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n\ntext\n\n---\ndiff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}\n-- \n2.40.0\n`,
	);
	return file;
}

describe('a mail cannot steer the reply', () => {
	const plain = 'From: a <a@example.org>\nSubject: [PATCH] mm: x\nMessage-ID: <1@example.org>';
	const word = (text: string, encoding: 'Q' | 'B') =>
		encoding === 'B'
			? `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
			: `=?utf-8?Q?${[...Buffer.from(text)].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')}?=`;
	const evil = [
		'\nBcc: v@example.net',
		'\rBcc: v@example.net',
		'\r\nBcc: v@example.net',
		'\n\nBody of mine',
		'\u0085Bcc: v@example.net',
		'\u2028Bcc: v@example.net',
		'\n\tfolded',
	];
	const names = evil.flatMap((text) => (['Q', 'B'] as const).map((encoding) => word(`Evil${text}`, encoding)));
	const spellings: string[] = [
		...names.map((name) => `From: ${name} <a@example.org>\nSubject: [PATCH] mm: x\nMessage-ID: <1@example.org>`),
		...names.map((name) => `From: "${name}" <a@example.org>\nSubject: [PATCH] mm: x\nMessage-ID: <1@example.org>`),
		...names.map((name) => `From: a@example.org (${name})\nSubject: [PATCH] mm: x\nMessage-ID: <1@example.org>`),
		...names.map((name) => `${plain}\nTo: ${name} <b@example.org>\nCc: ${name} <c@example.org>`),
		...names.map((name) => `${plain}\nCc: ${name}: b@example.org, c@example.org;`),
		...names.map((name) => `From: a <a@example.org>\nSubject: [PATCH] mm: ${name}\nMessage-ID: <1@example.org>`),
		...names.map((name) => `From: a <${name}@example.org>\nSubject: [PATCH] mm: x\nMessage-ID: <1@example.org>`),
		`From: a <a@example.org>\nSubject: [PATCH] mm: x\nMessage-ID: <1\u0000@example.org>\nReferences: <2\u0001@example.org> <3@example.org>`,
		'From: a <a@example.org>\nSubject: [PATCH] mm: x\nMessage-ID: <1@example.org>\nReferences: <a>\n <b> <c\n Bcc: x>',
	];
	it(`${spellings.length} ways to write a line end into a header`, () => {
		const file = join(folder, 'all.mbox');
		for (const [index, headers] of spellings.entries()) {
			writeFileSync(file, readFileSync(mail(headers)));
			const run = mmReview(['review', file, '--format', 'mail']);
			assert.equal(run.code, 1, headers);
			const [head = ''] = run.stdout.split('\n\n');
			const allowed = /^(?:To|Cc|Subject|In-Reply-To|References|MIME-Version|Content-Type|Content-Transfer-Encoding): \S|^\t\S/;
			assert.deepEqual(
				head.split('\n').filter((line) => !allowed.test(line)),
				[],
				`${index}: ${headers}`,
			);
			assert.doesNotMatch(run.stdout, /(?![\n\t])\p{Cc}/u, headers);
			assert.doesNotMatch(run.stdout, /^Bcc:/m, headers);
		}
	});
});

describe('nothing foreign steers the terminal', () => {
	const attack = `${ESC}]0;owned\u0007${ESC}[31mred${ESC}[2J${ESC}]52;c;ZWNobw==\u0007\u009b2J\u202egnp`;
	const colour = new RegExp(`${ESC}\\[[\\d;]*m`, 'g');
	function harmless(output: string): void {
		assert.doesNotMatch(output.replaceAll(colour, ''), /(?![\n\t])[\p{Cc}\p{Cf}]/u);
		assert.ok(!output.includes(`${ESC}[31mred`));
	}
	const code = leak.replace('get_page(page);', `get_page(page); /* ${attack} */`);
	const file = mail(
		`From: ${attack} <a@example.org>\nSubject: [PATCH] mm: ${attack}\nMessage-ID: <1@example.org>`,
		code,
		`mm/x${attack.replaceAll('/', '')}.c`,
	);
	for (const format of ['text', 'json', 'checkpatch', 'github', 'sarif', 'b4', 'mail']) {
		it(`review --format ${format}`, () => {
			const run = mmReview(['review', file, '--format', format, '--color', 'always']);
			assert.equal(run.code, 1, run.stderr);
			harmless(run.stdout + run.stderr);
		});
	}
	const source = join(folder, `a\nb${ESC}[2J.c`);
	writeFileSync(source, code);
	for (const format of ['text', 'json', 'checkpatch', 'github', 'sarif']) {
		it(`check --format ${format}, of a file whose name has a line end`, () => {
			const run = mmReview(['check', source, '--format', format, '--color', 'always']);
			assert.equal(run.code, 1, run.stderr);
			harmless(run.stdout + run.stderr);
			if (format === 'text') assert.match(run.stdout, /a\u240ab\u241b\[2J\.c/);
		});
	}
	it('paths, and its drawings', () => {
		const own = join(folder, 'paths.c');
		writeFileSync(own, leak.replace('foo(page)', `foo(page, "${ESC}[8mHID${ESC}[0m")`));
		for (const format of ['text', 'json', 'dot', 'svg']) {
			const run = mmReview(['paths', `${own}:leak`, '--format', format]);
			assert.equal(run.code, 0, run.stderr);
			assert.doesNotMatch(run.stdout, /(?![\n\t])\p{Cc}/u);
		}
	});
	it('an unknown option', () => harmless(mmReview(['check', `--${ESC}[2Jx`]).stderr));
	it('messages of the command line itself', () => {
		for (const args of [
			['check', `${ESC}[2J`],
			['explain', `${ESC}[2J`],
			['audit', `${ESC}[2J`],
			['paths', `${source}:${ESC}[2J`],
			['review', `${ESC}[2J`],
			['check', source, '--baseline', `${ESC}[2J`],
		])
			harmless(mmReview(args).stderr);
	});
	it('the version of a tree', () => {
		const own = tree();
		writeFileSync(join(own, 'Makefile'), `VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nEXTRAVERSION = ${ESC}[2J\n`);
		const run = mmReview(['audit', own]);
		harmless(run.stdout);
		assert.match(run.stdout, /linux 6\.12\.1,/);
	});
});

describe('nothing of a tree runs', () => {
	const git = (cwd: string, ...args: string[]) =>
		execFileSync('git', ['-c', 'user.email=a@example.org', '-c', 'user.name=a', ...args], { cwd, stdio: 'pipe' }).toString();
	function repository(): string {
		const root = tree();
		git(root, 'init', '-q', '.');
		git(root, 'add', '-A');
		git(root, 'commit', '-qm', 'one');
		writeFileSync(join(root, 'mm', 'own.c'), leak);
		git(root, 'add', '-A');
		git(root, 'commit', '-qm', 'two');
		return root;
	}
	/** A program that leaves a trace. */
	function program(root: string, name: string): string {
		const path = join(root, name);
		writeFileSync(path, `#!/bin/sh\necho run >> ${root}/RAN\n`);
		chmodSync(path, 0o755);
		return path;
	}
	const untouched = (root: string) => assert.ok(!existsSync(join(root, 'RAN')), 'a program of the tree was run');

	it('a missing object is not fetched', () => {
		for (const allowed of [false, true]) {
			const root = repository();
			const upload = program(root, 'upload');
			git(root, 'clone', '-q', '--bare', '.', 'other');
			const settings = {
				'remote.o.url': join(root, 'other'),
				'remote.o.promisor': 'true',
				'extensions.partialClone': 'o',
				'core.repositoryformatversion': '1',
				'remote.o.uploadpack': upload,
				...(allowed ? { 'protocol.allow': 'always', 'protocol.file.allow': 'always', 'protocol.ext.allow': 'always' } : {}),
			};
			for (const [name, value] of Object.entries(settings)) git(root, 'config', name, value);
			const blob = git(root, 'rev-parse', 'HEAD:mm/own.c').trim();
			rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
			const run = mmReview(['review', '--git', 'HEAD~1..', '--tree', root]);
			assert.equal(run.code, 2);
			assert.match(run.stderr, /^mm-review: git format-patch failed in .*\n$/);
			untouched(root);
		}
	});
	it('monitors, hooks, filters, pagers, helpers, signatures', () => {
		const root = repository();
		const own = program(root, 'own');
		const names = [
			'core.fsmonitor',
			'core.pager',
			'core.editor',
			'core.sshCommand',
			'core.gitProxy',
			'core.askPass',
			'core.alternateRefsCommand',
			'diff.external',
			'gpg.program',
			'credential.helper',
			'pager.format-patch',
			'pager.rev-list',
			'diff.own.command',
			'diff.own.textconv',
			'filter.own.smudge',
			'filter.own.clean',
			'filter.own.process',
			'sequence.editor',
			'uploadpack.packObjectsHook',
			'interactive.diffFilter',
		];
		for (const name of names) git(root, 'config', name, own);
		git(root, 'config', 'log.showSignature', 'true');
		git(root, 'config', 'core.hooksPath', root);
		for (const hook of ['post-checkout', 'pre-auto-gc', 'fsmonitor-watchman', 'reference-transaction']) program(root, hook);
		writeFileSync(join(root, '.gitattributes'), '*.c diff=own filter=own\n');
		const run = mmReview(['review', '--git', 'HEAD~1..', '--tree', root]);
		assert.equal(run.code, 1, run.stderr);
		assert.match(run.stdout, /mm\/own\.c:5:3: error/);
		untouched(root);
	});
	it('git and perl are those of the machine', () => {
		const root = repository();
		mkdirSync(join(root, 'scripts'), { recursive: true });
		writeFileSync(join(root, 'scripts/checkpatch.pl'), 'print "mm/own.c:1: WARNING:OWN: from the script\\n";\n');
		program(root, 'git');
		program(root, 'perl');
		const env = { ...process.env, PATH: ['.', root, process.env['PATH']].join(delimiter) };
		const run = mmReview(['review', '--git', 'HEAD~1..', '--checkpatch'], { cwd: root, env });
		assert.equal(run.code, 1, run.stderr);
		assert.match(run.stdout, /from the script/);
		untouched(root);
	});
	it('a repository that says that it lies elsewhere is not believed', () => {
		const root = repository();
		git(root, 'config', 'core.worktree', '/etc');
		const run = mmReview(['review', '--git', 'HEAD~1..', '--tree', root]);
		assert.equal(run.code, 2);
		assert.match(run.stderr, /is no part of \/etc/);
	});
});

describe("a tree's configuration can neither hang nor break nor read", () => {
	const bombs: Record<string, readonly [text: string, message: RegExp]> = {
		'extended globs that multiply': [`exclude: ["${'*('.repeat(7)}a${'*)'.repeat(7)}b"]\n`, /is an extended glob/],
		'a glob of 70,000 characters': [`exclude: ["${'a'.repeat(70_000)}"]\n`, /exclude.*(?:too big|characters)/i],
		'stars without end': [`exclude: ["${'*a'.repeat(490)}b", "${'**/'.repeat(300)}x"]\n`, /^$/],
		'braces without end': [`exclude: ["${'{a,b}'.repeat(190)}"]\n`, /^$/],
		'40,000 globs': [`exclude: [${Array.from({ length: 40_000 }, (_, i) => `"a${i}/**"`).join(', ')}]\n`, /there are 40000 globs/],
		'aliases that multiply': [
			`a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`).join('\n')}\n`,
			/cannot be read: Excessive alias count/,
		],
		'brackets without end': [`exclude: ${'['.repeat(20_000)}\n`, /mm-review\.yaml/],
		'10,000 things that are wrong': [`${Array.from({ length: 10_000 }, (_, i) => `x${i}: 1`).join('\n')}\n`, /there is no such setting/],
		'10,000 effects that are wrong': [`effects:\n${'  - {names: [a], effects: [{on: nothing}]}\n'.repeat(10_000)}`, /effects/],
		'2 MB': [`# ${'x'.repeat(2_000_000)}\n`, /has 2000003 characters/],
		nulls: ['\0\0\0\0', /mm-review\.yaml/],
		'keys that are no words': [`? {a: [${ESC}[2J]}\n: b\n`, /mm-review\.yaml/],
	};
	for (const [name, [text, message]] of Object.entries(bombs)) {
		it(name, () => {
			const root = tree();
			writeFileSync(join(root, 'mm-review.yaml'), text);
			const started = performance.now();
			const run = mmReview(['audit', root, '--format', 'json'], { timeout: 30_000 });
			assert.ok(performance.now() - started < 10_000, 'it hangs');
			const report = JSON.parse(run.stdout) as { findings: object[]; notes: { message: string }[] };
			assert.ok(report.findings.length > 0, 'the tree is reviewed');
			const said = report.notes.map((note) => note.message).join('\n');
			assert.match(said, message);
			assert.equal(run.code, said === '' ? 1 : 2);
			assert.ok(said.length < 100_000);
			assert.doesNotMatch(run.stderr, /Warning|\p{Cc}\[/u);
		});
	}
	it('headers that are probed cannot make the probes hang', () => {
		for (const text of [
			'folio_is_longterm_pinnable(',
			'folio_is_longterm_pinnable(){',
			'struct folio {',
			'dax_insert_pfn(',
			'}',
			'case MEMORY_DEVICE_FS_DAX:/*',
		]) {
			const root = tree();
			for (const name of ['mm.h', 'mm_types.h', 'memremap.h', 'dax.h', 'huge_mm.h'])
				writeFileSync(join(root, 'include/linux', name), text.repeat(3_000_000 / text.length));
			writeFileSync(join(root, 'mm/own.c'), leak);
			const started = performance.now();
			assert.equal(mmReview(['check', join(root, 'mm/own.c')], { timeout: 30_000 }).code, 1);
			assert.ok(performance.now() - started < 10_000, text);
		}
	});
	it('a baseline outside of the tree is not read for it', () => {
		const root = tree();
		writeFileSync(join(folder, 'outside.json'), '{"formatVersion":1,"fingerprints":["x"]}');
		symlinkSync(join(folder, 'outside.json'), join(root, 'inside.json'));
		for (const name of ['../outside.json', join(folder, 'outside.json'), 'inside.json']) {
			writeFileSync(join(root, 'mm-review.yaml'), `baseline: ${name}\n`);
			const run = mmReview(['audit', root]);
			assert.equal(run.code, 2);
			assert.match(run.stderr, /lies outside of the tree and was not read|does not exist/);
		}
	});
	it('a configuration that is a link out of the tree is not read', () => {
		const root = tree();
		writeFileSync(join(folder, 'secret'), 'password: x\n');
		symlinkSync(join(folder, 'secret'), join(root, 'mm-review.yaml'));
		const run = mmReview(['audit', root]);
		assert.match(run.stderr, /lies outside of the tree and was not read/);
		assert.doesNotMatch(run.stderr, /password/);
	});
	it('a Makefile that is a pipe is no Makefile', () => {
		const path = join(folder, 'pipes');
		mkdirSync(join(path, 'include/linux'), { recursive: true });
		assert.equal(spawnSync('mkfifo', [join(path, 'Makefile')]).status, 0);
		writeFileSync(join(path, 'a.c'), leak);
		assert.equal(mmReview(['check', join(path, 'a.c')], { timeout: 10_000 }).code, 1);
	});
});

describe('ends', () => {
	const source = join(folder, 'ends.c');
	writeFileSync(source, leak);
	const full = existsSync('/dev/full');
	for (const args of [
		['check', source],
		['check', source, '--format', 'json'],
		['audit', treeFolder('devmap')],
		['audit', treeFolder('devmap'), '--format', 'sarif'],
	]) {
		it(`${args.slice(0, 1).join()} ${args.slice(2).join(' ')} on a full disk: one line, and the code of an output that cannot be written`, () => {
			assert.ok(full, 'this machine has no /dev/full');
			for (const option of [
				['--output', '/dev/full'],
				['--write-baseline', '/dev/full'],
			]) {
				const run = mmReview([...args, ...option], { timeout: 30_000 });
				assert.equal(run.code, 2);
				assert.match(
					run.stderr.split('\n').at(-2) ?? '',
					/^mm-review: the (?:output|baseline) \/dev\/full cannot be written: there is no space left on the device$/,
				);
			}
			const run = spawnSync('sh', ['-c', `"$0" "$@" > /dev/full`, process.execPath, bundle, ...args], {
				encoding: 'utf8',
				timeout: 30_000,
			});
			assert.equal(run.status, 2);
			assert.match(run.stderr, /^mm-review: standard output cannot be written: there is no space left on the device\n$/);
		});
	}
	it('a reader that has gone ends the command as a signal would, quietly', () => {
		const many = join(folder, 'many.c');
		writeFileSync(many, Array.from({ length: 2000 }, (_, i) => leak.replace('leak(', `leak${i}(`)).join('\n'));
		const run = spawnSync('bash', ['-c', `"$0" "$@" | head -1 >/dev/null; exit \${PIPESTATUS[0]}`, process.execPath, bundle, 'check', many], {
			encoding: 'utf8',
		});
		assert.equal(run.status, 141);
		assert.equal(run.stderr, '');
	});
	it('nothing is left beside an output, however the command ends', () => {
		const place = join(folder, 'beside');
		mkdirSync(place);
		const own = tree();
		const output = join(place, 'r.txt');
		mmReview(['audit', own, '--path', 'nowhere', '--output', output]);
		mmReview(['review', '--checkpatch', '--tree', own, mail('From: a <a@b>\nSubject: [PATCH] a'), '--output', output]);
		mmReview(['check', source, join(folder, 'nowhere.c'), '--output', output]);
		spawnSync('sh', ['-c', `"$0" "$@" 2>/dev/full`, process.execPath, bundle, 'check', source, join(folder, 'nowhere.c'), '--output', output]);
		spawnSync(process.execPath, [bundle, 'check', '-', '--output', output], { timeout: 1000, killSignal: 'SIGINT', stdio: ['pipe', 'pipe', 'pipe'] });
		assert.deepEqual(
			readdirSync(place).filter((name) => name !== 'r.txt'),
			[],
		);
	});
	it('a file with two names keeps both, and a link to nothing makes what it leads to', () => {
		const place = join(folder, 'links');
		mkdirSync(place);
		writeFileSync(join(place, 'a'), 'old');
		linkSync(join(place, 'a'), join(place, 'b'));
		symlinkSync(join(place, 'made'), join(place, 'link'));
		assert.equal(mmReview(['check', source, '--output', join(place, 'a')]).code, 1);
		assert.equal(readFileSync(join(place, 'b'), 'utf8'), readFileSync(join(place, 'a'), 'utf8'));
		assert.match(readFileSync(join(place, 'b'), 'utf8'), /ref-leak/);
		assert.equal(mmReview(['check', source, '--output', join(place, 'link')]).code, 1);
		assert.match(readFileSync(join(place, 'made'), 'utf8'), /ref-leak/);
	});
	it('an old baseline, report and source stay whole until the new one is', () => {
		const limited = join(folder, 'limited');
		mkdirSync(limited);
		for (const [name, args] of [
			['b.json', ['check', source, '--write-baseline']],
			['r.txt', ['check', source, '--output']],
		] as const) {
			const path = join(limited, name);
			writeFileSync(path, 'old');
			// No file may grow: what a full disk says, without a disk.
			const run = spawnSync('sh', ['-c', `ulimit -f 0; trap '' XFSZ; exec "$0" "$@"`, process.execPath, bundle, ...args, path], { encoding: 'utf8' });
			assert.equal(run.status, 2, run.stderr);
			assert.equal(readFileSync(path, 'utf8'), 'old');
			assert.match(run.stderr, /cannot be written/);
		}
		assert.deepEqual(readdirSync(limited).sort(), ['b.json', 'r.txt']);
	});
});
