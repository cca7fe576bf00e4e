/**
 * The conditions that "[PATCH 12/13] mm: Remove pXX_devmap callers" simplifies, against what our fixes make of the same conditions in
 * 6.12, token for token. A change whose lines are not in 6.12 as the patch has them cannot be compared and is left out.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { tokenise } from '../../server/src/kernel-c/tokens.ts';
import { loadWasmParser } from '../../server/src/kernel-tree/node-parser.ts';
import { probeTree } from '../../server/src/kernel-tree/probe-tree.ts';
import { fixText } from '../../server/src/review/fix.ts';
import { defaultSettings } from '../../server/src/review/settings.ts';
import { kernelTree, seedThread } from './kernels.ts';

/** Lines that a patch removes together, and those that it puts in their place. */
interface Change {
	readonly file: string;
	readonly removed: string;
	readonly added: string;
}

/** The patch in the thread, from its subject to its signature. */
function patchText(): string {
	const thread = readFileSync(seedThread('002_c9fbaed906e0bbbb.txt'), 'utf8');
	const start = thread.indexOf('* [PATCH 12/13] mm: Remove pXX_devmap callers');
	const end = thread.indexOf('\n-- \ngit-series', start);
	assert.ok(start >= 0 && end > start);
	return thread.slice(start, end);
}

function changesOf(patch: string): Change[] {
	const changes: Change[] = [];
	let file = '';
	let removed: string[] = [];
	let added: string[] = [];
	const flush = () => {
		if (removed.length > 0) changes.push({ file, removed: removed.join('\n'), added: added.join('\n') });
		removed = [];
		added = [];
	};
	for (const line of patch.split('\n')) {
		const name = /^\+\+\+ b\/(.*)$/.exec(line)?.[1];
		if (name !== undefined) file = name;
		else if (/^--- a\//.test(line)) continue;
		else if (line.startsWith('-')) {
			if (added.length > 0) flush();
			removed.push(line.slice(1));
		} else if (line.startsWith('+')) added.push(line.slice(1));
		else flush();
	}
	flush();
	return changes;
}

/** The tokens of code; directives, which the patch's pieces cut, count word by word. */
function tokensOf(code: string): string[] {
	const tokens = tokenise(code.replace(/\\\n/g, '\n').replace(/^([ \t]*)#/gm, '$1 @'));
	return Array.from({ length: tokens.count }, (_, token) => (code.length > 0 ? tokens.text.slice(tokens.start[token], tokens.end[token]) : ''));
}

/** Simplifications of code with a devmap test; whole functions that go, and comments, are none. */
function isCondition(change: Change): boolean {
	const code = tokensOf(change.removed);
	return code.some((token) => /^(?:p..|pfn_t)_devmap$/.test(token)) && !/^[a-z#}]/m.test(change.removed);
}

/** Where `part` stands in `whole`, or -1. */
function indexOfTokens(whole: readonly string[], part: readonly string[]): number {
	for (let at = 0; at + part.length <= whole.length; at++) if (part.every((token, index) => whole[at + index] === token)) return at;
	return -1;
}

const CONTEXT = 4;

describe('patch 12', () => {
	it('at least nine in ten of its conditions come out as the series has them', async () => {
		const root = kernelTree('before');
		const tree = probeTree(root);
		const parser = await loadWasmParser();
		const conditions = changesOf(patchText()).filter(isCondition);
		const different: string[] = [];
		const gone: string[] = [];
		const fixedTexts = new Map<string, string>();
		let same = 0;
		for (const change of conditions) {
			const text = readFileSync(join(root, change.file), 'utf8');
			const original = tokensOf(text);
			const removed = tokensOf(change.removed);
			const at = indexOfTokens(original, removed);
			if (at < 0) {
				gone.push(`${change.file}: ${change.removed.trim().split('\n')[0]}`);
				continue;
			}
			const fixed =
				fixedTexts.get(change.file) ??
				fixText({ file: change.file, text, tree, settings: { ...defaultSettings, only: ['devmap-check', 'devmap-make'] } }, parser, () => true).text;
			fixedTexts.set(change.file, fixed);
			const expected = [...original.slice(at - CONTEXT, at), ...tokensOf(change.added), ...original.slice(at + removed.length, at + removed.length + CONTEXT)];
			if (indexOfTokens(tokensOf(fixed), expected) >= 0) same++;
			else different.push(`${change.file}:\n${change.removed}\nseries:\n${change.added}`);
		}
		const compared = same + different.length;
		console.log(
			`patch 12: ${conditions.length} conditions, ${gone.length} not in 6.12 as the patch has them; of the ${compared} others ${same} (${((100 * same) / compared).toFixed(1)} %) come out token for token`,
		);
		if (process.env['SHOW_DIFFERENT'] !== undefined) console.log(different.join('\n\n'), '\n\nnot in 6.12:\n', gone.join('\n'));
		assert.ok(compared >= 40, `only ${compared} can be compared`);
		assert.ok(same / compared >= 0.9, different.join('\n\n'));
	});
});
