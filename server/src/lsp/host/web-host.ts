/**
 * A browser: the server runs in a web worker beside the client, and only the client can read. What it reads with is its business: a folder of
 * the visitor's disk, a repository of a web site. The requests that it answers are below.
 */

import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Language, Parser } from 'web-tree-sitter';
import { wasmParser } from '../../kernel-c/parsers.ts';
import type { TextParser } from '../../kernel-c/syntax.ts';
import { decode, LARGEST_FILE, tooLarge } from '../../kernel-tree/decode.ts';
import { globMatcher } from '../../kernel-tree/globs.ts';
import { probedFiles, probeFiles, versionIn } from '../../kernel-tree/probe.ts';
import type { ReadResult } from '../../kernel-tree/result.ts';
import { isInside } from '../../patch/diff/safe-path.ts';
import { auditInTurn, type FolderContent } from '../../review/audit-in-turn.ts';
import { notThere, readSetup, type TreeFiles } from '../../review/tree-setup.ts';
import type { Host } from './host.ts';
import { folderOf, insideOf } from './uris.ts';

/** Asks the client for the bytes of a URI: a Uint8Array, or null where there is none. */
export const readFileRequest = 'mmReview/readFile';

/** Asks the client for what a folder holds: names; null where there is none. */
export const readFolderRequest = 'mmReview/readFolder';

/** What the client gives with `initialize`: the bytes of the two wasm files, and the URI of the folder of the rules' pages. */
export interface WebOptions {
	readonly parserRuntime: Uint8Array;
	readonly grammar: Uint8Array;
	readonly rulePages: string;
}

/** The host in a browser. */
export function webHost(connection: Connection): Host {
	let loaded: (parser: Promise<TextParser>) => void = () => {};
	let rulePages: string | null = null;
	const parser = new Promise<TextParser>((resolve) => {
		loaded = resolve;
	});
	const read = async (uri: string): Promise<ReadResult> => {
		try {
			const bytes = await connection.sendRequest<Uint8Array | null>(readFileRequest, { uri });
			if (bytes === null) return { ok: false, reason: notThere };
			return bytes.length > LARGEST_FILE ? tooLarge : decode(bytes);
		} catch (error) {
			return { ok: false, reason: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
		}
	};
	const list = (uri: string) => connection.sendRequest<FolderContent | null>(readFolderRequest, { uri });
	const files: TreeFiles = {
		read,
		readInside: async (folder, path) => (isInside(path) ? read(insideOf(folder, path)) : { ok: false, reason: 'lies outside of the tree and was not read' }),
		resolve: (folder, path) => (path === '..' ? (folderOf(folder) ?? folder) : insideOf(folder, path)),
		async probe(root, overrides) {
			const texts = new Map<string, string>();
			const fetched = probedFiles.map(async (path) => {
				const result = await read(insideOf(root, path));
				texts.set(path, result.ok ? result.text : '');
			});
			await Promise.all(fetched);
			return probeFiles((file) => texts.get(file) ?? '', versionIn(texts.get('Makefile') ?? ''), overrides);
		},
	};
	return {
		parser,
		initialize(options) {
			const { parserRuntime, grammar, rulePages: pages } = options as WebOptions;
			rulePages = pages;
			loaded(Parser.init({ wasmBinary: parserRuntime }).then(async () => wasmParser(Parser, await Language.load(grammar))));
		},
		async findTree(uri) {
			for (let folder: string | null = uri; folder !== null; folder = folderOf(folder)) {
				const makefile = await read(insideOf(folder, 'Makefile'));
				// What is asked about may be a file, in which nothing can be.
				if (folder !== uri && !makefile.ok && makefile.reason !== notThere) throw new Error(`${insideOf(folder, 'Makefile')} ${makefile.reason}`);
				if (!makefile.ok || versionIn(makefile.text) === '') continue;
				if ((await list(insideOf(folder, 'include/linux'))) !== null)
					return /^[a-z][\w+.-]*:(?:\/\/[^/]*)?\/$/i.test(folder) ? folder : folder.replace(/\/$/, '');
			}
			return null;
		},
		setUp: (root, over, ignoresTree) => readSetup(root, { over, baselineFolder: root ?? '', ignoresTree }, files),
		async audit({ setup, job, done, signal, onResult, onProgress, onDone }) {
			const root = setup.root;
			if (root === null) throw new Error('no kernel tree is open');
			const isExcluded = globMatcher(setup.exclude);
			return auditInTurn(
				{
					tree: setup.profile,
					settings: setup.settings,
					job,
					parser: await parser,
					done,
					isExcluded,
					signal,
					onResult,
					onProgress: (read, total) => onProgress(read, total, job),
					onDone,
				},
				{
					async list(folder) {
						const content = await list(folder === '' ? root : insideOf(root, folder));
						if (content === null) throw new Error(notThere);
						return content;
					},
					read: (path) => read(insideOf(root, path)),
				},
			);
		},
		readHelpers: async () => null,
		async baseOf({ setup, patches }) {
			const root = setup.root;
			const paths = patches.flatMap(({ diff }) => diff.changes.flatMap(({ oldPath, newPath }) => [oldPath, newPath]));
			const wanted = [...new Set([...paths, ...probedFiles])].filter((path) => path !== '' && isInside(path));
			const texts = new Map<string, ReadResult>();
			if (root !== null) await Promise.all(wanted.map(async (path) => texts.set(path, await read(insideOf(root, path)))));
			return {
				profile: setup.profile,
				read(path) {
					const result = texts.get(path);
					if (result === undefined) return null;
					return result.ok ? result.text : result.reason === notThere ? null : { refused: result.reason };
				},
				search: async () => null,
			};
		},
		async read(uri) {
			const bytes = await connection.sendRequest<Uint8Array | null>(readFileRequest, { uri });
			if (bytes === null) throw new Error(`${uri} ${notThere}`);
			return bytes;
		},
		uriOf: (place) => place,
		async commits() {
			throw new ResponseError(LSPErrorCodes.RequestFailed, 'commits cannot be read in a browser: save them with git format-patch and open the file');
		},
		rulePage: (id) => (rulePages === null ? null : insideOf(rulePages, `${id}.md`)),
	};
}
