/** Neovim and Emacs as other clients of the same server, configured as docs/editors says. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { projectRoot, treeFolder } from '../support/engine.ts';
import { commandFolder, documented } from './documented.ts';

describe('other editors', () => {
	let folder: string;
	let bin: string;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'mm-review-editors-'));
		cpSync(treeFolder('series'), folder, { recursive: true });
		cpSync(join(treeFolder('devmap'), 'fs/toy.c'), join(folder, 'fs/toy.c'));
		writeFileSync(join(folder, 'MAINTAINERS'), '');
		bin = commandFolder();
	});
	after(() => {
		for (const each of [folder, bin]) rmSync(each, { recursive: true, force: true });
	});

	const run = (command: string, args: readonly string[], config: string) => {
		const file = join(bin, 'config');
		writeFileSync(file, config);
		const env = {
			...process.env,
			PATH: `${bin}:${process.env['PATH']}`,
			MM_REVIEW_CONFIG: file,
			MM_REVIEW_ROOT: folder,
			MM_REVIEW_FILE: join(folder, 'fs/toy.c'),
		};
		const ran = spawnSync(command, args, { encoding: 'utf8', timeout: 90_000, env });
		assert.equal(ran.error, undefined);
		assert.equal(ran.status, 0, ran.stderr);
	};

	it('Neovim attaches, shows diagnostics, hovers, fixes, audits and ends', () => {
		run('nvim', ['--headless', '-u', 'NONE', '-n', '-i', 'NONE', '-S', join(projectRoot, 'test/e2e/neovim.lua')], documented('neovim'));
	});

	it('Emacs with eglot shows diagnostics, hovers, fixes, audits and ends', () => {
		run('emacs', ['--batch', '-l', join(projectRoot, 'test/e2e/emacs.el')], documented('emacs'));
	});
});
