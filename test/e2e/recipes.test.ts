/** The recipes of docs/editors that are not for an editor, as they stand there. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { treeFolder } from '../support/engine.ts';
import { commandFolder, documented } from './documented.ts';

describe('recipes', () => {
	let folder: string;
	let bin: string;
	const env = () => ({
		...process.env,
		PATH: `${bin}:${process.env['PATH']}`,
		GIT_CONFIG_GLOBAL: '/dev/null',
		GIT_AUTHOR_NAME: 'Jane Doe',
		GIT_AUTHOR_EMAIL: 'jane@example.org',
		GIT_COMMITTER_NAME: 'Jane Doe',
		GIT_COMMITTER_EMAIL: 'jane@example.org',
	});
	const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env: env(), stdio: 'pipe', encoding: 'utf8' });
	const commit = (name: string, text: string) => {
		writeFileSync(join(folder, name), text);
		git('add', '-A');
		git('commit', '-qm', `Change ${name}`);
	};

	before(() => {
		bin = commandFolder();
		folder = mkdtempSync(join(tmpdir(), 'mm-review-recipes-'));
		cpSync(treeFolder('series'), folder, { recursive: true });
		git('init', '-q', '-b', 'main');
		commit('new.c', 'int a;\n');
		execFileSync('git', ['init', '-q', '--bare', join(folder, '.git/remote')]);
		git('remote', 'add', 'origin', join(folder, '.git/remote'));
		git('push', '-q', 'origin', 'main');
		writeFileSync(join(folder, '.git/hooks/pre-push'), documented('git-hook'));
		chmodSync(join(folder, '.git/hooks/pre-push'), 0o755);
	});
	after(() => {
		for (const each of [folder, bin]) rmSync(each, { recursive: true, force: true });
	});

	it('a git hook lets clean commits pass, and stops what brings a finding in', () => {
		commit('new.c', 'int b;\n');
		git('push', '-q', 'origin', 'main');
		commit('new.c', 'int c(pmd_t pmd)\n{\n\treturn pmd_devmap(pmd);\n}\n');
		const pushed = spawnSync('git', ['push', 'origin', 'main'], { cwd: folder, env: env(), encoding: 'utf8' });
		assert.notEqual(pushed.status, 0, pushed.stdout + pushed.stderr);
		assert.match(pushed.stdout + pushed.stderr, /new\.c:3:.*devmap-check/);
	});

	it('a pipe of mails gives what b4 and mutt ask for', () => {
		const mail = git('format-patch', '--stdout', '-1');
		const b4 = documented('b4').match(/= mm-review (.*)/)?.[1] ?? '';
		const checked = spawnSync('mm-review', b4.split(' '), { cwd: folder, env: env(), encoding: 'utf8', input: mail });
		const answers = JSON.parse(checked.stdout) as { tool: string; status: string }[];
		assert.deepEqual(
			answers.map(({ tool, status }) => `${tool} ${status}`),
			['mm-review warn'],
		);
		const reply = spawnSync('mm-review', ['review', '-', '--tree', '.', '--format', 'mail'], { cwd: folder, env: env(), encoding: 'utf8', input: mail });
		assert.match(reply.stdout, /^To: Jane Doe[\s\S]*> \+\treturn pmd_devmap\(pmd\);/);
	});
});
