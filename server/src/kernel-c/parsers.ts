/** The two parsers behind {@link TextParser}. Their modules are handed in: loading them is the caller's business. */
import type { Language, Tree, Parser as WasmParser } from 'web-tree-sitter';
import { type Cursor, copyTree, type TextParser } from './syntax.ts';

/** A parser on web-tree-sitter. `Parser.init` has run. */
export function wasmParser(create: new () => WasmParser, language: Language): TextParser {
	const parser = new create();
	parser.setLanguage(language);
	return {
		backend: 'wasm',
		parse(text, shift = 0) {
			const tree = parser.parse(text) as Tree;
			try {
				const root = tree.rootNode;
				const cursor = tree.walk();
				const copy = copyTree(cursor as Cursor, shift);
				cursor.delete();
				return { ...copy, hasError: root.hasError };
			} finally {
				tree.delete();
			}
		},
	};
}

/** What is used of the native binding (npm `tree-sitter`); its own types are not there where it is not installed. */
export interface NativeBinding {
	new (): {
		setLanguage(language: unknown): void;
		parse(text: (index: number) => string | null): { rootNode: { hasError: boolean }; walk(): Cursor };
	};
}

/** Longest piece that is handed to the native parser at a time; its buffer is fixed. */
const CHUNK = 16384;

/** A parser on the native binding; trees are freed by the garbage collector. */
export function nativeParser(create: NativeBinding, language: unknown): TextParser {
	const parser = new create();
	parser.setLanguage(language);
	return {
		backend: 'native',
		parse(text, shift = 0) {
			const tree = parser.parse((index) => (index < text.length ? text.slice(index, index + CHUNK) : null));
			return { ...copyTree(tree.walk(), shift), hasError: tree.rootNode.hasError };
		},
	};
}
