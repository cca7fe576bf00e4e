/** Checks on every C file of a tree that masked text has the length and the line ends of the original; in two processes. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settleConditionals } from '../../server/src/kernel-c/conditionals.ts';
import { splitItems } from '../../server/src/kernel-c/items.ts';
import { maskMacroBody } from '../../server/src/kernel-c/mask/macro-body.ts';
import { maskItem } from '../../server/src/kernel-c/mask/top-level.ts';
import { tokenise } from '../../server/src/kernel-c/tokens.ts';
import { listFiles } from '../../server/src/kernel-tree/list-files.ts';

const PROCESSES = 2;

/** How many files were checked; rejects with the first that fails. */
export async function checkLengths(root: string): Promise<number> {
	const counts = await Promise.all(Array.from({ length: PROCESSES }, (_, part) => checkPart(root, part)));
	return counts.reduce((sum, count) => sum + count, 0);
}

function checkPart(root: string, part: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), root, String(part)], { stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		let errors = '';
		child.stdout.on('data', (data) => {
			output += data;
		});
		child.stderr.on('data', (data) => {
			errors += data;
		});
		child.on('close', (code) => (code === 0 ? resolve(Number(output)) : reject(new Error(errors))));
	});
}

/** Throws where a masked item differs in length or line ends. */
function checkFile(path: string): void {
	const text = readFileSync(path, 'latin1');
	const tokens = tokenise(text);
	for (const prefer of ['first', 'last'] as const) {
		const settled = settleConditionals(tokens, prefer);
		if (prefer === 'last' && !settled.hasOtherSide) continue;
		for (const item of splitItems(tokens, settled)) {
			const original = text.slice(item.start, item.end);
			if (item.kind === 'macro' && prefer === 'last') continue;

			const masked = item.kind === 'macro' ? maskMacroBody(original) : maskItem(tokens, item);
			if (masked.length !== original.length) throw new Error(`${path}: ${item.name} has another length`);
			for (let at = original.indexOf('\n'); at >= 0; at = original.indexOf('\n', at + 1))
				if (masked[at] !== '\n') throw new Error(`${path}: ${item.name} lost a line end`);
			for (let at = masked.indexOf('\n'); at >= 0; at = masked.indexOf('\n', at + 1))
				if (original[at] !== '\n') throw new Error(`${path}: ${item.name} got a line end`);
		}
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [root, part] = process.argv.slice(2) as [string, string];
	const files = listFiles(root).files.filter((file, index) => index % PROCESSES === Number(part) && /\.[ch]$/.test(file));
	for (const file of files) checkFile(join(root, file));
	process.stdout.write(String(files.length));
}
