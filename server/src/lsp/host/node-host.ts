/** Node: the tree is on the disk of this machine. */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findTree } from '../../kernel-tree/find-tree.ts';
import { gitRange } from '../../kernel-tree/git-range.ts';
import { loadParser } from '../../kernel-tree/node-parser.ts';
import { reasonOf } from '../../kernel-tree/read-file.ts';
import { audit } from '../../review/audit.ts';
import { treeBase } from '../../review/patches/tree-base.ts';
import { readHelpers } from '../../review/read-helpers.ts';
import { setUpTree } from '../../review/tree-on-disk.ts';
import type { Host } from './host.ts';

/** The host under Node. */
export function nodeHost(): Host {
	return {
		parser: loadParser('wasm'),
		initialize() {},
		async findTree(uri) {
			const path = pathOf(uri);
			const root = path === null ? null : findTree(path);
			return root === null ? null : pathToFileURL(root).href;
		},
		setUp(root, over, ignoresTree) {
			const path = root === null ? null : pathOf(root);
			return setUpTree(path, { over, baselineFolder: path ?? process.cwd(), ignoresTree });
		},
		audit: ({ setup, job, done, signal, onResult, onProgress, onDone }) =>
			audit({
				root: rootOf(setup.root),
				tree: setup.profile,
				settings: setup.settings,
				exclude: setup.exclude,
				job,
				done,
				paths: [],
				workers: availableParallelism(),
				parser: 'auto',
				signal,
				onResult,
				onProgress,
				onDone,
			}),
		readHelpers: ({ root, profile, settings, exclude }, signal) =>
			readHelpers({ root: rootOf(root), tree: profile, settings: { ...settings, helpers: [] }, exclude, workers: 1, parser: 'wasm', signal }),
		baseOf: async ({ setup, isSearched, commits, signal }) =>
			treeBase(rootOf(setup.root), setup.profile, { isSearched, parser: 'auto', range: commits ?? null, signal }),
		async read(uri) {
			const path = pathOf(uri) ?? uri;
			try {
				return readFileSync(path);
			} catch (error) {
				throw new Error(`${path} ${reasonOf(error)}`);
			}
		},
		uriOf: (place) => (/^[a-z][\w+.-]+:/i.test(place) ? place : pathToFileURL(place).href),
		commits: async (root, range) => gitRange((root === null ? null : pathOf(root)) ?? '.', range),
		rulePage(id) {
			const file = rulePageFolders.map((folder) => `${folder}${id}.md`).find(existsSync);
			return file === undefined ? null : pathToFileURL(file).href;
		},
	};
}

/** From dist/ in the package, and from server/src/lsp/host/ in the source. */
const rulePageFolders = ['../docs/rules/', '../../../../docs/rules/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** The path of a file URI, or null for any other. */
function pathOf(uri: string): string | null {
	if (!uri.startsWith('file:')) return null;
	try {
		return fileURLToPath(uri);
	} catch {
		return null;
	}
}

function rootOf(root: string | null): string {
	if (root === null) throw new Error('no kernel tree is open');
	return root;
}
