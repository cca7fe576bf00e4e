/**
 * `npm run generate`: writes what follows from the rules: their list, the generated parts of their pages, the pages as a module, the
 * configuration's JSON schema, the settings in the extension's manifest, the manual page, the completions of shells, and the compiled word
 * scanner. With `--check` it writes
 * nothing and fails where something is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generated-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
let stale = 0;
for (const [path, content] of await generatedFiles(root)) {
	const file = `${root}/${path}`;
	if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
	stale++;
	if (isCheck) console.error(`${path} is stale: run npm run generate`);
	else {
		writeFileSync(file, content);
		console.log(`wrote ${path}`);
	}
}
if (isCheck && stale > 0) process.exitCode = 1;
