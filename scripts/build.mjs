// Bundles what is shipped into dist/: the command line with the language server, the audit's worker, the extension, and the wasm files.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');

const node = {
	bundle: true,
	platform: 'node',
	target: 'node20',
	format: 'esm',
	legalComments: 'none',
	minify: process.argv.includes('--minify'),
	sourcemap: process.argv.includes('--minify') ? false : 'linked',
	define: { MM_REVIEW_VERSION: JSON.stringify(version) },
	external: ['tree-sitter', 'tree-sitter-c'],
	// CommonJS packages inside an ES module ask for `require`.
	banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
	logLevel: 'warning',
};

await build({
	...node,
	entryPoints: { 'mm-review': 'server/src/cli/main.ts', 'audit-worker': 'server/src/review/audit-worker.ts' },
	outdir: 'dist',
	splitting: true,
	chunkNames: 'chunk-[hash]',
	banner: { js: `#!/usr/bin/env node\n${node.banner.js}` },
});
await build({
	...node,
	entryPoints: { extension: 'client/src/node/extension.ts' },
	outdir: 'dist',
	outExtension: { '.js': '.cjs' },
	format: 'cjs',
	banner: {},
	external: ['vscode'],
});

// What runs in a browser: the web entry of the extension, the server in a web worker, the page of the paths panel.
const browser = {
	...node,
	platform: 'browser',
	target: 'es2022',
	banner: {},
	outdir: 'dist',
	external: [],
	define: { ...node.define, 'import.meta.url': '"file:///"' },
};
await build({
	...browser,
	entryPoints: { 'web-extension': 'client/src/browser/extension.ts' },
	// VS Code takes no other ending here.
	format: 'cjs',
	external: ['vscode'],
});
await build({
	...browser,
	entryPoints: { 'web-server': 'server/src/lsp/start-web.ts', 'paths-page': 'client/webview/paths-page.ts' },
	format: 'iife',
	// web-tree-sitter asks for these under Node only.
	external: ['fs', 'fs/promises', 'module', 'path', 'url'],
});

copyFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), 'dist/web-tree-sitter.wasm');
copyFileSync(require.resolve('tree-sitter-c/tree-sitter-c.wasm'), 'dist/tree-sitter-c.wasm');
