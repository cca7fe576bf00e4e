/** Holds the directions of imports that docs/ARCHITECTURE.md names: no folder of the server imports what stands above it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** For each folder of server/src the others that it may import. */
const allowed: Record<string, readonly string[]> = {
	'kernel-c': [],
	flow: ['kernel-c'],
	refs: ['flow', 'kernel-c'],
	rules: ['refs', 'flow', 'kernel-c'],
	patch: ['kernel-c'],
	'kernel-tree': ['refs', 'kernel-c'],
	review: ['rules', 'refs', 'flow', 'kernel-c', 'patch', 'kernel-tree'],
	report: ['review', 'rules', 'refs', 'patch'],
	lsp: ['report', 'review', 'rules', 'refs', 'kernel-c', 'kernel-tree', 'patch'],
	cli: ['lsp', 'report', 'review', 'rules', 'refs', 'kernel-c', 'kernel-tree', 'patch'],
};

/** The engine does no input or output and knows no protocol. */
const engine = new Set(['kernel-c', 'flow', 'refs', 'rules', 'patch']);
const forbiddenInEngine = /^(?:node:|fs$|path$|vscode)/;

/** Folders whose files may import each other in circles: the recursion of the grammar itself. */
const circular: readonly string[] = ['kernel-c/mask'];

const problems: string[] = [];
/** For each file of server/src those that it imports, types included. */
const imports = new Map<string, string[]>();

for (const file of filesIn(join(root, 'server/src'))) {
	const folder = relative(join(root, 'server/src'), file).split('/')[0] as string;
	const text = readFileSync(file, 'utf8');
	for (const match of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
		const target = match[1] as string;
		const line = text.slice(0, match.index).split('\n').length;
		const say = (what: string) => problems.push(`${relative(root, file)}:${line}: ${what}`);
		if (!target.startsWith('.')) {
			if (engine.has(folder) && forbiddenInEngine.test(target)) say(`the engine imports ${target}`);
			if (folder !== 'lsp' && /^vscode-languageserver/.test(target)) say(`only lsp knows the protocol, this imports ${target}`);
			continue;
		}
		const path = join(dirname(file), target);
		const inside = relative(join(root, 'server/src'), path);
		if (inside.startsWith('..')) {
			if (!relative(join(root, 'server/data'), path).startsWith('..')) continue;
			say(`imports ${target}, outside of the server`);
			continue;
		}
		const own = relative(join(root, 'server/src'), file);
		imports.set(own, [...(imports.get(own) ?? []), inside]);
		const other = inside.split('/')[0] as string;
		// The version is one file beside the folders.
		if (other !== folder && other !== 'version.ts' && !(allowed[folder] ?? []).includes(other)) say(`${folder} must not import ${other}`);
	}
}

for (const file of filesIn(join(root, 'client/src'))) {
	for (const [line] of readFileSync(file, 'utf8').matchAll(/^.*from '[^']*server\/src.*$/gm)) {
		// What the two say to each other has its types in one place.
		if (!/^import type .*\/lsp\/protocol\.ts';$/.test(line)) problems.push(`${relative(root, file)}: the client imports the server`);
	}
}

for (const circle of circles()) problems.push(`files import each other: ${circle.join(' -> ')}`);

if (problems.length > 0) {
	console.error(problems.join('\n'));
	process.exitCode = 1;
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() ? filesIn(path) : path.endsWith('.ts') ? [path] : [];
	});
}

/** The circles of files, each once, as far as a walk in depth meets them. */
function circles(): string[][] {
	const found: string[][] = [];
	const done = new Set<string>();
	const walk = (file: string, way: readonly string[]) => {
		const at = way.indexOf(file);
		if (at >= 0) {
			const circle = [...way.slice(at), file];
			if (!circular.some((folder) => circle.every((each) => each.startsWith(`${folder}/`)))) found.push(circle);
			return;
		}
		if (done.has(file)) return;
		for (const next of imports.get(file) ?? []) walk(next, [...way, file]);
		done.add(file);
	};
	for (const file of imports.keys()) walk(file, []);
	return found;
}
