/** A kind of resource from data alone: a configuration declares it, and every face finds what is lost of it, with its words. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { treeFolder } from '../support/engine.ts';
import { LspClient } from '../support/lsp-client.ts';
import { mmReview } from '../support/run.ts';

const configuration = `kinds:
  - kind: folio lock
    noun: lock
    phases: binary
    afterRelease: usable
  - kind: toy lock
    noun: lock
    phases: binary
    identity: place
    afterRelease: usable
effects:
  - names: [folio_lock]
    effects: [{ on: argument, argument: 0, change: 1, counts: folio lock }]
  - names: [folio_unlock]
    effects: [{ on: argument, argument: 0, change: -1, counts: folio lock }]
  - names: [toy_lock]
    effects: [{ on: argument, argument: 0, change: 1, counts: toy lock }]
  - names: [toy_unlock]
    effects: [{ on: argument, argument: 0, change: -1, counts: toy lock }]
`;

const code = `int toy_clean(struct folio *folio, struct toy *toy)
{
	int err;

	folio_lock(folio);
	err = toy_check(toy);
	if (err)
		return err;
	err = toy_write(toy);
	if (err) {
		folio_unlock(folio);
		return err;
	}
	toy->index = folio->index;
	folio_unlock(folio);
	return toy->index ? folio_nr_pages(folio) : 0;
}

/* Two locks in one structure are two. */
int toy_both(struct toy *toy)
{
	int err;

	toy_lock(&toy->left);
	toy_lock(&toy->right);
	err = toy_check(toy);
	if (err) {
		toy_unlock(&toy->right);
		return err;
	}
	err = toy_write(toy);
	toy_unlock(&toy->right);
	toy_unlock(&toy->left);
	return err;
}
`;

let folder = '';
let file = '';

before(() => {
	folder = mkdtempSync(join(tmpdir(), 'mm-review-kinds-'));
	cpSync(treeFolder('normal'), folder, { recursive: true });
	writeFileSync(join(folder, 'mm-review.yaml'), configuration);
	file = join(folder, 'a.c');
	writeFileSync(file, code);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const lost = 'the lock on folio that folio_lock() took is still held where this error path leaves; another path does folio_unlock(folio)';

describe('folio_lock and folio_unlock, declared as a kind', () => {
	it('a lost unlock is found, once, and a use after the unlock is none', () => {
		const { findings } = JSON.parse(mmReview(['check', file, '--format', 'json']).stdout) as {
			findings: { rule: string; message: string; range: { start: { line: number } }; steps: { message: string }[] }[];
		};
		assert.deepEqual(
			findings.map(({ rule, range, message }) => [rule, range.start.line, message]),
			[
				['ref-leak', 8, lost],
				['ref-leak', 29, 'the lock on &toy->left that toy_lock() took is still held where this error path leaves; another path does toy_unlock(&toy->left)'],
			],
		);
		assert.deepEqual(
			findings[0]?.steps.map(({ message }) => message),
			['lock taken here', 'err is not 0', 'the path leaves here'],
		);
	});

	it('paths tells the same, with its states and what callers are told', () => {
		const { stdout } = mmReview(['paths', `${file}:toy_clean`, '--states', '--summary']);
		assert.match(stdout, /^folio \(folio lock, line 5\): 4 paths$/m);
		assert.match(stdout, /^ {4}5: lock taken here$/m);
		assert.match(stdout, /^ {4}11: lock dropped \(0\)$/m);
		assert.match(stdout, /^ {2}after line 5: live 1 folio$/m);
		assert.match(stdout, /^nothing is known of: toy_check\(\), toy_write\(\)$/m);
		assert.match(stdout, /^what callers of toy_clean\(\) are told:$/m);
	});

	it('hover and diagnostics of an editor speak of the lock', async () => {
		const client = await LspClient.start({ folders: [folder] });
		try {
			const uri = await client.open(file, code);
			const said = (await client.diagnostics(uri)).map(({ message }) => (typeof message === 'string' ? message : message.value));
			assert.ok(
				said.some((message) => message.startsWith(lost)),
				said.join('\n'),
			);
			const hover = await client.hover(uri, 4, 3);
			assert.match(JSON.stringify(hover), /takes a lock on its first argument/);
		} finally {
			assert.equal(await client.stop(), 0);
		}
	});
});
