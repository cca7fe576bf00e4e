// Packs what `npm install mm-review` gives: the command and the server, without the extension. `npm run pack:npm`; the result is mm-review-VERSION.tgz.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const folder = 'npm';
/** What only the extension needs. */
const ofExtension = new Set(['extension.cjs', 'web-extension.js', 'web-server.js', 'paths-page.js']);

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'dist'), { recursive: true });
for (const name of readdirSync('dist')) {
	if (!name.endsWith('.map') && !ofExtension.has(name)) copyFileSync(join('dist', name), join(folder, 'dist', name));
}
for (const part of ['docs', 'man', 'completions', 'server/data/mm-review.schema.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
	cpSync(part, join(folder, part), { recursive: true });

const { name, version, description, license, type, engines, bin, keywords } = manifest;
const own = {
	name,
	version,
	description,
	license,
	type,
	engines: { node: engines.node },
	bin,
	man: ['man/mm-review.1'],
	keywords,
	files: ['dist', 'docs', 'man', 'completions', 'server'],
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(own, null, '\t')}\n`);
const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', '..'], { cwd: folder, encoding: 'utf8' }).trim();
rmSync(folder, { recursive: true });
console.log(packed);
