/** Neovim as the second client of the same server. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { projectRoot, treeFolder } from '../support/engine.ts';
import { bundle } from '../support/run.ts';

describe('Neovim', () => {
	it('shows diagnostics, hovers, fixes and ends', () => {
		const folder = mkdtempSync(join(tmpdir(), 'mm-review-nvim-'));
		cpSync(treeFolder('series'), folder, { recursive: true });
		cpSync(join(treeFolder('devmap'), 'fs/toy.c'), join(folder, 'fs/toy.c'));
		const run = spawnSync('nvim', ['--headless', '-u', 'NONE', '-n', '-i', 'NONE', '-S', join(projectRoot, 'test/e2e/neovim.lua')], {
			encoding: 'utf8',
			timeout: 60_000,
			env: { ...process.env, MM_REVIEW_NODE: process.execPath, MM_REVIEW_BUNDLE: bundle, MM_REVIEW_ROOT: folder, MM_REVIEW_FILE: join(folder, 'fs/toy.c') },
		});
		rmSync(folder, { recursive: true, force: true });
		assert.equal(run.error, undefined);
		assert.equal(run.status, 0, run.stderr);
	});
});
