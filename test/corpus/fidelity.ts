/** Measures what masking and parsing keep of kernel C, against ctags and a lexical scan that share no code with the engine. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../server/src/kernel-c/items.ts';
import { indexLines } from '../../server/src/kernel-c/line-index.ts';
import { readSource, type SourceFile } from '../../server/src/kernel-c/source-file.ts';
import { descendantsOf, type TextParser } from '../../server/src/kernel-c/syntax.ts';
import { listFiles } from '../../server/src/kernel-tree/list-files.ts';

/** What was measured over the files of a folder. */
export interface Fidelity {
	files: number;
	functions: number;
	functionsWithErrors: number;
	/** Functions that ctags sees. */
	tagged: number;
	foundAndClean: number;
	callSites: number;
	callSitesKept: number;
	/** Functions that ctags and the engine call differently: `ctags name, own name, place`. */
	otherNames: string[];
	/** Some of what was lost, to be looked at. */
	lost: string[];
}

/** Nothing measured. */
export function noFidelity(): Fidelity {
	return { files: 0, functions: 0, functionsWithErrors: 0, tagged: 0, foundAndClean: 0, callSites: 0, callSitesKept: 0, otherNames: [], lost: [] };
}

interface Tag {
	readonly name: string;
	readonly path: string;
	readonly line: number;
	readonly end: number;
}

/** Measures a folder of a tree and adds the result to `sum`. */
export function measureFolder(root: string, folder: string, parser: TextParser, sum: Fidelity): void {
	const files = listFiles(root, [folder]).files.filter((file) => /\.[ch]$/.test(file));
	const tags = tagsOf(root, files);
	for (const file of files) measureFile(file, decode(join(root, file)), parser, tags.get(file) ?? [], sum);
}

function decode(path: string): string {
	const bytes = readFileSync(path);
	const text = bytes.toString('utf8');
	return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/** The functions that ctags sees; lines 1-based. */
function tagsOf(root: string, files: readonly string[]): Map<string, Tag[]> {
	const output = execFileSync('ctags', ['--output-format=json', '--fields=+ne', '--language-force=C', '--kinds-C=f', '-o', '-', '-L', '-'], {
		cwd: root,
		input: files.join('\n'),
		maxBuffer: 1 << 30,
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	const tags = new Map<string, Tag[]>();
	for (const line of output.toString('latin1').split('\n')) {
		if (line === '') continue;
		const tag = JSON.parse(line) as Tag;
		if (tag.end === undefined) continue;
		const list = tags.get(tag.path) ?? [];
		list.push(tag);
		tags.set(tag.path, list);
	}
	return tags;
}

function measureFile(file: string, text: string, parser: TextParser, tags: readonly Tag[], sum: Fidelity): void {
	const source = readSource(text, parser);
	const lines = indexLines(text);
	sum.files++;
	const functions = [...source.main.items, ...(source.otherSide()?.items ?? [])].filter((item) => item.kind === 'function');
	for (const item of source.main.items) {
		if (item.kind !== 'function') continue;
		sum.functions++;
		if (source.syntaxOf(item).hasError) {
			sum.functionsWithErrors++;
			sum.lost.push(`${file}:${lines.positionAt(item.start).line + 1}: error in ${item.name}`);
		}
	}
	const code = codeOnly(text);
	const kept = keptCalls(source, functions);
	for (const tag of tags) {
		const start = lines.lineStart(tag.line - 1);
		const end = lines.lineEnd(tag.end - 1);
		const item = functions.find(
			(candidate) => candidate.start < lines.lineEnd(tag.line - 1) && start < bodyStart(source, candidate) && candidate.end <= end + 1,
		);
		sum.tagged++;
		if (item === undefined) {
			sum.lost.push(`${file}:${tag.line}: function ${tag.name} not found`);
			continue;
		}
		if (!source.syntaxOf(item).hasError) sum.foundAndClean++;
		// A function behind a macro, `SYSCALL_DEFINE2(name, ..)`, is ours by its own name and ctags' by the macro's.
		const isBehindMacro = /^[A-Z][A-Z0-9_]*$/.test(tag.name) && new RegExp(`\\b${tag.name}\\(\\s*${item.name}\\b`).test(code.slice(item.start, item.end));
		if (item.name !== tag.name && !isBehindMacro) sum.otherNames.push(`${tag.name}, ${item.name}, ${file}:${tag.line}`);
		const open = bodyStart(source, item);
		for (const offset of callSites(code, open, item.end)) {
			sum.callSites++;
			if (kept.has(offset)) sum.callSitesKept++;
			else sum.lost.push(`${file}:${lines.positionAt(offset).line + 1}: call of ${/^\w+/.exec(code.slice(offset, offset + 60))?.[0]}`);
		}
	}
}

function bodyStart(source: SourceFile, item: Item): number {
	return source.tokens.start[item.tokens[item.body] as number] as number;
}

const statementTypes = new Set(['call_expression', 'offsetof_expression', 'while_statement', 'if_statement', 'for_statement']);

/** File offsets at which the syntax has a call, or a loop or condition made of an iterator. */
function keptCalls(source: SourceFile, functions: readonly Item[]): Set<number> {
	const kept = new Set<number>();
	for (const item of functions) {
		for (const node of descendantsOf(source.syntaxOf(item).root, statementTypes)) kept.add(item.start + node.start);
	}
	return kept;
}

const commentsAndStrings = /\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/;
const directive = /^[ \t]*#(?:\\\r?\n|\/\*[\s\S]*?\*\/|[^\n])*/;
const notCode = new RegExp(`${commentsAndStrings.source}|${directive.source}`, 'gm');
const notWords = new RegExp(commentsAndStrings.source, 'g');

/** The text with comments and strings blank; without `withDirectives` also directives, and what stands under `#if 0`. */
export function codeOnly(text: string, withDirectives = false): string {
	const blank = (part: string) => part.replace(/[^\n]/g, ' ');
	if (withDirectives) return text.replace(notWords, blank);
	const withoutDead = text.replace(/^[ \t]*#[ \t]*if[ \t]+0\b[\s\S]*?^[ \t]*#[ \t]*(?:endif|else|elif)\b/gm, (part) =>
		/\n[ \t]*#[ \t]*if/.test(part) ? part : blank(part),
	);
	return withoutDead.replace(notCode, blank);
}

const noCalls = new Set([
	'if',
	'while',
	'for',
	'switch',
	'return',
	'sizeof',
	'typeof',
	'__typeof__',
	'__typeof',
	'defined',
	'alignof',
	'__alignof__',
	'_Alignof',
	'do',
	'else',
	'case',
	'goto',
	'asm',
	'__asm__',
	'__attribute__',
	'__aligned',
	'__printf',
	'void',
	'int',
	'char',
	'long',
	'unsigned',
	'signed',
	'short',
	'float',
	'double',
	'bool',
	'const',
	'volatile',
	'struct',
	'union',
	'enum',
	'static',
	'inline',
]);

/** Offsets of words before a parenthesis, not members. */
function callSites(code: string, from: number, to: number): number[] {
	const sites: number[] = [];
	for (const match of code.slice(from, to).matchAll(/(?<!\.\s*|->\s*|\w)([A-Za-z_]\w*)\s*\(/g)) {
		if (!noCalls.has(match[1] as string)) sites.push(from + match.index);
	}
	return sites;
}
