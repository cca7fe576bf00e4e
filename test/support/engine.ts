/** What tests of the engine share: the parser, the tiny trees, a review of a text. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noTree, type TreeProfile } from '../../server/src/contracts/tree-profile.ts';
import type { TextParser } from '../../server/src/kernel-c/syntax.ts';
import { loadWasmParser } from '../../server/src/kernel-tree/node-parser.ts';
import { probeTree } from '../../server/src/kernel-tree/probe-tree.ts';
import { type CodeReview, reviewCode } from '../../server/src/review/document.ts';
import { defaultSettings, type ReviewSettings } from '../../server/src/review/settings.ts';

/** The root of the project. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The tiny trees under test/trees. */
export const treeNames = ['devmap', 'series', 'normal'] as const;

/** One of them, or none. */
export type TreeName = (typeof treeNames)[number] | 'none';

/** The folder of a tiny tree. */
export function treeFolder(name: TreeName): string {
	return join(projectRoot, 'test', 'trees', name);
}

const profiles = new Map<TreeName, TreeProfile>();

/** The profile of a tiny tree, by its probes. */
export function profileOf(name: TreeName): TreeProfile {
	const known = profiles.get(name) ?? (name === 'none' ? noTree : probeTree(treeFolder(name)));
	profiles.set(name, known);
	return known;
}

let parser: Promise<TextParser> | undefined;

/** The wasm parser, loaded once. */
export function testParser(): Promise<TextParser> {
	parser ??= loadWasmParser();
	return parser;
}

/** Reviews a text as a file of a tiny tree. */
export async function review(text: string, tree: TreeName, settings: Partial<ReviewSettings> = {}, file = 'test.c'): Promise<CodeReview> {
	return reviewCode({ file, text, tree: profileOf(tree), settings: { ...defaultSettings, ...settings } }, await testParser());
}
