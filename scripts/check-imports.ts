/** Holds the directions of imports that docs/ARCHITECTURE.md names: no folder of the server imports what stands above it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** For each room of server/src the others that it may import: the drawing of docs/ARCHITECTURE.md is this one. */
const allowed: Record<string, readonly string[]> = {
	'kernel-c': [],
	contracts: [],
	flow: ['contracts', 'kernel-c'],
	'analysis/values': ['contracts', 'kernel-c'],
	'analysis/engine': ['flow', 'kernel-c'],
	'analysis/typestate': ['analysis/engine', 'analysis/values', 'contracts', 'flow', 'kernel-c'],
	'analysis/summaries': ['analysis/typestate', 'analysis/engine', 'analysis/values', 'contracts', 'flow', 'kernel-c'],
	'analysis/page-tables': ['analysis/engine', 'analysis/values', 'contracts', 'flow', 'kernel-c'],
	'analysis/dax': ['kernel-c'],
	rules: ['analysis', 'contracts', 'flow', 'kernel-c'],
	patch: ['kernel-c'],
	'kernel-tree': ['contracts', 'kernel-c'],
	review: ['rules', 'analysis', 'contracts', 'flow', 'kernel-c', 'patch', 'kernel-tree'],
	report: ['review', 'rules', 'analysis', 'contracts', 'patch'],
	lsp: ['report', 'review', 'rules', 'analysis', 'contracts', 'kernel-c', 'kernel-tree', 'patch'],
	cli: ['lsp', 'report', 'review', 'rules', 'analysis', 'contracts', 'kernel-c', 'kernel-tree', 'patch'],
};

/** The engine does no input or output and knows no protocol. */
const engine = new Set(['kernel-c', 'contracts', 'flow', 'analysis', 'rules', 'patch']);
const forbiddenInEngine = /^(?:node:|fs$|path$|vscode)/;

/** Folders whose files may import each other in circles: the recursion of the grammar itself. */
const circular: readonly string[] = ['kernel-c/mask'];

const problems: string[] = [];
/** For each file of server/src those that it imports, types included. */
const imports = new Map<string, string[]>();

for (const file of filesIn(join(root, 'server/src'))) {
	const folder = folderOf(relative(join(root, 'server/src'), file));
	const room = roomOf(relative(join(root, 'server/src'), file));
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
		const other = roomOf(inside);
		// The version is one file beside the folders.
		if (other === room || other === 'version.ts') continue;
		const may = allowed[room] ?? [];
		// From outside a room in `analysis` may be imported by the name of the folder.
		const isByFolder = folder !== folderOf(inside) && may.includes(folderOf(inside));
		if (!may.includes(other) && !isByFolder) say(`${room} must not import ${other}`);
	}
}

for (const file of filesIn(join(root, 'client/src'))) {
	for (const [line] of readFileSync(file, 'utf8').matchAll(/^.*from '[^']*server\/src.*$/gm)) {
		// What the two say to each other has its types in one place.
		if (!/^import type .*\/lsp\/protocol\.ts';$/.test(line)) problems.push(`${relative(root, file)}: the client imports the server`);
	}
}

for (const [room, may] of Object.entries(allowed)) {
	const line = `| \`${room}\` | ${may.map((other) => `\`${other}\``).join(', ') || 'nothing'} |`;
	if (!readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8').includes(`${line}\n`)) problems.push(`docs/ARCHITECTURE.md lacks the line: ${line}`);
}

for (const circle of circles()) problems.push(`files import each other: ${circle.join(' -> ')}`);

if (problems.length > 0) {
	console.error(problems.join('\n'));
	process.exitCode = 1;
}

/** The outermost folder that a file of server/src is in. */
function folderOf(file: string): string {
	return file.split('/')[0] as string;
}

/** The room of a file: its folder, and in `analysis` the folder in that. */
function roomOf(file: string): string {
	const parts = file.split('/');
	return parts[0] === 'analysis' ? parts.slice(0, 2).join('/') : folderOf(file);
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
