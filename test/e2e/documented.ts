/** What docs/editors/README.md tells users to write, as it stands there, and a folder with the command to be put into PATH. */
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../support/engine.ts';
import { bundle } from '../support/run.ts';

/** The code under a mark `<!-- name -->`. */
export function documented(name: string): string {
	const page = readFileSync(join(projectRoot, 'docs/editors/README.md'), 'utf8');
	const found = new RegExp(`<!-- ${name} -->\\n\`\`\`\\w*\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];
	if (found === undefined) throw new Error(`docs/editors/README.md has no code under <!-- ${name} -->`);
	return found;
}

/** A folder in which `mm-review` is this build. */
export function commandFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'mm-review-bin-'));
	writeFileSync(join(folder, 'mm-review'), `#!/bin/sh\nexec '${process.execPath}' '${bundle}' "$@"\n`);
	chmodSync(join(folder, 'mm-review'), 0o755);
	return folder;
}
