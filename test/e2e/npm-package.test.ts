/** The npm package, as `npm install` puts it on a machine: the command, the server, the manual page, the completions. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { projectRoot, treeFolder } from '../support/engine.ts';

describe('the npm package', () => {
	let folder: string;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'mm-review-npm-'));
		writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
		const env = { ...process.env, npm_config_loglevel: 'error' };
		const packed = execFileSync('npm', ['run', '--silent', 'pack:npm'], { cwd: projectRoot, encoding: 'utf8', env }).trim();
		execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', join(projectRoot, packed)], { cwd: folder, env, stdio: 'pipe' });
		rmSync(join(projectRoot, packed));
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	const run = (args: readonly string[], input = '') =>
		spawnSync(join(folder, 'node_modules/.bin/mm-review'), args, { encoding: 'utf8', input, timeout: 60_000 });
	const shell = (command: string, script: string) => {
		const found = spawnSync(command, ['-c', script], { encoding: 'utf8', cwd: join(folder, 'node_modules/mm-review') });
		assert.equal(found.status, 0, `${command}: ${found.stderr}${found.error?.message ?? ''}`);
		return found.stdout;
	};

	it('brings nothing else along', () => {
		assert.equal(execFileSync('ls', [join(folder, 'node_modules')], { encoding: 'utf8' }), 'mm-review\n');
		for (const part of ['dist/extension.cjs', 'dist/web-server.js', 'media']) assert.ok(!existsSync(join(folder, 'node_modules/mm-review', part)), part);
	});

	it('audits, in parallel and with the parser that it ships', () => {
		const audit = run(['audit', treeFolder('series'), '--format', 'json']);
		assert.equal(audit.status, 1, audit.stderr);
		assert.equal((JSON.parse(audit.stdout) as { findings: unknown[] }).findings.length, 4);
	});

	it('draws, and writes a report', () => {
		assert.match(run(['audit', treeFolder('series'), '--format', 'html']).stdout, /<svg/);
	});

	it('serves editors', () => {
		const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
		// The server ends with its client: the pipe stays open for a while.
		const said = shell('bash', `(printf 'Content-Length: ${message.length}\\r\\n\\r\\n%s' '${message}'; sleep 3) | ../.bin/mm-review lsp --stdio; true`);
		assert.match(said, /"name":"mm-review"/);
	});

	it('has a manual page that man reads', () => {
		const page = shell('bash', 'MANWIDTH=100 man -l man/mm-review.1 | col -b');
		assert.match(page, /mm-review\s+audit \[tree\]/);
		assert.match(page, /EXIT STATUS/);
	});

	it('completes in bash, zsh and fish', () => {
		const ask = (words: string) =>
			`source completions/mm-review.bash; COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _mm_review; echo "\${COMPREPLY[@]}"`;
		assert.match(shell('bash', ask('mm-review au')), /^audit\n$/);
		assert.match(shell('bash', ask('mm-review audit --format h')), /^html\n$/);
		assert.match(shell('bash', ask('mm-review explain ref-l')), /^ref-leak\n$/);
		assert.equal(shell('zsh', 'zsh -n completions/_mm-review && echo ok'), 'ok\n');
		assert.match(shell('fish', 'source completions/mm-review.fish; complete -C "mm-review audit --format h"'), /^html\b/m);
	});
});
