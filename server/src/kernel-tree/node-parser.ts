/** Loads a parser under Node: the wasm files lie beside the bundle, or in node_modules when run from source. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';
import { type NativeBinding, nativeParser, wasmParser } from '../kernel-c/parsers.ts';
import type { TextParser } from '../kernel-c/syntax.ts';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));

function wasmFile(name: string, packagePath: string): string {
	const beside = join(here, name);
	return existsSync(beside) ? beside : require.resolve(packagePath);
}

/** The parser that is always there. */
export async function loadWasmParser(): Promise<TextParser> {
	const runtime = wasmFile('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm');
	await Parser.init({ locateFile: () => runtime });
	return wasmParser(Parser, await Language.load(wasmFile('tree-sitter-c.wasm', 'tree-sitter-c/tree-sitter-c.wasm')));
}

/** The native parser, or null where its optional packages are not installed or do not load. */
export function loadNativeParser(): TextParser | null {
	try {
		return nativeParser(require('tree-sitter') as NativeBinding, require('tree-sitter-c'));
	} catch {
		return null;
	}
}

/** Which binding to use. `auto` takes the native one where it loads. */
export type ParserChoice = 'auto' | 'wasm' | 'native';

/** The parser for a choice. Both give the same trees; the native one is ready sooner, which tells in an audit. */
export async function loadParser(choice: ParserChoice = 'auto'): Promise<TextParser> {
	const native = choice === 'wasm' ? null : loadNativeParser();
	if (native !== null) return native;
	if (choice === 'native')
		throw new Error('the native parser does not load here; install the optional packages tree-sitter and tree-sitter-c, or use --parser wasm');
	return loadWasmParser();
}
